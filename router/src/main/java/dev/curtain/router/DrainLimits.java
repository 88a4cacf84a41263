package dev.curtain.router;

import java.time.Duration;
import java.util.Locale;

/**
 * How long what is under way may go on once its replica has left the table, or once the router is
 * to end. What has not ended by then is cut and counted as that.
 *
 * @param http a request whose answer has not begun
 * @param stream an answer that has begun
 * @param webSocket tunnels: within this time each is told to go away, spread evenly, so that not
 *     all clients come back in one moment
 * @param grpc calls
 * @param closing how long a WebSocket that was told to go away may take for its closing handshake
 */
public record DrainLimits(
    Duration http, Duration stream, Duration webSocket, Duration grpc, Duration closing) {
  /** A router that was replaced ends by then, whatever is under way. */
  static final Duration LONGEST = Duration.ofMinutes(2);

  /** Below the two minutes that a controller waits before it stops a replica. */
  public static final DrainLimits DEFAULT =
      new DrainLimits(
          Duration.ofSeconds(60),
          Duration.ofSeconds(110),
          Duration.ofSeconds(10),
          Duration.ofSeconds(110),
          Duration.ofSeconds(5));

  public DrainLimits {
    notNegative("http", http);
    notNegative("stream", stream);
    notNegative("websocket", webSocket);
    notNegative("grpc", grpc);
    notNegative("closing", closing);
  }

  private static void notNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException("drain " + name + ": " + value + " (expected: 0..)");
    }
  }

  /** The same where everything has to be over after {@code whole}. */
  DrainLimits within(Duration whole) {
    Duration end = shorter(closing, whole.dividedBy(2));
    return new DrainLimits(
        shorter(http, whole),
        shorter(stream, whole),
        shorter(webSocket, whole.minus(end).dividedBy(2)),
        shorter(grpc, whole),
        end);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  long nanos(Protocol protocol) {
    Duration limit =
        switch (protocol) {
          case HTTP -> http;
          case STREAM -> stream;
          case WEBSOCKET -> webSocket;
          case GRPC -> grpc;
        };
    return limit.toNanos();
  }

  /**
   * Reads {@code http=60s,stream=110s,websocket=10s,grpc=110s,closing=5s}; what is not named stays
   * as it is by default.
   */
  public static DrainLimits parse(String text) {
    DrainLimits limits = DEFAULT;
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      String seconds = equals < 0 ? "" : part.substring(equals + 1);
      if (!seconds.matches("[0-9]{1,6}s")) {
        throw new IllegalArgumentException(
            "drain \"" + part + "\" (expected: PROTOCOL=SECONDSs, as websocket=10s)");
      }
      Duration value =
          Duration.ofSeconds(Long.parseLong(seconds.substring(0, seconds.length() - 1)));
      limits = limits.with(part.substring(0, equals).toLowerCase(Locale.ROOT), value);
    }
    return limits;
  }

  private DrainLimits with(String name, Duration value) {
    return switch (name) {
      case "http" -> new DrainLimits(value, stream, webSocket, grpc, closing);
      case "stream" -> new DrainLimits(http, value, webSocket, grpc, closing);
      case "websocket" -> new DrainLimits(http, stream, value, grpc, closing);
      case "grpc" -> new DrainLimits(http, stream, webSocket, value, closing);
      case "closing" -> new DrainLimits(http, stream, webSocket, grpc, value);
      default ->
          throw new IllegalArgumentException(
              "drain \"" + name + "\" (expected: http, stream, websocket, grpc or closing)");
    };
  }
}
