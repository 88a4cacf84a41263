package dev.curtain.router;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one request for the access log and its span. Belongs to its event loop until the
 * request has ended, to whoever writes it down from then on.
 */
final class Note {
  private static final byte[] NONE = {};
  private static final int LONGEST_LINE = 2048;
  private static final int LONGEST_ID = 128;

  final long startNanos = System.nanoTime();
  final long startMicros;
  final byte[] client;
  final boolean secure;

  /** Whether it is written though it went well. */
  final boolean sampled;

  byte[] method = NONE;
  byte[] target = NONE;
  byte[] host = NONE;
  byte[] givenId = NONE;
  long idHigh;
  long idLow;

  /** Null: it belongs to no trace that anybody records. */
  @Nullable TraceContext trace;

  @Nullable TrackTarget track;
  String service = "";
  String replica = "";
  String protocol = "http";
  String end = "";
  String reason = "";
  int status;
  long bytes;
  long firstByteNanos;
  long endNanos;

  Note(long startMicros, byte[] client, boolean secure, boolean sampled) {
    this.startMicros = startMicros;
    this.client = client;
    this.secure = secure;
    this.sampled = sampled;
  }

  /** Takes over what the head says; ids of its own where that names none. */
  void head(RequestHead head, Worker worker) {
    byte[] data = head.data();
    method = Arrays.copyOf(data, head.methodEnd());
    target = copy(data, head.targetStart(), head.targetEnd(), LONGEST_LINE);
    host = copy(data, head.hostStart(), head.hostEnd(), LONGEST_LINE);
    Span id = head.hasRequestId() ? head.first(Field.REQUEST_ID, new Span()) : null;
    if (id == null) {
      idHigh = worker.randomBits();
      idLow = worker.randomBits();
    } else {
      givenId = copy(data, id.start(), id.start() + id.length(), LONGEST_ID);
    }
  }

  private static byte[] copy(byte[] data, int start, int end, int longest) {
    return Arrays.copyOfRange(data, start, Math.min(end, start + longest));
  }

  /** Where the request goes. */
  Note to(String givenService, TrackTarget givenTrack) {
    service = givenService;
    track = givenTrack;
    return this;
  }

  void sent(int more) {
    bytes += more;
  }

  /** The head of the answer is on its way. */
  void status(int with) {
    status = with;
    firstByteNanos = System.nanoTime();
  }

  /** Whether somebody will want to know why. */
  boolean failed() {
    return status >= 500 || end.equals("broken") || end.equals("cut") || end.equals("cancelled");
  }

  long micros() {
    return (endNanos - startNanos) / 1000;
  }
}
