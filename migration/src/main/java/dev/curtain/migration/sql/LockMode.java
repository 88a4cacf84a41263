package dev.curtain.migration.sql;

import java.util.Locale;

/**
 * PostgreSQL's table locks, weakest first. What conflicts with what is table 13.2 of PostgreSQL's
 * manual ("Explicit Locking").
 */
public enum LockMode {
  ACCESS_SHARE,
  ROW_SHARE,
  ROW_EXCLUSIVE,
  SHARE_UPDATE_EXCLUSIVE,
  SHARE,
  SHARE_ROW_EXCLUSIVE,
  EXCLUSIVE,
  ACCESS_EXCLUSIVE;

  /** A plain {@code SELECT} waits behind it. */
  public boolean blocksReads() {
    return this == ACCESS_EXCLUSIVE;
  }

  /** An {@code INSERT}, {@code UPDATE} or {@code DELETE} waits behind it. */
  public boolean blocksWrites() {
    return compareTo(SHARE) >= 0;
  }

  /** As PostgreSQL's manual writes it: {@code ACCESS EXCLUSIVE}. */
  public String words() {
    return name().replace('_', ' ');
  }

  /** From {@code AccessExclusiveLock}, as {@code pg_locks} has it. */
  public static LockMode ofCatalog(String mode) {
    String words = mode.replaceAll("Lock$", "").replaceAll("(?<=[a-z])(?=[A-Z])", "_");
    return valueOf(words.toUpperCase(Locale.ROOT));
  }

  public static LockMode strongest(LockMode one, LockMode other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
