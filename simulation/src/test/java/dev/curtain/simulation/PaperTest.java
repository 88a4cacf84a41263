package dev.curtain.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.model.Audience;
import dev.curtain.model.Gate;
import dev.curtain.model.Region;
import dev.curtain.model.Release;
import dev.curtain.model.RollbackPolicy;
import dev.curtain.model.Service;
import dev.curtain.model.Service.Placement;
import dev.curtain.model.Strategy;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.PlanRefused;
import dev.curtain.rollout.Policies;
import dev.curtain.rollout.RolloutState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PaperTest {
  private static final Strategy CANARY = new Strategy.Canary(List.of(5.0, 50.0, 100.0));
  private static final Audience STAFF =
      new Audience(
          "staff",
          List.of(new Audience.Condition(Audience.Source.HEADER, "x-staff", List.of("yes"), 0)));
  private static final long USERS = 100_000;

  /** A Monday morning. */
  private static final Instant MONDAY = Instant.parse("2026-01-05T09:00:00Z");

  private static final Policies NO_POLICIES =
      (expression, _) -> {
        throw new IllegalStateException(expression);
      };

  private static Paper.Report play(Behaviour behaviour) throws PlanRefused {
    return play(service(CANARY), behaviour);
  }

  private static Paper.Report play(Service service, Behaviour behaviour) throws PlanRefused {
    return play(service, behaviour, NO_POLICIES, Map.of());
  }

  private static Paper.Report play(
      Service service, Behaviour behaviour, Policies policies, Map<String, Double> conversions)
      throws PlanRefused {
    return Paper.play(order(service, behaviour, policies, conversions));
  }

  private static Paper.Order order(
      Service service, Behaviour behaviour, Policies policies, Map<String, Double> conversions) {
    Paper.Circumstances circumstances =
        new Paper.Circumstances(
            MONDAY,
            Duration.ofMinutes(15),
            Map.of("staff", 0.02),
            0.01,
            conversions,
            0.1,
            policies,
            List.of(
                new Region("east", List.of("P/E"), 60, 6, 10),
                new Region("west", List.of("P/W"), 40, 4, 10)));
    return new Paper.Order(
        service, "v2", Map.of("v2", behaviour), 100, USERS, Duration.ofHours(2), circumstances, 1);
  }

  /** Two as a set. */
  private static List<Paper.Report> set(boolean inOrder, Behaviour first, Behaviour second)
      throws PlanRefused {
    return Paper.play(
        List.of(
            order(service("A", CANARY), first, NO_POLICIES, Map.of()),
            order(
                service("B", new Strategy.BlueGreen(List.of(100.0))),
                second,
                NO_POLICIES,
                Map.of())),
        inOrder);
  }

  private static List<Double> shares(Paper.Report report) {
    return report.moments().stream().map(Paper.Moment::share).distinct().toList();
  }

  private static long whole(Paper.Report report) {
    return report.moments().stream()
        .filter(moment -> moment.share() == 100)
        .findFirst()
        .orElseThrow()
        .atMillis();
  }

  private static Service service(Strategy strategy) {
    return service("S", strategy);
  }

  private static Service service(String name, Strategy strategy) {
    return new Service(
        name,
        "Service",
        Optional.of("v1"),
        List.of(new Placement("P/N/S", "P/N", Optional.empty(), 4, 100, false)),
        Optional.empty(),
        strategy,
        RollbackPolicy.NONE,
        new Service.Launch(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Map.of()));
  }

  private static Service gated(Release.Point point, Gate... gates) {
    return service(CANARY)
        .with(
            new Release(
                Optional.empty(),
                Map.of(),
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(point, List.of(gates))));
  }

  private static Paper.Served served(Paper.Report report, String version) {
    return report.versions().getOrDefault(version, new Paper.Served(0, 0));
  }

  @Test
  void aSoundVersionIsPromotedAndNoRequestFails() throws PlanRefused {
    Paper.Report report = play(Behaviour.SOUND);
    assertThat(report.rollout().phase()).isEqualTo(Phase.PROMOTED);
    assertThat(report.failed()).isZero();
    assertThat(report.requests()).isBetween(700_000L, 720_000L);
  }

  @Test
  void aBadVersionGoesBackAndOnlyWhoWasAmongItsFirstUsersMetIt() throws PlanRefused {
    Paper.Report report = play(Behaviour.failing(0.1));
    assertThat(report.rollout().phase()).isEqualTo(Phase.ROLLED_BACK);
    assertThat(report.users()).isPositive().isLessThanOrEqualTo(5_000);
    Paper.Served candidate = served(report, "v2");
    assertThat(candidate.requests()).isGreaterThanOrEqualTo(report.users());
    assertThat(report.failed()).isEqualTo(candidate.failed()).isPositive();
  }

  @Test
  void theSameSeedGivesTheSame() throws PlanRefused {
    Paper.Report once = play(Behaviour.failing(0.02));
    Paper.Report again = play(Behaviour.failing(0.02));
    assertThat(again.moments()).isEqualTo(once.moments());
    assertThat(again.versions()).isEqualTo(once.versions());
    assertThat(again.users()).isEqualTo(once.users());
  }

  @Test
  void duringTheGapOfARecreateRequestsWaitAndNoneFails() throws PlanRefused {
    Paper.Report report =
        play(service(new Strategy.Recreate(Duration.ofMinutes(1))), Behaviour.SOUND);
    assertThat(report.rollout().phase()).isEqualTo(Phase.PROMOTED);
    assertThat(report.rollout().outage().lasting()).isPresent();
    assertThat(report.held()).isPositive();
    assertThat(report.failed()).isZero();
  }

  @Test
  void aRecreateThatGoesBackHasTwoGapsAndNoMoreUsersThanRequests() throws PlanRefused {
    Paper.Order usual =
        order(
            service(new Strategy.Recreate(Duration.ofMinutes(1))),
            Behaviour.failing(1),
            NO_POLICIES,
            Map.of());
    Paper.Report report =
        Paper.play(
            new Paper.Order(
                usual.service(),
                usual.version(),
                usual.behaviours(),
                0.05,
                100,
                usual.horizon(),
                usual.circumstances(),
                usual.seed()));
    assertThat(report.rollout().phase()).isIn(Phase.ROLLED_BACK, Phase.INCONCLUSIVE);
    assertThat(report.rollout().outage().lasting().orElseThrow())
        .isLessThan(Duration.ofSeconds(30));
    assertThat(report.users()).isPositive().isLessThanOrEqualTo(report.met());
  }

  @Test
  void aGapThatIsLongerThanAnybodyWaitsCostsRequests() throws PlanRefused {
    Paper.Report report =
        play(service(new Strategy.Recreate(Duration.ofMinutes(1))), Behaviour.SOUND.neverReady());
    assertThat(report.rollout().phase()).isEqualTo(Phase.FAILED);
    assertThat(served(report, "v2").requests()).isZero();
    assertThat(report.failed()).isPositive().isEqualTo(report.unserved());
    assertThat(report.held()).isGreaterThan(report.failed());
  }

  @Test
  void aShadowMeetsNobodyAndItsCopiesAreCompared() throws PlanRefused {
    Strategy shadow =
        new Strategy.Shadow(50, Duration.ofMinutes(10), false, true, 0.01, Optional.empty());
    Paper.Report good = play(service(shadow), Behaviour.SOUND);
    assertThat(good.rollout().phase()).isEqualTo(Phase.REPORTED);
    assertThat(good.users()).isZero();
    assertThat(served(good, "v2").requests()).isZero();
    assertThat(good.copies().requests()).isBetween(29_000L, 35_000L);

    Paper.Report bad = play(service(shadow), Behaviour.failing(0.1));
    assertThat(bad.rollout().phase()).isEqualTo(Phase.ROLLED_BACK);
    assertThat(bad.users()).isZero();
    assertThat(bad.failed()).isZero();
    assertThat(bad.copies().failed()).isPositive();
  }

  @Test
  void anExperimentIsDecidedByWhatUsersLike() throws PlanRefused {
    Service service = service(new Strategy.Ab(List.of(), 50, Duration.ofHours(1), 500, 0.05, true));
    Paper.Report liked = play(service, Behaviour.SOUND, NO_POLICIES, Map.of("v2", 0.15));
    assertThat(liked.rollout().phase()).isEqualTo(Phase.PROMOTED);
    Paper.Report disliked = play(service, Behaviour.SOUND, NO_POLICIES, Map.of("v2", 0.07));
    assertThat(disliked.rollout().phase()).isEqualTo(Phase.ROLLED_BACK);
    assertThat(disliked.users()).isPositive().isLessThan(USERS / 2);
    Paper.Report same = play(service, Behaviour.SOUND, NO_POLICIES, Map.of());
    assertThat(same.rollout().phase()).isEqualTo(Phase.INCONCLUSIVE);
  }

  @Test
  void anExperimentWithAnAudienceIsMetByNobodyElse() throws PlanRefused {
    Service service =
        service(new Strategy.Ab(List.of(STAFF), 50, Duration.ofHours(1), 100, 0.05, true));
    Paper.Report report = play(service, Behaviour.SOUND);
    assertThat(report.rollout().phase()).isEqualTo(Phase.INCONCLUSIVE);
    assertThat(report.users()).isPositive().isLessThanOrEqualTo(USERS / 100);
  }

  @Test
  void ofAVersionThatFailsInItsFirstRingOnlyThatRingHears() throws PlanRefused {
    Service service =
        service(
            new Strategy.Ring(
                List.of(
                    new Strategy.Circle(STAFF, 0, Optional.of(Duration.ofMinutes(20)), List.of()),
                    new Strategy.Circle(
                        new Audience("everybody", List.of()), 100, Optional.empty(), List.of()))));
    assertThat(play(service, Behaviour.SOUND).rollout().phase()).isEqualTo(Phase.PROMOTED);
    Paper.Report bad = play(service, Behaviour.failing(0.3));
    assertThat(bad.rollout().phase()).isEqualTo(Phase.ROLLED_BACK);
    assertThat(bad.users()).isPositive().isLessThanOrEqualTo(USERS / 50);
  }

  @Test
  void peopleOpenTheirGatesAfterAWhile() throws PlanRefused {
    Paper.Report report =
        play(
            gated(
                Release.Point.START,
                new Gate.Approval(2, List.of()),
                new Gate.Checklist(List.of("support is told", "backup is there"))),
            Behaviour.SOUND);
    assertThat(report.rollout().phase()).isEqualTo(Phase.PROMOTED);
    assertThat(begun(report, Phase.BASELINING))
        .isBetween(Duration.ofMinutes(30), Duration.ofMinutes(31));
  }

  @Test
  void aGateThatTooFewMayOpenStaysClosed() throws PlanRefused {
    Paper.Report report =
        play(gated(Release.Point.START, new Gate.Approval(2, List.of("anna"))), Behaviour.SOUND);
    assertThat(report.rollout().phase()).isEqualTo(Phase.GATED);
    assertThat(report.users()).isZero();
  }

  @Test
  void aWindowIsWaitedFor() throws PlanRefused {
    Gate tenToNoon =
        new Gate.Window(
            List.of(new Gate.Period("0 10 * * *", Duration.ofHours(2))), List.of(), "UTC");
    Paper.Report report = play(gated(Release.Point.START, tenToNoon), Behaviour.SOUND);
    assertThat(begun(report, Phase.BASELINING))
        .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(70));
  }

  @Test
  void aPolicyIsAskedAndASmokeTestIsMade() throws PlanRefused {
    Gate policy = new Gate.Policy("replicas > 2");
    assertThat(
            play(
                    gated(Release.Point.START, policy, new Gate.Spare(), new Gate.Health()),
                    Behaviour.SOUND,
                    (_, facts) -> facts.get("replicas") instanceof Long there && there > 2,
                    Map.of())
                .rollout()
                .phase())
        .isEqualTo(Phase.PROMOTED);
    Paper.Report smoked =
        play(gated(Release.Point.FIRST, new Gate.Smoke("/orders/1")), Behaviour.failing(1));
    assertThat(smoked.rollout().phase().ended()).isTrue();
    assertThat(smoked.rollout().phase()).isNotEqualTo(Phase.PROMOTED);
    assertThat(smoked.users()).isZero();
  }

  @Test
  void aSetTakesOverInTheSameMomentsByTheLongerListOfShares() throws PlanRefused {
    List<Paper.Report> set = set(false, Behaviour.SOUND, Behaviour.SOUND);
    for (Paper.Report report : set) {
      assertThat(report.rollout().phase()).isEqualTo(Phase.PROMOTED);
      assertThat(report.failed()).isZero();
      assertThat(shares(report)).containsExactly(0.0, 5.0, 50.0, 100.0);
    }
    assertThat(whole(set.getLast()) - whole(set.getFirst()))
        .as("told one after the other of the same table")
        .isBetween(0L, 100L);
  }

  @Test
  void aSetInOrderBeginsWithWhoeverIsDependedOn() throws PlanRefused {
    List<Paper.Report> set = set(true, Behaviour.SOUND, Behaviour.SOUND);
    assertThat(set).extracting(report -> report.rollout().phase()).containsOnly(Phase.PROMOTED);
    assertThat(shares(set.getLast())).as("by its own strategy").containsExactly(0.0, 100.0);
    assertThat(whole(set.getLast())).isGreaterThan(whole(set.getFirst()));
  }

  @Test
  void whatSendsOneOfASetBackSendsAllBack() throws PlanRefused {
    for (boolean inOrder : new boolean[] {false, true}) {
      List<Paper.Report> set = set(inOrder, Behaviour.SOUND, Behaviour.failing(0.8));
      assertThat(set)
          .extracting(report -> report.rollout().phase())
          .containsOnly(Phase.ROLLED_BACK);
      assertThat(set.getFirst().rollout().reason().orElseThrow()).contains("B does not go to v2");
      assertThat(set.getFirst().failed()).isZero();
      assertThat(set.getLast().failed()).isPositive();
    }
  }

  /** When it first was in a phase, after it was asked for. */
  private static Duration begun(Paper.Report report, Phase phase) {
    RolloutState rollout = report.rollout();
    assertThat(rollout.milestones().begun()).isPresent();
    long first = report.moments().getFirst().atMillis();
    return Duration.ofMillis(
        report.moments().stream()
                .filter(moment -> moment.phase() == phase)
                .findFirst()
                .orElseThrow()
                .atMillis()
            - first);
  }
}
