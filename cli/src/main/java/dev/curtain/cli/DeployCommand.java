package dev.curtain.cli;

import dev.curtain.server.document.Documents;
import dev.curtain.server.document.PlanDocument;
import dev.curtain.server.document.RolloutDocument;
import dev.curtain.server.document.SetDocument;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code curtain deploy PATH VERSION}: begins a rollout; {@code PATH=VERSION PATH=VERSION}: several
 * as one.
 */
@Command(
    name = "deploy",
    mixinStandardHelpOptions = true,
    description = {
      "Move a service to another version, by the model's strategy. Several, as PATH=VERSION, take"
          + " over in one route table, or none does.",
      "With --wait: returns when the new version has everything (0) or the old one is back (1)."
    },
    footer = {
      "",
      "Examples:",
      "  curtain deploy Shop.API v2 --wait",
      "  curtain deploy Shop.API=v2 Shop.Web=v5 --strategy blue-green"
    })
final class DeployCommand implements Callable<Integer> {
  @Mixin private final Settings settings;
  @Mixin private Client client = new Client();
  @Mixin private Commands.Output output = new Commands.Output();

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH VERSION",
      description = "A service, as in Shop.API, and its version; or PATH=VERSION, once or more.")
  private List<String> what = List.of();

  @Option(
      names = "--in-order",
      description = "Several: one after the other, whoever is depended on first.")
  private boolean inOrder;

  @Option(
      names = "--strategy",
      paramLabel = "S",
      description = "canary, blue-green, rolling, recreate, shadow or ab, instead of the model's.")
  private Optional<String> strategy = Optional.empty();

  @Option(
      names = "--when-underway",
      paramLabel = "W",
      description =
          "While another rollout moves the service: refuse, wait for it, or supersede it (refuse).")
  private String whenUnderway = "refuse";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is kept with the record.")
  private String reason = "";

  @Option(
      names = "--written",
      paramLabel = "TIME",
      description =
          "When the change was written, as 2026-11-20T10:00:00Z: lead times count from then.")
  private Optional<String> written = Optional.empty();

  @Option(names = "--dry-run", description = "Only show the plan as it would be now.")
  private boolean dryRun;

  @Option(names = "--wait", description = "Follow it until it is settled.")
  private boolean wait;

  DeployCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws InterruptedException {
    boolean pairs = what.stream().allMatch(each -> each.indexOf('=') > 0);
    if (pairs && what.size() > 1) {
      return dryRun ? plan(what) : several();
    }
    if (inOrder) {
      throw Failure.usage(
          "--in-order is for several services (expected: PATH=VERSION PATH=VERSION)");
    }
    if (pairs) {
      String[] pair = what.getFirst().split("=", 2);
      return one(pair[0], pair[1]);
    }
    if (what.size() != 2) {
      throw Failure.usage(
          String.join(" ", what) + " (expected: PATH VERSION, or PATH=VERSION for each service)");
    }
    return one(what.get(0), what.get(1));
  }

  /** What it would begin; nothing is begun. */
  private int plan(List<String> versions) throws InterruptedException {
    Screen screen = settings.screen();
    PlanDocument plan = client.ask(api -> api.looks().plan(versions, inOrder, strategy));
    if (output.json()) {
      screen.line(Documents.pretty(plan));
    } else {
      new PlanPage(screen).print(plan);
    }
    return ExitCode.GOOD;
  }

  private int several() throws InterruptedException {
    Screen screen = settings.screen();
    if (!whenUnderway.equals("refuse")) {
      throw Failure.usage("--when-underway " + whenUnderway + " is for one service, not for a set");
    }
    return client.ask(api -> {
      SetDocument set =
          api.deploySet(
              String.join(",", what),
              inOrder ? "dependencies" : "together",
              strategy,
              written,
              Client.who(settings),
              reason);
      if (wait) {
        set = new SetFollow(screen, output.json()).untilSettled(api, set);
      }
      if (output.json()) {
        screen.line(Documents.pretty(set));
      } else if (!wait) {
        screen.line(set.id() + " has begun. curtain show " + set.id() + " tells how far it is");
      }
      return !wait || SetFollow.arrived(set) ? ExitCode.GOOD : ExitCode.NO;
    });
  }

  private int one(String service, String version) throws InterruptedException {
    if (dryRun) {
      return plan(List.of(service + "=" + version));
    }
    Screen screen = settings.screen();
    return client.ask(api -> {
      RolloutDocument begun =
          api.deploy(
              service, version, strategy, whenUnderway, written, Client.who(settings), reason);
      if (!begun.to().equals(version)) {
        screen.line(
            output.json()
                ? Documents.pretty(begun)
                : version
                    + " begins when "
                    + begun.id()
                    + " has ended ("
                    + begun.phase().replace('_', ' ')
                    + ")");
        return ExitCode.GOOD;
      }
      if (!wait) {
        screen.line(
            output.json()
                ? Documents.pretty(begun)
                : begun.id() + " has begun. curtain show " + begun.id() + " follows it");
        if (!output.json()) {
          begun
              .configuration()
              .forEach(each -> screen.line("  runs otherwise: " + each.describe()));
        }
        return ExitCode.GOOD;
      }
      RolloutDocument settled = new Follow(screen, output.json(), begun).untilSettled(api);
      if (output.json()) {
        screen.line(Documents.pretty(settled));
      }
      return "promoted".equals(settled.outcome()) ? ExitCode.GOOD : ExitCode.NO;
    });
  }
}
