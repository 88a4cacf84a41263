package dev.curtain.cli;

import dev.curtain.cli.Screen.Style;
import dev.curtain.rollout.Shares;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.rollout.Words;
import dev.curtain.server.document.PlanDocument;
import dev.curtain.server.document.PlanDocument.CostPlan;
import dev.curtain.server.document.PlanDocument.RegionPlan;
import dev.curtain.server.document.PlanDocument.RolloutPlan;
import dev.curtain.server.document.PlanDocument.ServicePlan;
import dev.curtain.server.document.PlanDocument.SetPlan;
import dev.curtain.server.document.PlanDocument.StepPlan;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A plan as a page. */
final class PlanPage {
  /** Longer lines are hard to read, however wide the screen is. */
  private static final int WIDEST = 120;

  /** What stands before a text: its colour, and how deep it is. */
  private static final Pattern BEFORE = Pattern.compile("((?:\u001b\\[[0-9;]*m)?)( *)(.*)");

  private final Screen screen;

  PlanPage(Screen screen) {
    this.screen = screen;
  }

  void print(PlanDocument plan) {
    if (plan.services().isEmpty()) {
      say(plan.model() + " places nothing: there is nothing to roll out.");
      return;
    }
    say(screen.styled(plan.model(), Style.BOLD) + " · " + plan.deployment());
    for (ServicePlan service : plan.services()) {
      screen.line("");
      say(
          "  "
              + screen.styled(service.service(), Style.BOLD)
              + (service.version() == null ? "" : "  " + service.version())
              + "  "
              + screen.styled("changes by " + service.strategy(), Style.DIM));
      service
          .placements()
          .forEach(place ->
              say(
                  "    %-40s %4d %s  %7s%s"
                      .formatted(
                          place.node(),
                          place.replicas(),
                          place.replicas() == 1 ? "replica " : "replicas",
                          Shares.percent(place.share()),
                          place.standby() ? "  standby" : "")));
      service.regions().stream().filter(region -> !region.standby()).forEach(this::loss);
    }
    if (plan.rollouts().isEmpty()) {
      screen.line("");
      say("Nothing to roll out: the file shows no candidate. Plan one with --set PATH=VERSION.");
    }
    if (plan.set() != null) {
      print(plan.set());
    }
    plan.rollouts().forEach(this::print);
  }

  private int width() {
    return Math.min(screen.columns(), WIDEST);
  }

  /** A paragraph as deep as it begins. */
  private void say(String text) {
    Matcher before = BEFORE.matcher(text);
    if (before.matches()) {
      int indent = before.group(2).length();
      Paragraph.hanging(indent, before.group(1) + before.group(3), width()).forEach(screen::line);
    }
  }

  private void loss(RegionPlan region) {
    say(
        screen.styled(
            "    if %s is lost: the others may have %d, %d %s needed%s"
                .formatted(
                    region.region(),
                    region.othersMayGrowTo(),
                    region.needed(),
                    region.needed() == 1 ? "is" : "are",
                    region.carried()
                        ? ""
                        : region.othersMayGrowTo() == 0
                            ? ": nobody serves"
                            : String.format(
                                Locale.ROOT,
                                ": each has %.1f times its load",
                                (double) region.needed() / region.othersMayGrowTo())),
            region.carried() ? Style.DIM : Style.YELLOW));
  }

  private void print(SetPlan set) {
    screen.line("");
    say(
        screen.styled("As one: ", Style.BOLD)
            + String.join(set.inOrder() ? " → " : ", ", set.services())
            + ", at least "
            + Words.duration(Duration.ofMillis(set.durationMillis())));
    say(
        set.inOrder()
            ? "  one after the other; the next begins when the one before has everything"
            : "  in one route table each: "
                + set.shares().stream().map(Shares::percent).collect(Collectors.joining(" → "))
                + " for all of them at the same moment");
    say(
        "  whatever sends one back sends all back, in one route table; nobody takes its previous"
            + " version away before all have soaked");
  }

