package dev.curtain.router;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How requests for one service are divided.
 *
 * @param service path of the service; appears in measures and headers
 * @param host host name to match, lower case, without port; empty matches every host
 * @param pathPrefix path prefix to match by whole segments; {@code "/"} matches every path. The
 *     longest match wins, a named host before any host
 * @param salt salt of the cohort hash: who is a canary here is independent of who is one elsewhere
 * @param tracks in order: a user's cohort, a number from 0 to 99 999, falls into the first track
 *     while it is below that track's weight, and so on. With the candidate first a growing share
 *     keeps everyone who is already on it
 * @param policy rules, mirror, hold and faults; empty: none of them
 */
public record Route(
    String service,
    Optional<String> host,
    String pathPrefix,
    String salt,
    List<Track> tracks,
    Optional<RoutePolicy> policy) {
  /** Weights are parts of this. */
  public static final int WHOLE = 100_000;

  public Route {
    tracks = List.copyOf(tracks);
    int sum = tracks.stream().mapToInt(Track::weight).sum();
    if (sum != WHOLE) {
      throw new IllegalArgumentException(
          service + ": weights sum to " + sum + " (expected: " + WHOLE + ")");
    }
    for (RoutePolicy.Rule rule : policy.orElse(RoutePolicy.NONE).rules()) {
      for (Map.Entry<String, Integer> one : rule.weights().entrySet()) {
        Track named = named(service, tracks, one.getKey());
        if (one.getValue() > 0 && named.backends().isEmpty()) {
          throw new IllegalArgumentException(
              rule.name() + ": " + one.getKey() + " is given requests without a backend");
        }
      }
    }
    if (policy.isPresent() && policy.get().mirror().isPresent()) {
      named(service, tracks, policy.get().mirror().get().track());
    }
  }

  /** A route that only divides by weight. */
  public Route(
      String service, Optional<String> host, String pathPrefix, String salt, List<Track> tracks) {
    this(service, host, pathPrefix, salt, tracks, Optional.empty());
  }

  public Route withPolicy(RoutePolicy given) {
    return new Route(service, host, pathPrefix, salt, tracks, Optional.of(given));
  }

  private static Track named(String service, List<Track> tracks, String name) {
    return tracks.stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(service + ": no track \"" + name + "\" in the route"));
  }

  /**
   * @param name name of the track, the key of its measures
   * @param version told to the service as {@code x-curtain-version}
   * @param weight parts of {@link #WHOLE}
   * @param backends replicas that may be given requests
   * @param readyPath path that answers 2xx while a backend is ready; empty: a connection is proof
   *     enough
   * @param shedding whose requests are turned away first; empty: as {@link Shedding#LAST}
   * @param deployment id of the rollout that brought it, told to the service as {@code
   *     x-curtain-deployment}; empty: what is told is the router's own
   */
  public record Track(
      String name,
      String version,
      int weight,
      List<Backend> backends,
      Optional<String> readyPath,
      Optional<Shedding> shedding,
      Optional<String> deployment) {
    public Track(
        String name,
        String version,
        int weight,
        List<Backend> backends,
        Optional<String> readyPath) {
      this(name, version, weight, backends, readyPath, Optional.empty(), Optional.empty());
    }

    public Track withShedding(Shedding given) {
      return new Track(name, version, weight, backends, readyPath, Optional.of(given), deployment);
    }

    public Track ofDeployment(Optional<String> id) {
      return new Track(name, version, weight, backends, readyPath, shedding, id);
    }

    public Track {
      backends = List.copyOf(backends);
      if (weight < 0 || weight > WHOLE) {
        throw new IllegalArgumentException(
            name + ": weight " + weight + " (expected: 0.." + WHOLE + ")");
      }
      if (weight > 0 && backends.isEmpty()) {
        throw new IllegalArgumentException(name + ": weight " + weight + " without a backend");
      }
    }
  }

  /**
   * What happens to a track's requests when there are too many.
   *
   * @param first turned away while there is still room for those of other tracks: a candidate's
   * @param mostInFlight requests at one time; 0: as the router's limits say
   */
  public record Shedding(boolean first, int mostInFlight) {
    public static final Shedding FIRST = new Shedding(true, 0);
    public static final Shedding LAST = new Shedding(false, 0);

    public Shedding {
      if (mostInFlight < 0) {
        throw new IllegalArgumentException("mostInFlight: " + mostInFlight + " (expected: 0..)");
      }
    }
  }

  /**
   * A replica's address; {@code id} is the replica's.
   *
   * @param host name or address, or {@code unix:/absolute/path} of a Unix socket, with port 0
   * @param protocol {@code h2c}: HTTP/2 without TLS, as gRPC services speak; empty: HTTP/1.1
   */
  public record Backend(String id, String host, int port, Optional<String> protocol) {
    private static final String UNIX = "unix:";

    /** What the kernel takes, without the zero at its end. */
    private static final int LONGEST_SOCKET = 107;

    public Backend {
      if (protocol.isPresent() && !protocol.get().equals("h2c")) {
        throw new IllegalArgumentException(
            id + ": protocol \"" + protocol.get() + "\" (expected: h2c or none)");
      }
      if (host.startsWith(UNIX)) {
        String path = host.substring(UNIX.length());
        int length = path.getBytes(StandardCharsets.UTF_8).length;
        if (!path.startsWith("/") || length > LONGEST_SOCKET || port != 0) {
          throw new IllegalArgumentException(
              id
                  + ": host \""
                  + host
                  + "\" with port "
                  + port
                  + " (expected: unix:/absolute/path of at most "
                  + LONGEST_SOCKET
                  + " bytes, with port 0)");
        }
      }
    }

    public Backend(String id, String host, int port) {
      this(id, host, port, Optional.empty());
    }

    /** Of a replica that listens at a Unix socket. */
    Optional<Path> socket() {
      return host.startsWith(UNIX)
          ? Optional.of(Path.of(host.substring(UNIX.length())))
          : Optional.empty();
    }

    boolean h2() {
      return protocol.isPresent();
    }
  }
}
