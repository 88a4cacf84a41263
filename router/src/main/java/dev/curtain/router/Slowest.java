package dev.curtain.router;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The slowest requests of one track on one event loop, in the minute that runs and the one before;
 * touched by that loop alone. What was asked is copied only of a request that takes a place, so
 * that one that is not slow costs a comparison.
 */
final class Slowest {
  /** Places in a minute. */
  static final int MOST = 8;

  private static final long MINUTE_NANOS = 60_000_000_000L;
  private static final int LONGEST_TARGET = 200;
  private static final Pattern LINE = Pattern.compile("(\\S+) ([^ ?]*)");
  private static final Pattern TRACE =
      Pattern.compile(
          "\r\ntraceparent:[ \t]*[0-9a-f]{2}-([0-9a-f]{32})-", Pattern.CASE_INSENSITIVE);

  /** One of them, before it is known of which track. */
  private record Seen(long atMicros, long micros, int status, String head) {}

  private final @Nullable Seen[] now = new Seen[MOST];
  private @Nullable Seen[] before = new Seen[MOST];
  private long sinceNanos = System.nanoTime();

  /** Whether a request that has taken so long already would have a place. */
  boolean wants(long micros, long nowNanos) {
    turn(nowNanos);
    Seen quickest = now[quickest()];
    return quickest == null || micros > quickest.micros();
  }

  /**
   * @param head of the request as the service got it
   */
  void add(String head, int status, long micros, long atMicros) {
    int place = quickest();
    Seen there = now[place];
    if (there == null || micros > there.micros()) {
      now[place] = new Seen(atMicros, micros, status, head);
    }
  }

  private int quickest() {
    int found = 0;
    for (int i = 0; i < MOST; i++) {
      Seen each = now[i];
      Seen best = now[found];
      if (each == null) {
        return i;
      }
      if (best != null && each.micros() < best.micros()) {
        found = i;
      }
    }
    return found;
  }

  private void turn(long nowNanos) {
    long since = nowNanos - sinceNanos;
    if (since >= MINUTE_NANOS) {
      before = since >= 2 * MINUTE_NANOS ? new Seen[MOST] : now.clone();
      Arrays.fill(now, null);
      sinceNanos = nowNanos;
    }
  }

  void into(String track, long nowNanos, List<SlowRequest> all) {
    turn(nowNanos);
    List<@Nullable Seen> both = new ArrayList<>(Arrays.asList(now));
    both.addAll(Arrays.asList(before));
    for (Seen each : both) {
      if (each != null) {
        all.add(
            new SlowRequest(
                track,
                each.atMicros(),
                each.micros(),
                each.status(),
                request(each.head()),
                trace(each.head())));
      }
    }
  }

  private static String request(String head) {
    Matcher line = LINE.matcher(head);
    String text = line.lookingAt() ? line.group() : "";
    return text.length() <= LONGEST_TARGET ? text : text.substring(0, LONGEST_TARGET) + "…";
  }

  private static Optional<String> trace(String head) {
    Matcher trace = TRACE.matcher(head);
    return trace.find() ? Optional.of(trace.group(1)) : Optional.empty();
  }
}
