package dev.curtain.model;

import java.util.List;

/**
 * A group of users, as one side of an A/B test or a ring: whoever fits every condition.
 *
 * @param name as people call it: {@code employees}
 * @param conditions all of them hold for its members; none: everybody
 */
public record Audience(String name, List<Condition> conditions) {
  public Audience {
    conditions = List.copyOf(conditions);
  }

  /** Where a condition looks. */
  public enum Source {
    HEADER,
    COOKIE,
    /** The user's id. */
    USER,
    /** The network a request comes from. */
    ADDRESS,
    /** A stable share of all users. */
    SHARE
  }

  /**
   * One thing that is so for every member.
   *
   * @param name of the header or cookie; empty for other sources
   * @param values one of these; none: whichever is there
   * @param share per cent, of {@link Source#SHARE} alone
   */
  public record Condition(Source source, String name, List<String> values, double share) {
    public Condition {
      values = List.copyOf(values);
    }
  }
}
