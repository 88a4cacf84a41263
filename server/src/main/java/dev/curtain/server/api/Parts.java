package dev.curtain.server.api;

import dev.curtain.router.Measures;
import dev.curtain.router.RouterControl;
import dev.curtain.server.engine.Engine;
import dev.curtain.server.flags.FlagDesk;
import dev.curtain.server.metrics.DatabaseWatch;
import dev.curtain.server.migration.MigrationDesk;
import dev.curtain.server.world.World;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the API is a window to.
 *
 * @param databases started and closed by the server
 * @param entrances where the router takes users' requests
 * @param down takes everything down; called once, on a thread of its own, after whoever asked was
 *     answered
 */
public record Parts(
    Engine engine,
    FlagDesk flags,
    MigrationDesk migrations,
    DatabaseWatch databases,
    RouterControl router,
    List<InetSocketAddress> entrances,
    Runnable down,
    InstantSource clock) {
  public Parts {
    entrances = List.copyOf(entrances);
  }

  World world() {
    return engine.ledger().world();
  }

  /** Empty where the router does not answer: that is shown, and is not the same as zero. */
  Optional<Measures> measures() {
    return measures(router);
  }

  /** The migrations of the database that the environment names, watched through this router. */
  public static MigrationDesk migrations(Map<String, String> environment, RouterControl router) {
    return MigrationDesk.of(environment, () -> measures(router));
  }

  /** Looks at the databases of what is raised, once it is started. */
  public static DatabaseWatch databases(Map<String, String> environment, Engine engine) {
    return new DatabaseWatch(() -> engine.ledger().world(), environment, InstantSource.system());
  }

  private static Optional<Measures> measures(RouterControl router) {
    try {
      return Optional.of(router.measures());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
