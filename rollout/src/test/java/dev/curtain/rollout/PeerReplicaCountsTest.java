package dev.curtain.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.model.Strategy;
import dev.curtain.rollout.RolloutEvent.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Argo Rollouts' own cases for "so much traffic, how many replicas of each version", put to our
 * plans. Where the answers differ, they differ on purpose, and the reason stands beside the case.
 */
class PeerReplicaCountsTest {
  private static final String WHOLE =
      "the previous version stays whole until the soak ends: traffic is divided by the router, not"
          + " by counting replicas, and a rollback starts nothing";
  private static final String ROUNDED_UP =
      "a share of traffic gets replicas for all of it, rounded up, and at least one; and " + WHOLE;
  private static final String ONE_AT_LEAST =
      "a share of traffic above nothing gets a replica; Argo leaves it without one";
  private static final String MOMENT =
      "a moment within Argo's reconciliation, on the way to the step's numbers; a step of ours asks"
          + " for its numbers once and ends when they are there, and a canary is not bound by"
          + " max_surge and max_unavailable, which are a rolling update's; and "
          + WHOLE;
  private static final String BACK_AT_ONCE =
      "a rollback is a change of route to a previous version that is whole: there is nothing to"
          + " wait for and the candidate goes at once";
  private static final String OWN_SCALE =
      "a number of canary replicas apart from its traffic (setCanaryScale, minPodsPerReplicaSet) is"
          + " not in the model: replicas follow the share, or are those the model shows";

  private static final Map<String, String> REASONS = reasons();

  private static Map<String, String> reasons() {
    Map<String, String> reasons = new HashMap<>();
    give(reasons, WHOLE, "argo-replicas", 4, 16, 18, 22);
    give(
        reasons,
        WHOLE,
        "argo-weights",
        10,
        11,
        20,
        21,
        26,
        27,
        29,
        30,
        31,
        34,
        37,
        39,
        40,
        42,
        44,
        45,
        50,
        51,
        52,
        54,
        55,
        56);
    give(reasons, ROUNDED_UP, "argo-weights", 22, 32, 33, 38, 43, 46, 53);
    give(reasons, ONE_AT_LEAST, "argo-weights", 8, 9);
    give(reasons, ONE_AT_LEAST, "argo-replicas", 14);
    give(
        reasons, MOMENT, "argo-replicas", 1, 5, 6, 7, 8, 9, 15, 17, 19, 20, 21, 23, 28, 29, 30, 35);
    give(reasons, BACK_AT_ONCE, "argo-replicas", 31, 32, 33);
    give(reasons, OWN_SCALE, "argo-replicas", 24, 25, 36, 38, 39);
    return reasons;
  }

  private static void give(
      Map<String, String> reasons, String reason, String series, int... numbers) {
    for (int number : numbers) {
      reasons.put("%s-%02d".formatted(series, number), reason);
    }
  }

  /** Replicas of both versions once a step is done. */
  record Counts(int canary, int stable) {}

  @TestFactory
  Stream<DynamicTest> weAgreeOrSayWhyNot() {
    return cases()
        .map(each -> DynamicTest.dynamicTest(each.path("id").asString(), () -> compare(each)));
  }

  @Test
  void noReasonStandsBesideACaseThatIsNotThere() {
    Set<String> there = new HashSet<>(cases().map(each -> each.path("id").asString()).toList());
    assertThat(there).containsAll(REASONS.keySet());
  }

  private static void compare(JsonNode c) throws PlanRefused {
    Optional<String> reason = Optional.ofNullable(REASONS.get(c.path("id").asString()));
    Counts ours = ours(c);
    if (reason.isPresent()) {
      assertThat(ours)
          .as("they agree, no reason is needed: " + reason.get())
          .isNotEqualTo(theirs(c));
    } else {
      assertThat(ours).isEqualTo(theirs(c));
    }
  }

  private static Counts theirs(JsonNode c) {
    return c.path("kind").asString().equals("weightToReplicas")
        ? new Counts(
            c.path("expected").path("canary").asInt(), c.path("expected").path("stable").asInt())
        : new Counts(
            number(c.path("expectedCanaryReplicaCount")),
            number(c.path("expectedStableReplicaCount")));
  }

  /** Some numbers have a remark behind them: {@code "1, // should only surge by 1"}. */
  private static int number(JsonNode node) {
    String text = node.asString();
    int comma = text.indexOf(',');
    return Integer.parseInt(comma < 0 ? text : text.substring(0, comma));
  }

  private static Counts ours(JsonNode c) throws PlanRefused {
    boolean table = c.path("kind").asString().equals("weightToReplicas");
    int replicas = c.path(table ? "replicas" : "rolloutSpecReplicas").asInt();
    double weight =
        c.path("promoteFull").asBoolean(false)
            ? 100
            : c.path(table ? "weight" : "setWeight").asDouble(0);
    return weight == 0 ? wentBack(replicas) : atShare(replicas, weight);
  }

  /** What the plan has asked for by the time the candidate has its share; at 100 %, by its end. */
  private static Counts atShare(int replicas, double weight) throws PlanRefused {
    List<Double> shares = weight < 100 ? List.of(weight, 100.0) : List.of(100.0);
    RolloutSpec spec = Rehearsing.plan(new Strategy.Canary(shares), replicas);
    Map<String, Integer> wanted = new HashMap<>();
    spec.stable().forEach(track -> wanted.put(track.name(), track.replicas()));
    for (Step step : spec.steps()) {
      if (step instanceof Step.Scale scale) {
        wanted.putAll(scale.replicas());
      }
      if (step instanceof Step.Shift shift && shift.share() == weight && weight < 100) {
        break;
      }
    }
    return counts(spec, wanted);
  }

  /** No share is what there is after a rollback. */
  private static Counts wentBack(int replicas) throws PlanRefused {
    RolloutSpec spec = Rehearsing.plan(new Strategy.Canary(List.of(5.0, 100.0)), replicas);
    Rehearsing rollout =
        new Rehearsing(spec).begin().healthyTo(Phase.WATCHING).say(Command.ROLLBACK);
    rollout.answer(rollout.open.removeFirst());
    return rollout.open.stream()
        .filter(Effect.ScaleTracks.class::isInstance)
        .map(effect -> counts(spec, ((Effect.ScaleTracks) effect).replicas()))
        .findFirst()
        .orElseThrow();
  }

  private static Counts counts(RolloutSpec spec, Map<String, Integer> wanted) {
    return new Counts(sum(spec.candidate(), wanted), sum(spec.stable(), wanted));
  }

  private static int sum(List<TrackSpec> tracks, Map<String, Integer> wanted) {
    return tracks.stream().mapToInt(track -> wanted.getOrDefault(track.name(), 0)).sum();
  }

  private static Stream<JsonNode> cases() {
    Path path = shared().resolve("cases/peer-cases.json");
    Assumptions.assumeTrue(Files.exists(path), path + " is not here");
    return StreamSupport.stream(
            JsonMapper.shared().readTree(path.toFile()).path("cases").spliterator(), false)
        .filter(each ->
            Set.of("weightToReplicas", "canaryReplicaCounts")
                .contains(each.path("kind").asString()));
  }

  private static Path shared() {
    return Optional.ofNullable(System.getProperty("CURTAIN_SHARED"))
        .or(() -> Optional.ofNullable(System.getenv("CURTAIN_SHARED")))
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("curtain.root", "..")).resolve("../shared"));
  }
}
