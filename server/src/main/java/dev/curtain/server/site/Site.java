package dev.curtain.server.site;

import dev.curtain.model.Deployment;
import dev.curtain.model.Flag;
import dev.curtain.model.ModelReader;
import dev.curtain.model.SystemModel;
import dev.curtain.router.Measures;
import dev.curtain.router.RoutePolicy;
import dev.curtain.router.RouterControl;
import dev.curtain.runtime.FreePorts;
import dev.curtain.runtime.process.ProcessRuntime;
import dev.curtain.server.engine.Engine;
import dev.curtain.server.engine.Refused;
import dev.curtain.server.flags.Counting;
import dev.curtain.server.flags.FlagDesk;
import dev.curtain.server.flags.FlagStore;
import dev.curtain.server.flags.ModelFlags;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** A deployment that runs for real under a home, with a controller over it. */
public final class Site implements AutoCloseable {
  /** Environment variable: options for the router that is started, as {@code --limits …}. */
  private static final String ROUTER_OPTIONS = "CURTAIN_ROUTER_OPTIONS";

  private static final Duration RAISED_WITHIN = Duration.ofMinutes(5);

  private final Engine engine;
  private final FlagDesk flags;
  private final RouterControl router;
  private final RouterKeeper keeper;
  private final Journal.Opened journal;
  private final InetSocketAddress listen;

  private Site(
      Engine engine,
      FlagDesk flags,
      RouterControl router,
      RouterKeeper keeper,
      Journal.Opened journal,
      InetSocketAddress listen) {
    this.engine = engine;
    this.flags = flags;
    this.router = router;
    this.keeper = keeper;
    this.journal = journal;
    this.listen = listen;
  }

  /**
   * What is to be raised.
   *
   * @param file the model's file; relative paths in {@code run} start at its directory
   */
  public record Wanted(Path file, String text, String deployment) {}

