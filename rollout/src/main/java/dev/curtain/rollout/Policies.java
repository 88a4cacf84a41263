package dev.curtain.rollout;

import java.util.Map;

/** Rules that somebody else evaluates: the language of policies is not this module's. */
public interface Policies {
  /**
   * @param facts by name: texts, numbers and truths
   * @throws Unreadable if the expression is none, names unknown facts, or is not true or false
   */
  boolean holds(String expression, Map<String, Object> facts) throws Unreadable;

  /** A policy that cannot be evaluated; that is not a yes. */
  final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    public Unreadable(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
