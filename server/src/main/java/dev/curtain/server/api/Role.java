package dev.curtain.server.api;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What somebody may do; each may do what those before it may. */
public enum Role {
  /** Looks at everything, and reports how flags fared. */
  VIEWER,
  /** Deploys, rolls back, and whatever else moves versions and flags. */
  OPERATOR,
  /** Opens gates: approves, ticks off, passes over. */
  APPROVER,
  /** Takes everything down. */
  ADMIN;

  private static final Set<String> REPORTS = Set.of("/api/v1/flags/report");
  private static final Set<String> OPENS = Set.of("approve", "check", "skip", "reject");
  private static final Set<String> ENDS = Set.of("/api/v1/down");

  /** The least that a request takes. */
  static Role needed(boolean writing, String path) {
    if (!writing || REPORTS.contains(path)) {
      return VIEWER;
    }
    if (ENDS.contains(path)) {
      return ADMIN;
    }
    return OPENS.contains(path.substring(path.lastIndexOf('/') + 1)) ? APPROVER : OPERATOR;
  }

  boolean may(Role needed) {
    return compareTo(needed) >= 0;
  }

  /** {@code operator}. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Role> of(String word) {
    return Stream.of(values()).filter(role -> role.word().equals(word)).findFirst();
  }
}
