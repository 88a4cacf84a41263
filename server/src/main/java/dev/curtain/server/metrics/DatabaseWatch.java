package dev.curtain.server.metrics;

import dev.curtain.migration.run.DatabaseAddress;
import dev.curtain.model.Databases;
import dev.curtain.model.Databases.Database;
import dev.curtain.model.Element;
import dev.curtain.model.ModelReader;
import dev.curtain.model.SystemModel;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.ReplicaState;
import dev.curtain.server.world.ReplicaStatus;
import dev.curtain.server.world.World;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Looks in a steady beat at the databases that the model says how to ask, at the one whose
 * migrations are known here, and at the errors of databases that replicas count themselves. For
 * whoever looks for a cause; nothing is decided by it, and nothing is written down. A database that
 * is slow to answer holds up nobody else.
 */
public final class DatabaseWatch implements AutoCloseable {
  /** What is kept, and shown. */
  public static final Duration WINDOW = Duration.ofMinutes(10);

  public static final Duration BEAT = Duration.ofSeconds(5);

  /** The name of the database whose migrations are known, where the model does not name it. */
  public static final String MIGRATIONS = DatabaseAddress.VARIABLE;

  private static final Logger LOG = System.getLogger(DatabaseWatch.class.getName());
  private static final String APPLICATION = "curtain watch";

  private final Supplier<World> world;
  private final DatabasePlaces places;
  private final InstantSource clock;
  private final Duration beat;
  private final Map<String, Watched> databases = new ConcurrentHashMap<>();
  private final Map<String, Counted> counters = new ConcurrentHashMap<>();
  private final Fetch fetch = new Fetch();
  private final Thread thread;
  private volatile boolean closed;
  private Optional<Optional<Entry.Raised>> followed = Optional.empty();

  /**
   * @param environment of this program, for addresses that are said to be there
   */
  public DatabaseWatch(
      Supplier<World> world, Map<String, String> environment, InstantSource clock) {
    this(world, environment, clock, BEAT);
  }

