package dev.curtain.server.site;

import dev.curtain.server.lead.Lead;
import dev.curtain.server.log.Database;
import dev.curtain.server.log.EventLog;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** Where a site's log is kept, and with it, who may write it. */
public sealed interface Journal {
  /** A file under the home: one controller, held by the file itself. */
  record Own() implements Journal {}

  /**
   * A database that several controllers share: one leads, the others stand by.
   *
   * @param holder this controller, for people: host and process
   * @param standing told who leads, if this one has to wait
   * @param lost told why this one may not act any more: it has to end at once
   */
  record Shared(Database database, String holder, Consumer<String> standing, Consumer<String> lost)
      implements Journal {}

  /** A log that is open, with the lead over it where it is shared. */
  record Opened(EventLog log, Optional<Lead> lead) implements AutoCloseable {
    /**
     * Epochs of a term are above all of the terms before: a stale controller's tables are refused.
     */
    private static final int EPOCHS_OF_A_TERM = 32;

    long epochsAbove() {
      return lead.map(Lead::term).orElse(0L) << EPOCHS_OF_A_TERM;
    }

    @Override
    public void close() throws IOException {
      log.close();
      if (lead.isPresent()) {
        lead.get().close();
      }
    }
  }

  /** Waits for the lead where there is one to wait for, then opens the log. */
  static Opened open(Journal journal, Home home) throws IOException, InterruptedException {
    return switch (journal) {
      case Own() ->
          new Opened(EventLog.open(home.log(), EventLog.Durability.POWER), Optional.empty());
      case Shared shared -> {
        Lead lead =
            Lead.await(
                shared.database(),
                shared.holder(),
                Lead.Timing.REAL,
                shared.standing(),
                shared.lost());
        try {
          yield new Opened(EventLog.open(shared.database()), Optional.of(lead));
        } catch (RuntimeException e) {
          lead.close();
          throw e;
        }
      }
    };
  }
}
