package dev.curtain.cli;

import dev.curtain.migration.plan.InvalidMigration;
import dev.curtain.migration.run.By;
import dev.curtain.migration.run.DatabaseAddress;
import dev.curtain.migration.run.Runner;
import dev.curtain.migration.run.Stopped;
import dev.curtain.migration.run.Throttle;
import dev.curtain.migration.run.Watcher;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What commands about a migration's database have in common. */
final class Migrations {
  private static final Duration ANSWER = Duration.ofSeconds(2);

  /** Something done with a migration's database. */
  @FunctionalInterface
  interface Work<T> {
    T with(Runner runner) throws SQLException;
  }

  /** When a backfill holds. */
  static final class Holds {
    @Option(
        names = "--max-replica-lag",
        paramLabel = "SECONDS",
        description = "Hold the backfill while a replica is further behind.")
    private long lag;

    @Option(
        names = "--throttle-url",
        paramLabel = "URL",
        description = "Hold the backfill unless a GET of it answers 2xx.")
    private String url = "";

    Throttle throttle() {
      List<Throttle> all = new ArrayList<>();
      if (lag > 0) {
        all.add(Throttle.replicaLag(Duration.ofSeconds(lag)));
      }
      if (!url.isEmpty()) {
        URI address = URI.create(url);
        HttpClient client = HttpClient.newBuilder().connectTimeout(ANSWER).build();
        all.add(_ -> asked(client, address));
      }
      return Throttle.all(all);
    }

    private static Optional<String> asked(HttpClient client, URI address) {
      try {
        HttpResponse<Void> answer =
            client.send(
                HttpRequest.newBuilder(address).timeout(ANSWER).build(),
                HttpResponse.BodyHandlers.discarding());
        return answer.statusCode() / 100 == 2
            ? Optional.empty()
            : Optional.of(address.getHost() + " answers " + answer.statusCode());
      } catch (IOException e) {
        return Optional.of(address.getHost() + " does not answer");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Stopped("interrupted between two batches");
      }
    }
  }

  private Migrations() {}

  /** Connects, works, and turns what may go wrong into the contract's exit codes. */
  static <T> T run(Settings settings, Target target, Runner.Manner manner, Work<T> work) {
    return answered(() -> {
      try (Connection connection = target.connect(settings)) {
        return work.with(new Runner(connection, manner, watcher(settings.screen()), by(settings)));
      }
    });
  }

  /** Who is at the terminal, for the ledger. */
  static By by(Settings settings) {
    return new By(Client.who(settings), "");
  }

  /** Something asked of a database. */
  @FunctionalInterface
  interface Asked<T> {
    T of() throws SQLException;
  }

  /** Turns what may go wrong into the contract's exit codes. */
  static <T> T answered(Asked<T> work) {
    try {
      return work.of();
    } catch (InvalidMigration e) {
      throw Failure.no(String.valueOf(e.getMessage()), e);
    } catch (Stopped e) {
      throw Failure.no(String.valueOf(e.getMessage()), e);
    } catch (SQLException e) {
      throw Failure.couldNot(DatabaseAddress.withoutSecrets(e), e);
    }
  }

  /** One line per step; on a terminal one that moves for rows. */
  static Watcher watcher(Screen screen) {
    return new Watcher() {
      private long last;

      @Override
      public void says(String message) {
        screen.message((screen.errIsTerminal() ? "\r\u001b[K" : "") + message);
      }

      @Override
      public void progress(Progress progress) {
        long now = System.nanoTime();
        boolean due = now - last > (screen.errIsTerminal() ? 200_000_000L : 5_000_000_000L);
        if (!due) {
          return;
        }
        last = now;
        String line =
            String.format(
                Locale.ROOT,
                "  %s: %,d rows, %.1f %%%s%s",
                progress.step(),
                progress.rows(),
                progress.percent(),
                progress.remaining().map(left -> ", about " + words(left) + " left").orElse(""),
                progress.held().map(reason -> ", held: " + reason).orElse(""));
        if (screen.errIsTerminal()) {
          screen.err().print("\r\u001b[K" + line);
          screen.err().flush();
        } else {
          screen.message(line);
        }
      }
    };
  }

  static String words(Duration time) {
    return time.toMinutes() >= 2 ? time.toMinutes() + " min" : Math.max(1, time.toSeconds()) + " s";
  }
}
