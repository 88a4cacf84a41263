package dev.curtain.migration.run;

import java.sql.SQLException;

/** Writes into the ledger what happens to a migration, before somebody is told. */
final class Journal implements Watcher {
  private final Ledger ledger;
  private final Watcher told;
  private String migration = "";

  Journal(Ledger ledger, Watcher told) {
    this.ledger = ledger;
    this.told = told;
  }

  /** From now on it is about this one; the ledger has to be there. */
  void about(String name) {
    migration = name;
  }

  @Override
  public void says(String message) {
    if (!migration.isEmpty()) {
      try {
        ledger.event(migration, message);
      } catch (SQLException e) {
        throw new Stopped("the ledger takes no entries: " + DatabaseAddress.withoutSecrets(e));
      }
    }
    told.says(message);
  }

  @Override
  public void progress(Progress progress) {
    told.progress(progress);
  }
}