  /**
   * Raises what is wanted, or goes on with what is raised already. Returns when the router and the
   * engine work; replicas may still be starting, see {@link #awaitRaised}. Where the log is shared
   * and another controller leads, this waits until it does not.
   *
   * @param wanted empty: go on with what the log has
   * @param curtain the command that runs this program, for the router's process
   * @throws Refused if something else is raised under this home, or nothing is and nothing is
   *     wanted
   * @throws IOException if the machine does not let it, in words that say why
   */
  public static Site open(
      Home home,
      Journal where,
      Optional<Wanted> wanted,
      List<String> curtain,
      InstantSource clock,
      Consumer<String> trouble)
      throws IOException, Refused, InterruptedException {
    home.create();
    Journal.Opened journal = Journal.open(where, home);
    try {
      Ledger ledger = Ledger.over(journal.log());
      Entry.Raised raised = raised(ledger, wanted, home, clock, trouble);
      Path directory =
          Optional.ofNullable(Path.of(raised.file()).toAbsolutePath().getParent())
              .orElse(Path.of("/"));
      Deployment deployment = deployment(raised);
      List<Flag> flags = ModelReader.read(raised.text()).model().flags();
      if (ledger.world().raised().isEmpty()) {
        usable(FlagStore.over(ledger, clock), flags, raised, clock);
      }
      ProcessRuntime runtime = new ProcessRuntime(home.directory(), directory);
      FreePorts ports = new FreePorts(new SplittableRandom());
      RouterKeeper keeper =
          new RouterKeeper(
              home, runtime, curtain, ports, System.getenv().getOrDefault(ROUTER_OPTIONS, ""));
      InetSocketAddress listen = Listen.of(deployment);
      RouterControl router = keeper.keep(listen);
      Engine engine =
          new Engine(
              ledger, runtime, router, clock, Engine.Options.REAL, () -> next(ports), trouble);
      engine.start(deployment, raised, journal.epochsAbove(), new ModelOnDisk(raised, trouble));
      FlagDesk desk = FlagDesk.open(ledger, clock, counting(engine, router));
      merge(desk.store(), flags, raised, clock, trouble);
      return new Site(engine, desk, router, keeper, journal, listen);
    } catch (IOException | Refused | InterruptedException | RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  /** What flags ask of a router that an engine gives its tables to. */
  public static Counting counting(Engine engine, RouterControl router) {
    return new Counting() {
      @Override
      public CompletableFuture<Measures> watch(Map<String, List<RoutePolicy.Watch>> shares) {
        return engine.publisher().watch(shares);
      }

      @Override
      public Measures measures() throws IOException {
        return router.measures();
      }
    };
  }

  /** Flags that cannot be are found before anything is started. */
  private static void usable(
      FlagStore store, List<Flag> flags, Entry.Raised raised, InstantSource clock) throws Refused {
    ModelFlags.Merged tried = ModelFlags.tryOut(store, flags, raised.file(), today(clock));
    if (!tried.refused().isEmpty()) {
      throw new Refused(
          Refused.Kind.CONFLICT,
          raised.file() + ": " + String.join("; ", tried.refused()) + ". Nothing was started");
    }
  }

  /** What cannot be any more stays as it was, so that a controller that comes back goes on. */
  private static void merge(
      FlagStore store,
      List<Flag> flags,
      Entry.Raised raised,
      InstantSource clock,
      Consumer<String> trouble) {
    ModelFlags.Merged merged = ModelFlags.merge(store, flags, raised.file(), today(clock));
    merged.refused().forEach(each -> trouble.accept(each + "; that flag stays as it was"));
    merged
        .undeclared()
        .forEach(key ->
            trouble.accept(
                "flag "
                    + key
                    + ": the model does not declare it any more; curtain flag remove "
                    + key
                    + " ends it"));
  }

  private static LocalDate today(InstantSource clock) {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private static Entry.Raised raised(
      Ledger ledger,
      Optional<Wanted> wanted,
      Home home,
      InstantSource clock,
      Consumer<String> trouble)
      throws Refused {
    Optional<Entry.Raised> already = ledger.world().raised();
    if (already.isPresent()) {
      if (wanted.isPresent()) {
        refuseAnother(already.get(), wanted.get(), home, trouble);
      }
      return already.get();
    }
    Wanted want =
        wanted.orElseThrow(() ->
            new Refused(
                Refused.Kind.UNKNOWN,
                "nothing is raised under "
                    + home.directory()
                    + ": curtain up FILE raises a model"));
    return new Entry.Raised(
        clock.instant(), want.file().toAbsolutePath().toString(), want.text(), want.deployment());
  }

  /** What versions run with may have changed in the file meanwhile; where they run may not. */
  private static void refuseAnother(
      Entry.Raised there, Wanted wanted, Home home, Consumer<String> trouble) throws Refused {
    boolean same = wanted.text().equals(there.text());
    if (same && wanted.deployment().equals(there.deployment())) {
      return;
    }
    String raised =
        there.file() + " (" + there.deployment() + ") is raised under " + home.directory();
    if (!wanted.file().toAbsolutePath().normalize().equals(Path.of(there.file()).normalize())
        || !wanted.deployment().equals(there.deployment())) {
      throw new Refused(
          Refused.Kind.CONFLICT,
          raised
              + " with another text or deployment: curtain deploy moves its versions; to raise"
              + " this file instead, curtain down first");
    }
    List<String> changes =
        Whereabouts.changes(
            deployment(there.file(), there.text(), there.deployment()),
            deployment(there.file(), wanted.text(), there.deployment()));
    if (!changes.isEmpty()) {
      throw new Refused(
          Refused.Kind.CONFLICT,
          raised
              + ", and the file says otherwise now where it runs ("
              + String.join("; ", changes)
              + "): to raise it anew, curtain down first; curtain serve goes on with it as it was"
              + " raised");
    }
    trouble.accept(
        there.file()
            + " has changed since it was raised: a version runs with what it says when it is"
            + " deployed; what runs now stays as it is");
  }

  private static Deployment deployment(Entry.Raised raised) {
    return deployment(raised.file(), raised.text(), raised.deployment());
  }

  private static Deployment deployment(String file, String text, String id) {
    SystemModel model = ModelReader.read(text).model();
    return model.deployments().stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(file + " has no deployment " + id));
  }

  private static int next(FreePorts ports) {
    try {
      return ports.next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Engine engine() {
    return engine;
  }

  public FlagDesk flags() {
    return flags;
  }

  public RouterControl router() {
    return router;
  }

  /** Where users come in. */
  public InetSocketAddress listen() {
    return listen;
  }

  /** Returns when every serving replica is ready; otherwise says which is not and why. */
  public void awaitRaised() throws IOException, InterruptedException {
    try {
      engine.raised(RAISED_WITHIN).get();
    } catch (ExecutionException e) {
      throw new IOException(Optional.ofNullable(e.getCause()).orElse(e).getMessage(), e);
    }
  }

  /** Takes everything down: replicas, router, and the log says that it was on purpose. */
  public void down() throws IOException {
    engine.lower();
    engine.close();
    keeper.end();
  }

  /** Ends the controller; the router and the replicas go on. */
  @Override
  public void close() throws IOException {
    flags.close();
    engine.close();
    router.close();
    journal.close();
  }
}