  private void print(RolloutPlan rollout) {
    screen.line("");
    say(
        screen.styled(rollout.service(), Style.BOLD)
            + "  "
            + (rollout.from() == null ? TrackSpec.UNVERSIONED : rollout.from())
            + " → "
            + rollout.to()
            + "  by "
            + rollout.strategy());
    rollout.configuration().forEach(each -> say("  runs otherwise: " + each.describe()));
    say(
        "  at least "
            + Words.duration(Duration.ofMillis(rollout.durationMillis()))
            + ", and as long as replicas need to start; "
            + peak(rollout)
            + " replicas at the peak, "
            + String.format(Locale.ROOT, "%.2f", rollout.costFactor())
            + " times those at rest"
            + (rollout.declaredDowntimeMillis() == null
                ? ""
                : ", "
                    + screen.styled(
                        "a gap of up to "
                            + Words.duration(Duration.ofMillis(rollout.declaredDowntimeMillis())),
                        Style.YELLOW)));
    rollout.costs().forEach(this::print);
    screen.line("");
    new PlanTable(screen, width()).print(rollout);
    screen.line("");
    legend(rollout);
    screen.line("");
    if (rollout.gates().size() > 2) {
      say("  held by " + String.join(", ", rollout.gates()));
      screen.line("");
    }
    say(
        "  goes back "
            + (rollout.automaticRollback() ? "by itself" : "when somebody says so")
            + " when");
    rollout
        .criteria()
        .forEach(criterion ->
            say(
                "    "
                    + criterion.metric()
                    + ": "
                    + limit(criterion)
                    + (criterion.dryRun() ? " (dry run: shown, not acted on)" : "")));
    List<PlanDocument.Criterion> acting =
        rollout.criteria().stream().filter(criterion -> !criterion.dryRun()).toList();
    say(
        "    probability of doing so to a harmless version: at most "
            + Shares.percent(rollout.alpha() * 100)
            + (acting.size() > 1
                ? ", of which "
                    + acting.stream()
                        .map(each -> Shares.percent(each.alpha() * 100) + " by " + each.metric())
                        .collect(Collectors.joining(", "))
                : ""));
    if (acting.stream().anyMatch(criterion -> !criterion.key())) {
      say(
          "    to be found good: "
              + acting.stream()
                  .filter(PlanDocument.Criterion::key)
                  .map(PlanDocument.Criterion::metric)
                  .collect(Collectors.joining(", ")));
    }
    rollout.series().forEach(this::series);
    detectable(rollout.detectable());
  }

  private void print(CostPlan cost) {
    String rest = money(cost.atRestPerHour()) + " " + cost.currency() + " an hour";
    say(
        cost.more() == 0
            ? "  costs as much as what runs at rest, " + rest
            : "  costs at least %s %s %s than at rest, where it is %s"
                .formatted(
                    money(Math.abs(cost.more())),
                    cost.currency(),
                    cost.more() < 0 ? "less" : "more",
                    rest));
    say(
        screen.styled(
            "    by the cost of " + String.join(", ", cost.sources()) + ", divided by replicas",
            Style.DIM));
  }

  /** Two digits behind the point, or two that say something. */
  private static String money(double amount) {
    return amount == 0 || amount >= 0.01
        ? String.format(Locale.ROOT, "%.2f", amount)
        : String.format(Locale.ROOT, "%.2g", amount);
  }

  private static int peak(RolloutPlan rollout) {
    return rollout.steps().stream()
        .mapToInt(step -> step.replicasOld() + step.replicasNew())
        .max()
        .orElse(0);
  }

