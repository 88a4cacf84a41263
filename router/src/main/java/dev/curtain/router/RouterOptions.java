package dev.curtain.router;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a router behaves, whatever its table.
 *
 * @param userCookie name of the cookie that says who a user is
 * @param deployment told to services as {@code x-curtain-deployment}
 * @param exposeTrack whether responses say which track answered, as {@code x-curtain-track}
 * @param loops event loops; 0: one per core
 * @param nativeTransport whether to use epoll where there is one
 * @param service towards services
 * @param client towards clients
 * @param drain how long what is under way may go on where it has to end
 * @param passKey the secret that testers' passes are signed with, 16 bytes or more; empty: no pass
 *     opens anything
 * @param load how much may be under way at one time
 * @param notes what is written down of requests, beside counting them
 */
public record RouterOptions(
    String userCookie,
    Optional<String> deployment,
    boolean exposeTrack,
    int loops,
    boolean nativeTransport,
    ServiceLimits service,
    ClientLimits client,
    DrainLimits drain,
    Optional<byte[]> passKey,
    LoadLimits load,
    NoteOptions notes) {
  public static final RouterOptions DEFAULT =
      new RouterOptions(
          "curtain_user",
          Optional.empty(),
          false,
          0,
          true,
          ServiceLimits.DEFAULT,
          ClientLimits.DEFAULT,
          DrainLimits.DEFAULT,
          Optional.empty(),
          LoadLimits.NONE,
          NoteOptions.NONE);

  public RouterOptions {
    if (userCookie.isEmpty() || !userCookie.chars().allMatch(c -> HttpBytes.isToken((byte) c))) {
      throw new IllegalArgumentException("userCookie: \"" + userCookie + "\" (expected: a token)");
    }
    if (loops < 0 || loops > 1024) {
      throw new IllegalArgumentException("loops: " + loops + " (expected: 0..1024)");
    }
  }

  private static void positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: more than nothing)");
    }
  }

  /**
   * Towards services.
   *
   * @param connectTimeout longest wait for a replica to accept a connection
   * @param responseTimeout longest wait for the first byte of a response; zero: no limit
   * @param probeInterval time between two readiness probes of a replica
   */
  public record ServiceLimits(
      Duration connectTimeout, Duration responseTimeout, Duration probeInterval) {
    static final ServiceLimits DEFAULT =
        new ServiceLimits(Duration.ofSeconds(2), Duration.ofSeconds(60), Duration.ofSeconds(1));

    public ServiceLimits {
      positive("connectTimeout", connectTimeout);
      positive("probeInterval", probeInterval);
      if (responseTimeout.isNegative()) {
        throw new IllegalArgumentException(
            "responseTimeout: " + responseTimeout + " (expected: 0..)");
      }
    }
  }

  public RouterOptions withUserCookie(String name) {
    return with(edit -> edit.userCookie = name);
  }

  public RouterOptions withDeployment(String id) {
    return with(edit -> edit.deployment = Optional.of(id));
  }

  public RouterOptions withExposeTrack(boolean expose) {
    return with(edit -> edit.exposeTrack = expose);
  }

  public RouterOptions withLoops(int count) {
    return with(edit -> edit.loops = count);
  }

  public RouterOptions withNativeTransport(boolean wanted) {
    return with(edit -> edit.nativeTransport = wanted);
  }

  public RouterOptions withServiceTimeouts(Duration connect, Duration response, Duration probe) {
    ServiceLimits limits = new ServiceLimits(connect, response, probe);
    return with(edit -> edit.service = limits);
  }

  public RouterOptions withClientLimits(ClientLimits limits) {
    return with(edit -> edit.client = limits);
  }

  public RouterOptions withPassKey(byte[] key) {
    return with(edit -> edit.passKey = Optional.of(key));
  }

  public RouterOptions withDrain(DrainLimits limits) {
    return with(edit -> edit.drain = limits);
  }

  public RouterOptions withLoad(LoadLimits limits) {
    return with(edit -> edit.load = limits);
  }

  public RouterOptions withNotes(NoteOptions wanted) {
    return with(edit -> edit.notes = wanted);
  }

  private RouterOptions with(Consumer<Edit> change) {
    Edit edit = new Edit(this);
    change.accept(edit);
    return edit.done();
  }

  /** All of it, to change one part. */
  private static final class Edit {
    private String userCookie;
    private Optional<String> deployment;
    private boolean exposeTrack;
    private int loops;
    private boolean nativeTransport;
    private ServiceLimits service;
    private ClientLimits client;
    private DrainLimits drain;
    private Optional<byte[]> passKey;
    private LoadLimits load;
    private NoteOptions notes;

    Edit(RouterOptions from) {
      userCookie = from.userCookie;
      deployment = from.deployment;
      exposeTrack = from.exposeTrack;
      loops = from.loops;
      nativeTransport = from.nativeTransport;
      service = from.service;
      client = from.client;
      drain = from.drain;
      passKey = from.passKey;
      load = from.load;
      notes = from.notes;
    }

    RouterOptions done() {
      return new RouterOptions(
          userCookie,
          deployment,
          exposeTrack,
          loops,
          nativeTransport,
          service,
          client,
          drain,
          passKey,
          load,
          notes);
    }
  }
}
