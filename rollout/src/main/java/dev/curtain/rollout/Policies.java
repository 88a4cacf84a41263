package dev.curtain.rollout;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Rules that somebody else evaluates: the language of policies is not this module's. */
public interface Policies {
  /** Name of the fact how many flags of the service should have been removed by now. */
  String OVERDUE_FLAGS = "overdue_flags";

  /**
   * @param facts by name: texts, numbers and truths
   * @throws Unreadable if the expression is none, names unknown facts, or is not true or false
   */
  boolean holds(String expression, Map<String, Object> facts) throws Unreadable;

  /** What is known of a rollout, by name; {@link #OVERDUE_FLAGS} somebody else has to know. */
  static Map<String, Object> facts(RolloutState rollout, Instant now) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("service", rollout.spec().service());
    facts.put("from", rollout.spec().from().orElse(""));
    facts.put("to", rollout.spec().to());
    facts.put("strategy", rollout.spec().strategy());
    facts.put("share", rollout.share());
    facts.put(
        "replicas", (long) rollout.spec().stable().stream().mapToInt(TrackSpec::replicas).sum());
    facts.put("exposed_requests", rollout.exposure().started());
    facts.put("crashes", (long) rollout.crashes());
    facts.put("now", now);
    return facts;
  }

  /** A policy that cannot be evaluated; that is not a yes. */
  final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    public Unreadable(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
