package dev.curtain.cli;

import dev.curtain.model.Deployment;
import dev.curtain.model.Service;
import dev.curtain.rollout.Manner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which services move beside those the model proposes, and how all of them go together. */
final class Company {
  @Option(
      names = "--set",
      paramLabel = "PATH=VERSION",
      description = "A version that a service moves to, beside what the model proposes.")
  private List<String> set = new ArrayList<>();

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

  /** The version asked for, by service. */
  Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    for (String each : set) {
      int equals = each.indexOf('=');
      if (equals <= 0 || equals == each.length() - 1) {
        throw Failure.usage("--set " + each + " (expected: PATH=VERSION, as in Shop.API=v2)");
      }
      versions.put(each.substring(0, equals), each.substring(equals + 1));
    }
    return versions;
  }

  /** Ends the command where a version is asked for of a service that is not placed here. */
  void check(Deployment deployment) {
    List<String> known = deployment.services().stream().map(Service::element).toList();
    for (String path : versions().keySet()) {
      if (!known.contains(path)) {
        throw Failure.usage(
            "--set "
                + path
                + ": no such service in "
                + deployment.id()
                + " (there are: "
                + String.join(", ", known)
                + ")");
      }
    }
  }
}
