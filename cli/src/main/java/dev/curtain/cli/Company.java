package dev.curtain.cli;

import dev.curtain.rollout.Manner;
import picocli.CommandLine.Option;

/** How the services that move go together. */
final class Company {
  @Option(
      names = "--together",
      description = "Those that move are a set: in one route table, all of them or none.")
  private boolean together;

  @Option(
      names = "--in-order",
      description = "A set, one after the other, whoever is depended on first.")
  private boolean inOrder;

  Manner manner() {
    if (together && inOrder) {
      throw Failure.usage("--together --in-order (expected: one of them)");
    }
    if (inOrder) {
      return Manner.IN_ORDER;
    }
    return together ? Manner.TOGETHER : Manner.ALONE;
  }
}
