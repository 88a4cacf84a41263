package dev.curtain.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code curtain flag undo|approve|reject|remove NAME}: nothing but the name. */
@Command(mixinStandardHelpOptions = true)
abstract sealed class FlagPlainCommand implements Callable<Integer> {
  @Mixin private final Settings settings;
  @Mixin private FlagChange change = new FlagChange();
  private final String action;

  private FlagPlainCommand(Settings settings, String action) {
    this.settings = settings;
    this.action = action;
  }

  @Override
  public Integer call() throws InterruptedException {
    return change.send(settings, action, Map.of());
  }

  @Command(
      name = "undo",
      description = "Make the latest change that was not undone unmade.",
      footer = {
        "",
        "Examples:",
        "  curtain flag undo new-checkout",
        "  curtain flag undo new-checkout --reason 'wrong flag'"
      })
  static final class Undo extends FlagPlainCommand {
    Undo(Settings settings) {
      super(settings, "undo");
    }
  }

  @Command(
      name = "approve",
      description = "Let a change happen that somebody else asked for.",
      footer = {
        "",
        "Examples:",
        "  curtain flag approve prices",
        "  curtain flag approve prices --json"
      })
  static final class Approve extends FlagPlainCommand {
    Approve(Settings settings) {
      super(settings, "approve");
    }
  }

  @Command(
      name = "reject",
      description = "Drop a change that waits for approval.",
      footer = {
        "",
        "Examples:",
        "  curtain flag reject prices",
        "  curtain flag reject prices --reason 'not before the audit'"
      })
  static final class Reject extends FlagPlainCommand {
    Reject(Settings settings) {
      super(settings, "reject");
    }
  }

  @Command(
      name = "remove",
      description = "Remove a flag that no live version reads.",
      footer = {
        "",
        "Examples:",
        "  curtain flag remove new-checkout",
        "  curtain flag remove new-checkout --reason 'never shipped'"
      })
  static final class Remove extends FlagPlainCommand {
    Remove(Settings settings) {
      super(settings, "remove");
    }
  }
}
