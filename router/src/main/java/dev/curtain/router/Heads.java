package dev.curtain.router;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes heads: those passed on, edited as little as the hop asks for, and our own answers. */
final class Heads {
  private static final byte[] HTTP_1_1 = HttpBytes.ascii(" HTTP/1.1\r\n");
  private static final byte[] STATUS_1_1 = HttpBytes.ascii("HTTP/1.1");
  private static final byte[] HOST = HttpBytes.ascii("Host: ");
  private static final byte[] FORWARDED_FOR = HttpBytes.ascii("X-Forwarded-For: ");
  private static final byte[] FORWARDED_HOST =
      HttpBytes.ascii("X-Forwarded-Proto: http\r\nX-Forwarded-Host: ");
  private static final byte[] FORWARDED_HOST_TLS =
      HttpBytes.ascii("X-Forwarded-Proto: https\r\nX-Forwarded-Host: ");
  private static final byte[] REQUEST_ID = HttpBytes.ascii("x-request-id: ");
  private static final byte[] UPGRADE = HttpBytes.ascii("Connection: Upgrade\r\nUpgrade: ");
  private static final byte[] RETRY_AFTER = HttpBytes.ascii("Retry-After: 1\r\n");
  private static final byte[] TRACE_PARENT = HttpBytes.ascii("traceparent: 00-");
  private static final byte[] NOT_SAMPLED = HttpBytes.ascii("-00\r\n");
  private static final byte[] SAMPLED = HttpBytes.ascii("-01\r\n");
  private static final byte[] COMMA = HttpBytes.ascii(", ");
  private static final byte[] LINE_END = HttpBytes.ascii("\r\n");

  private Heads() {}

  /**
   * The head that a service gets.
   *
   * @param note of the request, if one is taken: then the ids are those
   */
  static ByteBuf request(
      RequestHead head, TrackTarget track, Downstream client, Worker worker, @Nullable Note note) {
    byte[] data = head.data();
    HeadWriter out = worker.headWriter().begin().put(data, 0, head.methodEnd()).put(' ');
    boolean noPath = head.targetStart() == head.targetEnd() || data[head.targetStart()] == '?';
    if (noPath) {
      out.put('/');
    }
    out.put(data, head.targetStart(), head.targetEnd()).put(HTTP_1_1);
    boolean ownHost = head.absolute() || head.hostStart() == head.hostEnd();
    if (ownHost) {
      out.put(HOST);
      host(head, client, out);
      out.put(LINE_END);
    }
    Fields fields = head.fields();
    TraceContext trace = note == null ? null : note.trace;
    copyToService(head, ownHost, trace != null, out);
    if (head.upgrade() >= 0) {
      fields.copyValue(head.upgrade(), out.put(UPGRADE));
      out.put(LINE_END);
    }
    out.put(FORWARDED_FOR);
    if (head.forwarded()) {
      for (int i = 0; i < fields.count(); i++) {
        if (fields.field(i) == Field.FORWARDED_FOR) {
          fields.copyValue(i, out);
          out.put(COMMA);
        }
      }
    }
    out.put(client.address()).put(LINE_END);
    out.put(client.secure() ? FORWARDED_HOST_TLS : FORWARDED_HOST);
    host(head, client, out);
    out.put(LINE_END);
    if (!head.hasRequestId()) {
      long high = note == null ? worker.randomBits() : note.idHigh;
      out.put(REQUEST_ID).hex(high).hex(note == null ? worker.randomBits() : note.idLow);
      out.put(LINE_END);
    }
    if (trace != null) {
      out.put(TRACE_PARENT).hex(trace.high()).hex(trace.low()).put('-').hex(trace.span());
      out.put(SAMPLED);
    } else if (!head.hasTrace()) {
      // A trace of its own for a request that belongs to none (W3C Trace Context, not sampled).
      out.put(TRACE_PARENT).hex(worker.randomBits()).hex(worker.randomBits());
      out.put('-').hex(worker.randomBits() | 1).put(NOT_SAMPLED);
    }
    out.put(track.versionLine())
        .put(track.deploymentLine(worker.deploymentLine()))
        .put(client.extraLine());
    return out.put(LINE_END).buffer(client.allocator(), 0);
  }