  /** What a rollback costs, in the words of the last column. */
  private void legend(RolloutPlan rollout) {
    say(
        screen.styled(
            "  met by: of "
                + Words.count(rollout.detectable().users())
                + " users; old, new: replicas",
            Style.DIM));
    say(
        screen.styled(
            "  way back: route: one route table, nothing is started, nobody waits", Style.DIM));
    rollout.steps().stream()
        .map(StepPlan::rollback)
        .filter(each -> !each.equals("route"))
        .distinct()
        .forEach(each ->
            say(
                screen.styled(
                    each.equals("restore")
                        ? "            restore: the rollout stops the new version and starts the"
                            + " old one again: another gap"
                        : "            redeploy: the old version is gone; it is rolled out again,"
                            + " with its watches",
                    Style.DIM)));
  }

  private void series(PlanDocument.SeriesCriterion series) {
    say(
        "    beside that %s, by rank at %d, %d, %d … points, each look %s sure: a %s %s"
            .formatted(
                series.metric(),
                series.points(),
                2 * series.points(),
                4 * series.points(),
                Shares.percent(series.confidence() * 100),
                change(series),
                series.dryRun()
                    ? "is shown, not acted on"
                    : series.critical()
                        ? "puts it back"
                        : series.key() ? "keeps it from being promoted" : "is shown"));
  }

  private static String change(PlanDocument.SeriesCriterion series) {
    String rise =
        series.allowedIncrease() > 1
            ? "rise to %s times or more".formatted(series.allowedIncrease())
            : "rise";
    String fall =
        series.allowedDecrease() < 1
            ? "fall to %s times or less".formatted(series.allowedDecrease())
            : "fall";
    return switch (series.harm()) {
      case "increase" -> rise;
      case "decrease" -> fall;
      default -> rise + " or " + fall;
    };
  }

  private void experiment(PlanDocument.Decidable experiment, long users) {
    say(
        "  the experiment can tell apart, with "
            + Words.count(users)
            + " users, "
            + Shares.percent(experiment.share())
            + " of them with the new version, and "
            + Shares.percent(experiment.conversion() * 100)
            + " converting:");
    for (PlanDocument.Difference difference : experiment.differences()) {
      say(
          "    %-22s %s"
              .formatted(
                  Shares.percent(100 * experiment.conversion() * difference.times())
                      + " with the new one",
                  difference.users() == null
                      ? "not with so many users"
                      : "after about " + Words.count(difference.users()) + " users"));
    }
  }

  private static String limit(PlanDocument.Criterion criterion) {
    if (criterion.bound() != null) {
      return "over "
          + Shares.percent(criterion.bound() * 100)
          + " of requests, and more than the baseline's, "
          + criterion.bad();
    }
    return criterion.times() != null
        ? "over " + criterion.times() + " times the baseline's requests " + criterion.bad()
        : "over "
            + Shares.percent(criterion.tolerance() * 100)
            + " more requests than the baseline's "
            + criterion.bad();
  }

  private void detectable(PlanDocument.Detectable detectable) {
    screen.line("");
    if (detectable.experiment() != null) {
      experiment(detectable.experiment(), detectable.users());
    }
    if (detectable.harms().isEmpty()) {
      say("  " + detectable.sentence());
      return;
    }
    say(
        "  the first step can find, at "
            + Words.count(Math.round(detectable.requestsPerSecond()))
            + " requests/s of "
            + Words.count(detectable.users())
            + " users and a baseline that fails "
            + Shares.percent(detectable.baselineRate() * 100)
            + ":");
    for (PlanDocument.Harm harm : detectable.harms()) {
      say(
          "    failures %-5s %s"
              .formatted(
                  harm.harm(),
                  harm.millis() == null
                      ? "not within the step"
                      : "after about "
                          + Words.duration(Duration.ofMillis(harm.millis()))
                          + ", "
                          + Words.count(harm.exposedUsers())
                          + " users exposed by then"));
    }
    if (detectable.slowRollout()) {
      say(
          screen.styled(
              "    none of them: this is a slow rollout, not a canary"
                  + (detectable.smallestShare() == null
                      ? ""
                      : "; it would take " + Shares.percent(detectable.smallestShare())),
              Style.YELLOW));
    }
  }
}
