package dev.curtain.router;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A request's place in a trace that is recorded (W3C Trace Context).
 *
 * @param high of the trace's id
 * @param low of the trace's id
 * @param parent span of whoever asked; 0: none
 * @param span of the router's own part
 */
record TraceContext(long high, long low, long parent, long span) {
  private static final int LENGTH = 55;

  /**
   * The router's part of a request's trace.
   *
   * @param sample share of the requests without a trace that begin one
   * @return null where it is not to be recorded
   */
  static @Nullable TraceContext of(RequestHead head, double sample, SplittableRandom dice) {
    Span given = head.hasTrace() ? head.first(Field.TRACE_PARENT, new Span()) : null;
    byte[] data = head.data();
    if (given != null && valid(data, given.start(), given.length())) {
      int at = given.start();
      boolean recorded = (number(data, at + 53, 2) & 1) == 1;
      return recorded
          ? new TraceContext(
              number(data, at + 3, 16),
              number(data, at + 19, 16),
              number(data, at + 36, 16),
              id(dice))
          : null;
    }
    return dice.nextDouble() < sample ? new TraceContext(id(dice), id(dice), 0, id(dice)) : null;
  }

  private static long id(SplittableRandom dice) {
    return dice.nextLong() | 1;
  }

  /** {@code 00-32 digits-16 digits-2 digits}, neither id all zero; later versions may go on. */
  private static boolean valid(byte[] data, int start, int length) {
    boolean shape =
        length >= LENGTH
            && digits(data, start, 2)
            && data[start + 2] == '-'
            && digits(data, start + 3, 32)
            && data[start + 35] == '-'
            && digits(data, start + 36, 16)
            && data[start + 52] == '-'
            && digits(data, start + 53, 2);
    if (!shape) {
      return false;
    }
    long version = number(data, start, 2);
    boolean length0 = version == 0 && length == LENGTH;
    boolean later =
        version > 0 && version < 255 && (length == LENGTH || data[start + LENGTH] == '-');
    boolean named = (number(data, start + 3, 16) | number(data, start + 19, 16)) != 0;
    return (length0 || later) && named && number(data, start + 36, 16) != 0;
  }

  private static boolean digits(byte[] data, int start, int count) {
    for (int i = start; i < start + count; i++) {
      if (!(HttpBytes.isDigit(data[i]) || (data[i] >= 'a' && data[i] <= 'f'))) {
        return false;
      }
    }
    return true;
  }

  private static long number(byte[] data, int start, int count) {
    long value = 0;
    for (int i = start; i < start + count; i++) {
      value = value << 4 | (data[i] <= '9' ? data[i] - '0' : data[i] - 'a' + 10);
    }
    return value;
  }
}
