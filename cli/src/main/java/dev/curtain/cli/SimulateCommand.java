package dev.curtain.cli;

import dev.curtain.cli.Screen.Style;
import dev.curtain.model.Deployment;
import dev.curtain.rollout.Manner;
import dev.curtain.rollout.PlanRefused;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Shares;
import dev.curtain.rollout.Words;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.RolloutDocument;
import dev.curtain.server.document.SimulationDocument;
import dev.curtain.server.engine.Refused;
import dev.curtain.server.rehearsal.OnPaper;
import dev.curtain.server.rehearsal.Order;
import dev.curtain.simulation.Paper;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code curtain simulate FILE}: a rehearsal on paper. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "Play a model's rollouts on paper: the real plan, the real judge, as many users and days as"
          + " you like, in seconds. What would have happened, and who would have seen it. Exit 0:"
          + " all promoted, or nothing to do; 1: something went back or was left to people."
    },
    footer = {
      "",
      "A fault is PATH@VERSION:key=value[,key=value...], as for curtain rehearse.",
      "",
      "Examples:",
      "  curtain simulate shop.sruja --set Shop.API=v2 --users 1M --days 7",
      "  curtain simulate shop.sruja --fault 'Shop.API@v2:error_rate=3%%' --rps 200 --json"
    })
final class SimulateCommand implements Callable<Integer> {
  /** What a user asks for in a day, where nobody says how many requests there are. */
  private static final double REQUESTS_PER_USER_AND_DAY = 100;

  private static final double SECONDS_PER_DAY = 86_400;

  @Mixin private final Settings settings;
  @Mixin private Commands.Output output = new Commands.Output();
  @Mixin private Subject subject = new Subject();

  @Mixin private final Faults faults = new Faults();

  @Option(names = "--users", paramLabel = "N", description = "Users: 5000, 20k, 1M (1M).")
  private String users = "1M";

  @Option(names = "--days", paramLabel = "N", description = "Days that are played (7).")
  private double days = 7;

  @Option(
      names = "--rps",
      paramLabel = "N",
      description = "Requests per second of all users together (100 a user and day).")
  private Optional<Double> rps = Optional.empty();

  @Option(names = "--seed", paramLabel = "N", description = "The same seed gives the same (1).")
  private long seed = 1;

  @Mixin private Company company = new Company();
  @Mixin private Assumptions assumptions = new Assumptions();

  SimulateCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    Screen screen = settings.screen();
    int people = people();
    if (!(days >= 0.01 && days <= 366)) {
      throw Failure.usage("--days " + days + " (expected: 0.01..366)");
    }
    double requests = rps.orElse(people * REQUESTS_PER_USER_AND_DAY / SECONDS_PER_DAY);
    if (!(requests > 0 && requests <= 10_000_000)) {
      throw Failure.usage("--rps " + requests + " (expected: above 0, at most 10000000)");
    }
    ModelFile model = subject.read(screen);
    Optional<Deployment> placed = subject.placed(model);
    if (placed.isEmpty()) {
      return nothingPlaced(screen);
    }
    Order order =
        new Order(
            subject.file(),
            model.resolution().text(),
            placed.get(),
            company.versions(),
            company.manner(),
            faults.parsed(),
            requests,
            people,
            Optional.of(1.0),
            seed);
    OnPaper.Outcome outcome = play(order);
    if (output.json()) {
      screen.line(Documents.pretty(SimulationDocument.of(outcome)));
    } else {
      tell(screen, outcome);
    }
    return outcome.rollouts().stream().map(Paper.Report::rollout).allMatch(RehearseCommand::good)
        ? ExitCode.GOOD
        : ExitCode.NO;
  }

  private Integer nothingPlaced(Screen screen) {
    screen.line(
        output.json()
            ? Documents.pretty(
                new SimulationDocument(
                    subject.file(),
                    null,
                    seed,
                    people(),
                    0,
                    0,
                    List.of(),
                    List.of(),
                    new SimulationDocument.Traffic(0, 0, 0)))
            : subject.file() + " places nothing, so there is nothing to simulate yet.");
    return ExitCode.GOOD;
  }

  private OnPaper.Outcome play(Order order) {
    try {
      return OnPaper.play(
          order, Duration.ofMillis(Math.round(days * SECONDS_PER_DAY * 1_000)), assumptions.read());
    } catch (Refused e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    } catch (PlanRefused e) {
      throw Failure.no(String.valueOf(e.getMessage()), e);
    }
  }

  private int people() {
    String digits = users.replaceAll("(?<=\\d)[kKmM]$", "");
    long times = users.endsWith("k") || users.endsWith("K") ? 1_000 : 1;
    times = users.endsWith("m") || users.endsWith("M") ? 1_000_000 : times;
    long people = digits.matches("\\d{1,9}") ? Long.parseLong(digits) * times : 0;
    if (people < 1 || people > 1_000_000_000) {
      throw Failure.usage("--users " + users + " (expected: 1..1000M, as 5000, 20k or 1M)");
    }
    return (int) people;
  }

  private void tell(Screen screen, OnPaper.Outcome outcome) {
    Order order = outcome.order();
    screen.line(
        screen.styled("On paper ", Style.BOLD)
            + order.file()
            + " · "
            + order.deployment().id()
            + " · "
            + Words.count(order.users())
            + " users, "
            + Words.count(Math.round(order.requestsPerSecond()))
            + " requests a second, "
            + Words.duration(outcome.horizon())
            + " · seed "
            + order.seed());
    faults.texts().forEach(fault -> screen.line(screen.styled("Fault: ", Style.YELLOW) + fault));
    if (outcome.rollouts().isEmpty()) {
      screen.line(
          "The model shows no candidate: nothing would be rolled out. Try --set PATH=VERSION.");
    }
    if (order.manner() != Manner.ALONE && !outcome.rollouts().isEmpty()) {
      List<String> members =
          outcome.rollouts().stream().map(report -> report.rollout().spec().service()).toList();
      screen.line(
          screen.styled("As one: ", Style.BOLD)
              + String.join(order.manner() == Manner.IN_ORDER ? " → " : ", ", members));
    }
    outcome.rollouts().forEach(report -> tell(screen, report));
  }

  private static void tell(Screen screen, Paper.Report report) {
    RolloutState state = report.rollout();
    RolloutDocument document = SimulationDocument.rollout(report);
    boolean good = RehearseCommand.good(state);
    String outcome = outcome(state, document);
    screen.line("");
    screen.line(
        screen.styled(document.service(), Style.BOLD)
            + "  "
            + document.strategy()
            + "  "
            + state.spec().change()
            + "  "
            + screen.styled(outcome.replace('_', ' '), good ? Style.GREEN : Style.RED, Style.BOLD));
    for (Paper.Moment moment : report.moments()) {
      screen.line(
          "  %10s  %6s  %s"
              .formatted(
                  Words.duration(Duration.ofMillis(moment.atMillis())),
                  Shares.percent(moment.share()),
                  moment.doing()));
      moment.notes().forEach(note -> screen.line(" ".repeat(22) + note));
    }
    screen.line(
        row(
            screen,
            "exposure",
            report.users() == 0
                ? "nobody met " + document.to()
                : Words.count(report.met())
                    + " requests of "
                    + Words.count(report.users())
                    + " users met "
                    + document.to()));
    if (report.copies().requests() > 0) {
      screen.line(
          row(
              screen,
              "copies",
              Words.count(report.copies().requests())
                  + " requests were copied to "
                  + document.to()
                  + ", "
                  + Words.count(report.copies().failed())
                  + " of the copies failed"));
    }
    gap(screen, report, document);
    if (document.experiment() != null && document.experiment().answer() != null) {
      screen.line(row(screen, "test", document.experiment().answer()));
    }
    if (!good && document.detectionMillis() != null) {
      screen.line(
          row(
              screen,
              "way back",
              "decided "
                  + Words.duration(Duration.ofMillis(document.detectionMillis()))
                  + " after the first request to "
                  + document.to()
                  + (document.rollbackMillis() == null
                      ? ""
                      : "; everything back " + document.rollbackMillis() + " ms later")));
    }
    screen.line(
        row(
            screen,
            "traffic",
            Words.count(report.requests())
                + " requests, "
                + Words.count(report.failed())
                + " failed"));
  }

  private static void gap(Screen screen, Paper.Report report, RolloutDocument document) {
    if (document.downtimeMillis() != null) {
      screen.line(
          row(
              screen,
              "gap",
              Words.duration(Duration.ofMillis(document.downtimeMillis()))
                  + (document.declaredDowntimeMillis() == null
                      ? ""
                      : " of "
                          + Words.duration(Duration.ofMillis(document.declaredDowntimeMillis()))
                          + " declared")
                  + ", "
                  + Words.count(report.held())
                  + " requests waited"));
    }
  }

  /** Not ended: somebody was to say something, or the days were over. */
  private static String outcome(RolloutState state, RolloutDocument document) {
    if (document.outcome() != null) {
      return document.outcome();
    }
    return state.held() ? "left to people" : "not over: " + state.phase().words();
  }

  private static String row(Screen screen, String name, String text) {
    return "  " + screen.styled("%-10s".formatted(name), Style.DIM) + text;
  }
}
