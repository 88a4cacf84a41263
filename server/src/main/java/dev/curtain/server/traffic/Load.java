package dev.curtain.server.traffic;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which requests to send where.
 *
 * @param address where to connect to
 * @param targets what is asked for, by weight
 * @param users how many there are, {@code u-000001} and so on; above 0
 * @param requestsPerSecond on average; arrivals are a Poisson process, so they do not wait for
 *     answers; above 0
 * @param regions where users live, by weight; empty: nowhere, no header is sent
 * @param seed of arrivals, users, targets and regions
 * @param trackHeader response header that tells which track or version answered
 * @param timeout for connecting, and for each wait for more of an answer
 * @param mostWaiting while so many wait for an answer nobody else comes; {@link #EVERYBODY}: they
 *     come whatever happens
 */
public record Load(
    InetSocketAddress address,
    List<Target> targets,
    int users,
    double requestsPerSecond,
    Map<String, Double> regions,
    long seed,
    String trackHeader,
    Duration timeout,
    int mostWaiting) {
  /** Nobody is held back. */
  public static final int EVERYBODY = Integer.MAX_VALUE;

  public Load {
    targets = List.copyOf(targets);
    regions = Map.copyOf(regions);
    trackHeader = trackHeader.toLowerCase(Locale.ROOT);
    expect(!targets.isEmpty(), "targets", targets, "at least one");
    expect(users > 0, "users", users, "above 0");
    expect(
        requestsPerSecond > 0 && requestsPerSecond <= 1e6,
        "requestsPerSecond",
        requestsPerSecond,
        "above 0, at most 1000000");
    expect(
        regions.values().stream().allMatch(weight -> weight > 0),
        "regions",
        regions,
        "weights above 0");
    expect(timeout.isPositive(), "timeout", timeout, "above 0");
    expect(mostWaiting > 0, "mostWaiting", mostWaiting, "above 0");
  }

  /** The usual: users of no region, tracks told by {@code x-curtain-track}, 10 s of patience. */
  public static Load of(
      InetSocketAddress address,
      List<Target> targets,
      int users,
      double requestsPerSecond,
      long seed) {
    return new Load(
        address,
        targets,
        users,
        requestsPerSecond,
        Map.of(),
        seed,
        "x-curtain-track",
        Duration.ofSeconds(10),
        EVERYBODY);
  }

  /**
   * Everything to one URL.
   *
   * @throws IllegalArgumentException if it is not an {@code http://} URL with a host
   */
  public static Load of(URI url, int users, double requestsPerSecond, long seed) {
    if (!"http".equalsIgnoreCase(url.getScheme()) || url.getHost() == null) {
      throw new IllegalArgumentException(
          "url: " + url + " (expected: http://HOST[:PORT][/PATH]; https is not spoken)");
    }
    int port = url.getPort() < 0 ? 80 : url.getPort();
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    return of(
        new InetSocketAddress(url.getHost(), port),
        List.of(new Target(url.getRawAuthority(), path + query, 1)),
        users,
        requestsPerSecond,
        seed);
  }

  public Load withRegions(Map<String, Double> regions) {
    return with(regions, trackHeader, timeout, mostWaiting);
  }

  public Load withTrackHeader(String trackHeader) {
    return with(regions, trackHeader, timeout, mostWaiting);
  }

  public Load withMostWaiting(int mostWaiting) {
    return with(regions, trackHeader, timeout, mostWaiting);
  }

  public Load withTimeout(Duration timeout) {
    return with(regions, trackHeader, timeout, mostWaiting);
  }

  private Load with(
      Map<String, Double> regions, String trackHeader, Duration timeout, int mostWaiting) {
    return new Load(
        address,
        targets,
        users,
        requestsPerSecond,
        regions,
        seed,
        trackHeader,
        timeout,
        mostWaiting);
  }

  /**
   * @param host value of the Host header
   * @param path with its query, starting with a slash
   * @param weight relative to the other targets, above 0
   */
  public record Target(String host, String path, double weight) {
    public Target {
      expect(
          path.startsWith("/") && path.chars().allMatch(c -> c > ' ' && c < 127),
          "path",
          path,
          "starts with /, no spaces or control characters");
      expect(host.chars().allMatch(c -> c > ' ' && c < 127), "host", host, "a host name");
      expect(weight > 0, "weight", weight, "above 0");
    }
  }

  private static void expect(boolean holds, String name, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
  }
}
