package dev.curtain.migration.plan;

import java.util.Locale;

/** Where a migration stands. Everything before {@link #CONTRACT} can be taken back. */
public enum Phase {
  /** The new shape stands beside the old one; writes to either reach the other. */
  EXPAND,
  /** Old rows get their new values. */
  BACKFILL,
  /** Every row is compared, and what was promised of the rows is enforced. */
  VERIFY,
  /** The old shape is taken away on trial, by revoked rights that can be given back at once. */
  TRIAL,
  /** The old shape goes. There is no way back from here. */
  CONTRACT;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
