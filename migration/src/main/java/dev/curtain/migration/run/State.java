package dev.curtain.migration.run;

import java.util.Locale;

/** Where a migration stands in its database. */
public enum State {
  /** Some step before the code may move is not done. */
  RUNNING,
  /** Both shapes work and agree; the code may move, either way. */
  READY,
  /** The old shape is taken away on trial. */
  TRIAL,
  /** The old shape is gone. */
  CONTRACTED,
  /** Taken back. */
  ROLLED_BACK;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
