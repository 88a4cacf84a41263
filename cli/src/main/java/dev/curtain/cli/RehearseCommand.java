package dev.curtain.cli;

import dev.curtain.model.Deployment;
import dev.curtain.rollout.Conclusion;
import dev.curtain.rollout.PlanRefused;
import dev.curtain.rollout.RolloutState;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.RehearsalDocument;
import dev.curtain.server.engine.Refused;
import dev.curtain.server.rehearsal.Order;
import dev.curtain.server.rehearsal.Rehearsal;
import dev.curtain.server.rehearsal.Report;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code curtain rehearse FILE}: nothing installed, nothing left behind. */
@Command(
    name = "rehearse",
    mixinStandardHelpOptions = true,
    description = {
      "Play a model on this machine: stand-ins for every placed service behind the real router,"
          + " synthetic users, every candidate rolled out by the real engine. Exit 0: all promoted,"
          + " or nothing to do; 1: something went back."
    },
    footer = {
      "",
      "A fault is PATH@VERSION:key=value[,key=value...] with error_rate=3%%, latency=+200ms,"
          + " latency_p99=2s, "
          + "crash_after=30s, unready, burst=20s/2m.",
      "",
      "Examples:",
      "  curtain rehearse shop.sruja --set Shop.API=v2",
      "  curtain rehearse shop.sruja --fault 'Shop.API@v2:error_rate=5%%' --seed 7 --json"
    })
final class RehearseCommand implements Callable<Integer> {
  private static final double DEFAULT_RPS = 800;
  private static final int DEFAULT_USERS = 2_000;

  @Mixin private final Settings settings;
  @Mixin private Commands.Output output = new Commands.Output();

  @Mixin private Subject subject = new Subject();

  @Mixin private final Faults faults = new Faults();

  @Option(
      names = "--rps",
      paramLabel = "N",
      description = "Requests per second of all users together (800).")
  private double rps = DEFAULT_RPS;

  @Option(
      names = "--users",
      paramLabel = "N",
      description = "How many synthetic users there are (2000).")
  private int users = DEFAULT_USERS;

  @Option(
      names = "--speed",
      paramLabel = "X",
      description = "Model time runs X times faster (so that it takes seconds).")
  private Optional<Double> speed = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same seed gives the same users and stand-ins (1).")
  private long seed = 1;

  @Mixin private Company company = new Company();

  @Option(names = "--step-by-step", description = "Wait for Enter before each step of a rollout.")
  private boolean stepByStep;

  RehearseCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws InterruptedException {
    Screen screen = settings.screen();
    check();
    ModelFile model = subject.read(screen);
    Optional<Deployment> placed = subject.placed(model);
    if (placed.isEmpty()) {
      return nothingPlaced(screen, model);
    }
    Order order = order(model, placed.get());
    Theatre theatre = new Theatre(screen, faults.texts(), output.json(), stepByStep);
    try {
      Report report = Rehearsal.run(order, theatre, InstantSource.system());
      theatre.ended(report);
      if (output.json()) {
        screen.line(Documents.pretty(RehearsalDocument.of(report)));
      }
      return report.rollouts().stream().allMatch(RehearseCommand::good)
          ? ExitCode.GOOD
          : ExitCode.NO;
    } catch (Refused e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    } catch (PlanRefused e) {
      throw Failure.no(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw Failure.couldNot(String.valueOf(e.getMessage()), e);
    } finally {
      theatre.close();
    }
  }

  /** Promoted, or compared where comparing was all that was asked for. */
  static boolean good(RolloutState rollout) {
    return rollout
        .conclusion()
        .filter(each -> each == Conclusion.PROMOTED || each == Conclusion.REPORTED)
        .isPresent();
  }

  private void check() {
    if (!(rps > 0 && rps <= 100_000)) {
      throw Failure.usage("--rps " + rps + " (expected: above 0, at most 100000)");
    }
    if (users < 1 || users > 10_000_000) {
      throw Failure.usage("--users " + users + " (expected: 1..10000000)");
    }
    if (speed.isPresent() && !(speed.get() >= 1 && speed.get() <= 1_000_000)) {
      throw Failure.usage("--speed " + speed.get() + " (expected: 1..1000000)");
    }
  }

  private Integer nothingPlaced(Screen screen, ModelFile model) {
    if (output.json()) {
      screen.line(
          Documents.pretty(
              new RehearsalDocument(
                  subject.file(),
                  null,
                  seed,
                  null,
                  0,
                  List.of(),
                  new RehearsalDocument.Traffic(0, 0, 0, 0))));
    } else {
      int elements = model.resolution().model().elements().size();
      screen.line(
          subject.file()
              + " describes "
              + elements
              + (elements == 1 ? " element" : " elements")
              + " and places none of them, so there is nothing to rehearse yet.");
      screen.line("Add a deployment with a containerInstance and try again:");
      screen.line("");
      screen.line("  deployment Local \"Local\" {");
      screen.line("    node Box \"This machine\" {");
      screen.line("      containerInstance " + example(model) + " { replicas 2 version \"v1\" }");
      screen.line("    }");
      screen.line("  }");
    }
    return ExitCode.GOOD;
  }

  private static String example(ModelFile model) {
    return model.resolution().model().elements().stream()
        .filter(element -> element.kind().equals("container"))
        .findFirst()
        .map(dev.curtain.model.Element::path)
        .orElse("Shop.API");
  }

  private Order order(ModelFile model, Deployment placed) {
    return new Order(
        subject.file(),
        model.resolution().text(),
        placed,
        company.versions(),
        company.manner(),
        faults.parsed(),
        rps,
        users,
        speed,
        seed);
  }
}