  private static void copyToService(
      RequestHead head, boolean ownHost, boolean ownTrace, HeadWriter out) {
    Fields fields = head.fields();
    boolean http10 = head.http10();
    for (int i = 0; i < fields.count(); i++) {
      Field field = fields.field(i);
      boolean passes =
          field.reachesService()
              && !(ownHost && field == Field.HOST)
              && !(ownTrace && field == Field.TRACE_PARENT)
              && !(http10 && field == Field.EXPECT);
      fields.pass(i, passes, out);
    }
    fields.passed(out);
  }

  private static void host(RequestHead head, Downstream client, HeadWriter out) {
    if (head.hostEnd() > head.hostStart()) {
      out.put(head.data(), head.hostStart(), head.hostEnd());
    } else {
      out.put(client.localAddress());
    }
  }

  /** What is said about the connection in a response. */
  enum Persistence {
    /** Nothing: HTTP/1.1 goes on by itself. */
    IMPLIED(new byte[0]),
    KEEP_ALIVE(HttpBytes.ascii("Connection: keep-alive\r\n")),
    CLOSE(HttpBytes.ascii("Connection: close\r\n"));

    private final byte[] line;

    Persistence(byte[] line) {
      this.line = line;
    }

    static Persistence of(boolean stays, boolean http10) {
      return !stays ? CLOSE : http10 ? KEEP_ALIVE : IMPLIED;
    }
  }

  /**
   * The head that a client gets.
   *
   * @param more bytes that there is to be room for behind it
   * @param dechunk whether the body's chunked coding is taken off
   * @param trackLine the line that names the track; null: it is not said
   */
  static ByteBuf response(
      ResponseHead head,
      HeadWriter writer,
      ByteBufAllocator allocator,
      int more,
      Persistence persistence,
      boolean dechunk,
      byte @Nullable [] trackLine) {
    HeadWriter out = writer.begin().put(STATUS_1_1).put(head.data(), 8, head.lineEnd());
    Fields fields = head.fields();
    int status = head.status();
    boolean unframed = status < 200 || status == 204;
    boolean uncoded = dechunk || head.bodiless();
    for (int i = 0; i < fields.count(); i++) {
      Field field = fields.field(i);
      boolean passes =
          field.reachesClient()
              && !(field == Field.TRANSFER_ENCODING && uncoded)
              && !(field == Field.CONTENT_LENGTH && unframed)
              && !(field == Field.TRACK && trackLine != null);
      fields.pass(i, passes, out);
    }
    fields.passed(out);
    if (status == 101) {
      for (int i = 0; i < fields.count(); i++) {
        if (fields.field(i) == Field.UPGRADE) {
          fields.copyValue(i, out.put(UPGRADE));
          out.put(LINE_END);
        }
      }
    }
    if (trackLine != null) {
      out.put(trackLine);
    }
    return out.put(persistence.line).put(LINE_END).buffer(allocator, more);
  }

  /**
   * A response of the router's own.
   *
   * @param head whether the request was HEAD
   */
  static ByteBuf answer(
      ByteBufAllocator allocator,
      int status,
      String text,
      boolean head,
      Persistence persistence,
      byte @Nullable [] trackLine) {
    byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
    ByteBuf out = allocator.ioBuffer(256 + body.length);
    out.writeBytes(
        HttpBytes.ascii(
            "HTTP/1.1 "
                + status
                + " "
                + phrase(status)
                + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                + body.length
                + "\r\n"));
    if (trackLine != null) {
      out.writeBytes(trackLine);
    }
    if (status == 503) {
      out.writeBytes(RETRY_AFTER);
    }
    out.writeBytes(persistence.line).writeBytes(LINE_END);
    return head ? out : out.writeBytes(body);
  }

  private static String phrase(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 404 -> "Not Found";
      case 408 -> "Request Timeout";
      case 413 -> "Content Too Large";
      case 431 -> "Request Header Fields Too Large";
      case 501 -> "Not Implemented";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      case 505 -> "HTTP Version Not Supported";
      default -> "Error";
    };
  }
}
