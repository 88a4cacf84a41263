package dev.curtain.cli;

import dev.curtain.model.Deployment;
import dev.curtain.model.Quantities;
import dev.curtain.rollout.PlanRefused;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.PlanDocument;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code curtain plan FILE}: what would happen, before anything does. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description =
        "Show what a rollout would do: steps, shares, durations, and from where there is no quick"
            + " way back.",
    footer = {
      "",
      "Examples:",
      "  curtain plan shop.sruja",
      "  curtain plan shop.sruja --set Shop.API=v2 --set Shop.Web=v5 --together"
    })
final class PlanCommand implements Callable<Integer> {
  @Mixin private final Settings settings;
  @Mixin private Commands.Output output = new Commands.Output();

  @Mixin private Subject subject = new Subject();

  @Option(
      names = "--rps",
      paramLabel = "N",
      description = "Requests per second to forecast with (100).")
  private double rps = 100;

  @Option(names = "--users", paramLabel = "N", description = "Users to forecast with (10000).")
  private long users = 10_000;

  @Mixin private Company company = new Company();

  @Option(
      names = "--conversion",
      paramLabel = "SHARE",
      description = "Share of the users who convert, to forecast an A/B test with (5%%).")
  private String conversion = "5%";

  PlanCommand(Settings settings) {
    this.settings = settings;
  }

  private double conversion() {
    double share = Quantities.percentage(conversion).orElse(0.0) / 100;
    if (!(share > 0 && share < 1)) {
      throw Failure.usage(
          "--conversion " + conversion + " (expected: a share of the users, as 5% or 0.4%)");
    }
    return share;
  }

  @Override
  public Integer call() {
    Screen screen = settings.screen();
    if (!(rps > 0 && rps <= 1e6) || users < 1) {
      throw Failure.usage("--rps " + rps + " --users " + users + " (expected: both above 0)");
    }
    ModelFile model = subject.read(screen);
    Optional<Deployment> placed = subject.placed(model);
    placed.ifPresent(company::check);
    try {
      PlanDocument plan =
          PlanDocument.of(
              subject.file(),
              placed,
              company.versions(),
              company.manner(),
              model.resolution().model().relations(),
              new PlanDocument.Assumed(rps, users, 0.001, conversion()));
      if (output.json()) {
        screen.line(Documents.pretty(plan));
      } else {
        new PlanPage(screen).print(plan);
      }
      return ExitCode.GOOD;
    } catch (PlanRefused e) {
      throw Failure.no(String.valueOf(e.getMessage()), e);
    }
  }
}
