package dev.curtain.router;

import java.time.Duration;

/**
 * How much may be under way at one time, and when a track is left alone for a while. 0: no bound.
 * Upgraded connections count as long as they last.
 *
 * @param router requests in the whole router: from 70 % of it on no copies are made for mirrors,
 *     from 85 % on requests of tracks that go first (a candidate's) are turned away, at all of it
 *     everybody's
 * @param track requests of a track whose route names no bound of its own
 * @param replica requests at one replica; may be exceeded by one per event loop
 * @param pending requests that wait for a connection to one replica
 * @param failures of a track in a row, whatever the replica, that open its circuit
 * @param open how long an open circuit turns everything away before it lets one request try; twice
 *     as long each time that one fails, up to 32 times
 */
public record LoadLimits(
    int router, int track, int replica, int pending, int failures, Duration open) {
  public static final LoadLimits NONE = new LoadLimits(0, 0, 0, 0, 0, Duration.ofSeconds(1));

  private static final int MOST = 10_000_000;

  public LoadLimits {
    bound("router", router);
    bound("track", track);
    bound("replica", replica);
    bound("pending", pending);
    bound("failures", failures);
    if (open.isNegative() || open.isZero() || open.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("limit open: " + open + " (expected: up to an hour)");
    }
  }

  private static void bound(String name, int value) {
    if (value < 0 || value > MOST) {
      throw new IllegalArgumentException(
          "limit " + name + ": " + value + " (expected: 0.." + MOST + ", 0 for none)");
    }
  }

  /** Reads {@code router=20000,track=5000,replica=200,pending=50,failures=20,open=1s}, or parts. */
  public static LoadLimits parse(String text) {
    LoadLimits limits = NONE;
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      String value = equals < 0 ? "" : part.substring(equals + 1);
      boolean time = name.equals("open");
      String digits = time && value.endsWith("s") ? value.substring(0, value.length() - 1) : value;
      if (!digits.matches("[0-9]{1,8}") || (time && !value.endsWith("s"))) {
        throw new IllegalArgumentException(
            "limit \"" + part + "\" (expected: NAME=NUMBER, as track=5000, or open=SECONDSs)");
      }
      limits = limits.with(name, Integer.parseInt(digits));
    }
    return limits;
  }

  private LoadLimits with(String name, int value) {
    return switch (name) {
      case "router" -> new LoadLimits(value, track, replica, pending, failures, open);
      case "track" -> new LoadLimits(router, value, replica, pending, failures, open);
      case "replica" -> new LoadLimits(router, track, value, pending, failures, open);
      case "pending" -> new LoadLimits(router, track, replica, value, failures, open);
      case "failures" -> new LoadLimits(router, track, replica, pending, value, open);
      case "open" ->
          new LoadLimits(router, track, replica, pending, failures, Duration.ofSeconds(value));
      default ->
          throw new IllegalArgumentException(
              "limit \""
                  + name
                  + "\" (expected: router, track, replica, pending, failures or open)");
    };
  }
}
