package dev.curtain.router;

import java.time.Duration;

/**
 * What a client may take, in time and in size.
 *
 * @param head longest time for the head of a request
 * @param idle longest time a connection is kept without a request
 * @param stall longest time in which a client neither sends anything of the body that is waited for
 *     nor takes anything of the answer that is there for it; zero: no limit
 * @param headBytes longest head of a request or response
 * @param bodyBytes longest body of a request, without its coding; 0: no limit
 */
public record ClientLimits(
    Duration head, Duration idle, Duration stall, int headBytes, long bodyBytes) {
  public static final ClientLimits DEFAULT =
      new ClientLimits(
          Duration.ofSeconds(15), Duration.ofSeconds(75), Duration.ofSeconds(60), 32 * 1024, 0);

  public ClientLimits {
    if (headBytes < 1024 || headBytes > 1 << 20) {
      throw new IllegalArgumentException(
          "client head-bytes: " + headBytes + " (expected: 1024..1048576)");
    }
    if (bodyBytes < 0) {
      throw new IllegalArgumentException("client body-bytes: " + bodyBytes + " (expected: 0..)");
    }
    positive("head", head);
    positive("idle", idle);
    if (stall.isNegative()) {
      throw new IllegalArgumentException("client stall: " + stall + " (expected: 0..)");
    }
  }

  private static void positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(
          "client " + name + ": " + value + " (expected: more than nothing)");
    }
  }

  /**
   * Reads {@code head=15s,idle=75s,stall=60s,head-bytes=32k,body-bytes=10m}; what is not named
   * stays as it is by default.
   */
  public static ClientLimits parse(String text) {
    ClientLimits limits = DEFAULT;
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      String value = part.substring(equals + 1);
      limits =
          switch (equals < 0 ? "" : part.substring(0, equals)) {
            case "head" -> limits.with(seconds(part, value), limits.idle, limits.stall);
            case "idle" -> limits.with(limits.head, seconds(part, value), limits.stall);
            case "stall" -> limits.with(limits.head, limits.idle, seconds(part, value));
            case "head-bytes" ->
                limits.with((int) Math.min(1 << 30, bytes(part, value)), limits.bodyBytes);
            case "body-bytes" -> limits.with(limits.headBytes, bytes(part, value));
            default ->
                throw new IllegalArgumentException(
                    "client \""
                        + part
                        + "\" (expected: head, idle or stall, as idle=75s; head-bytes or"
                        + " body-bytes, as body-bytes=10m)");
          };
    }
    return limits;
  }

  private static Duration seconds(String part, String value) {
    if (!value.matches("[0-9]{1,6}s")) {
      throw new IllegalArgumentException(
          "client \"" + part + "\" (expected: a number of seconds, as 60s)");
    }
    return Duration.ofSeconds(Long.parseLong(value.substring(0, value.length() - 1)));
  }

  /** A number of bytes, or of binary thousands, millions, thousand millions of them. */
  private static long bytes(String part, String value) {
    if (!value.matches("[0-9]{1,6}[kmg]|[0-9]{1,9}")) {
      throw new IllegalArgumentException(
          "client \"" + part + "\" (expected: bytes, as 4096, 32k, 10m or 2g)");
    }
    int last = value.length() - 1;
    int shift =
        switch (value.charAt(last)) {
          case 'k' -> 10;
          case 'm' -> 20;
          case 'g' -> 30;
          default -> 0;
        };
    return Long.parseLong(shift == 0 ? value : value.substring(0, last)) << shift;
  }

  private ClientLimits with(Duration forHead, Duration forIdle, Duration forStall) {
    return new ClientLimits(forHead, forIdle, forStall, headBytes, bodyBytes);
  }

  private ClientLimits with(int ofHead, long ofBody) {
    return new ClientLimits(head, idle, stall, ofHead, ofBody);
  }
}