  DatabaseWatch(
      Supplier<World> world, Map<String, String> environment, InstantSource clock, Duration beat) {
    this.world = world;
    this.places = new DatabasePlaces(environment);
    this.clock = clock;
    this.beat = beat;
    this.thread = Thread.ofVirtual().name("databases").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** A database that the model names; what to write where nobody watches it. */
  public DatabaseSeen seen(Database database) {
    Watched watched = databases.get(database.path());
    return watched != null
        ? watched.seen(clock.instant())
        : DatabaseSeen.unwatched(DatabasePlaces.hint(database));
  }

  /** The one whose migrations are known, unless the model names it; empty where there is none. */
  public Optional<DatabaseSeen> migrations() {
    return Optional.ofNullable(databases.get(MIGRATIONS)).map(each -> each.seen(clock.instant()));
  }

  /** What a service's own replicas count; empty where the model does not say that they do. */
  public Optional<CounterSeen> counted(String service) {
    return Optional.ofNullable(counters.get(service))
        .map(each -> each.record.seen(clock.instant()));
  }

  private void run() {
    try {
      while (!closed) {
        World now = world.get();
        follow(now.raised());
        databases.values().forEach(Watched::look);
        counters.forEach((service, each) -> each.look(service, now));
        Thread.sleep(beat);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "databases are not watched any more", e);
    }
  }

  /** What is to be watched is what is raised now says. */
  private void follow(Optional<Entry.Raised> now) {
    if (followed.equals(Optional.of(now))) {
      return;
    }
    followed = Optional.of(now);
    Map<String, Watched> next = new HashMap<>();
    Map<String, Counted> counts = new HashMap<>();
    if (now.isPresent()) {
      SystemModel model = ModelReader.read(now.get().text()).model();
      Path directory =
          Optional.ofNullable(Path.of(now.get().file()).toAbsolutePath().getParent())
              .orElse(Path.of("/"));
      for (Database database : Databases.all(model)) {
        database
            .statistics()
            .ifPresent(
                where -> next.put(database.path(), new Watched(database.path(), where, directory)));
      }
      for (Element element : model.elements()) {
        Databases.counter(element)
            .ifPresent(
                each -> counts.put(element.path(), new Counted(new CounterRecord(each, WINDOW))));
      }
    }
    places
        .migrations()
        .filter(own ->
            next.values().stream().flatMap(each -> each.address().stream()).noneMatch(own::isSame))
        .ifPresent(
            _ -> next.put(MIGRATIONS, new Watched(MIGRATIONS, "env:" + MIGRATIONS, Path.of("/"))));
    databases.values().forEach(Watched::close);
    databases.clear();
    databases.putAll(next);
    counters.clear();
    counters.putAll(counts);
  }

  private Thread aside(String name, Runnable work) {
    return Thread.ofVirtual().name(name).start(work);
  }

  /** One database. */
  private final class Watched {
    private final String name;
    private final String where;
    private final Path directory;
    private final DatabaseRecord record = new DatabaseRecord(WINDOW);
    private final AtomicBoolean asking = new AtomicBoolean();
    private Optional<PostgresStatistics> statistics = Optional.empty();

    private Watched(String name, String where, Path directory) {
      this.name = name;
      this.where = where;
      this.directory = directory;
    }

    private Optional<DatabaseAddress> address() {
      try {
        return Optional.of(places.address(name, where, directory));
      } catch (SourceFailure nowhere) {
        return Optional.empty();
      }
    }

    private DatabaseSeen seen(Instant now) {
      return record.seen(address().map(DatabaseAddress::place), now);
    }

    private void look() {
      if (asking.compareAndSet(false, true)) {
        aside("database " + name, this::ask);
      }
    }

    private void ask() {
      try {
        if (statistics.isEmpty()) {
          DatabaseAddress address = places.address(name, where, directory);
          statistics = Optional.of(new PostgresStatistics(address.looking(APPLICATION, BEAT)));
        }
        DatabaseLook look = statistics.get().look();
        record.saw(clock.instant(), look);
      } catch (SourceFailure e) {
        record.failed(String.valueOf(e.getMessage()));
      } catch (SQLException e) {
        record.failed(DatabaseAddress.withoutSecrets(e));
      } finally {
        if (closed) {
          leave();
        }
        asking.set(false);
      }
    }

    private void leave() {
      try {
        if (statistics.isPresent()) {
          statistics.get().close();
        }
      } catch (SQLException e) {
        LOG.log(Level.DEBUG, name + ": its connection does not close", e);
      }
    }

    /** Whoever is asking now leaves when it has its answer. */
    private void close() {
      if (asking.compareAndSet(false, true)) {
        leave();
      }
    }
  }

  /** One service's counter. */
  private final class Counted {
    private final CounterRecord record;
    private final AtomicBoolean asking = new AtomicBoolean();

    private Counted(CounterRecord record) {
      this.record = record;
    }

    private void look(String service, World now) {
      if (asking.compareAndSet(false, true)) {
        aside("counter of " + service, () -> ask(service, now));
      }
    }

    private void ask(String service, World now) {
      try {
        Map<String, ReplicaState> ready =
            now.replicas().values().stream()
                .filter(each -> each.spec().service().equals(service))
                .filter(each -> each.status() == ReplicaStatus.READY)
                .collect(Collectors.toMap(each -> each.spec().id(), each -> each));
        Map<String, OptionalDouble> values = new HashMap<>();
        Map<String, String> problems = new HashMap<>();
        for (ReplicaState replica : ready.values()) {
          try {
            String body =
                fetch.get("http://127.0.0.1:" + replica.spec().port() + record.counter().path());
            values.put(replica.spec().id(), Exposition.sum(body, record.counter().selector()));
          } catch (SourceFailure e) {
            problems.put(replica.spec().id(), String.valueOf(e.getMessage()));
          }
        }
        Map<String, String> tracks = new HashMap<>();
        ready.forEach((id, replica) -> tracks.put(id, replica.track()));
        record.saw(new CounterRecord.Look(clock.instant(), tracks, values, problems));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        asking.set(false);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    databases.values().forEach(Watched::close);
    fetch.close();
  }
}
