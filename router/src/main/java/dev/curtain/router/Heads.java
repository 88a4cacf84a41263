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
  private static final byte[] CLOSE = HttpBytes.ascii("Connection: close\r\n");
  private static final byte[] KEEP_ALIVE = HttpBytes.ascii("Connection: keep-alive\r\n");
  private static final byte[] RETRY_AFTER = HttpBytes.ascii("Retry-After: 1\r\n");
  private static final byte[] COMMA = HttpBytes.ascii(", ");
  private static final byte[] LINE_END = HttpBytes.ascii("\r\n");

  private Heads() {}

  /** The head that a service gets. */
  static ByteBuf request(RequestHead head, TrackTarget track, Downstream client, Worker worker) {
    byte[] data = head.data();
    ByteBuf out = client.allocator().ioBuffer(1024);
    out.writeBytes(data, 0, head.methodEnd()).writeByte(' ');
    boolean noPath = head.targetStart() == head.targetEnd() || data[head.targetStart()] == '?';
    if (noPath) {
      out.writeByte('/');
    }
    out.writeBytes(data, head.targetStart(), head.targetEnd() - head.targetStart());
    out.writeBytes(HTTP_1_1);
    boolean ownHost = head.absolute() || head.hostStart() == head.hostEnd();
    if (ownHost) {
      out.writeBytes(HOST);
      host(head, client, out);
      out.writeBytes(LINE_END);
    }
    boolean http10 = head.http10();
    head.fields()
        .copy(
            out,
            field ->
                field.reachesService()
                    && !(ownHost && field == Field.HOST)
                    && !(http10 && field == Field.EXPECT));
    if (head.upgrade() >= 0) {
      out.writeBytes(UPGRADE);
      head.fields().copyValue(head.upgrade(), out);
      out.writeBytes(LINE_END);
    }
    out.writeBytes(FORWARDED_FOR);
    for (int i = 0; i < head.fields().count(); i++) {
      if (head.fields().field(i) == Field.FORWARDED_FOR) {
        head.fields().copyValue(i, out);
        out.writeBytes(COMMA);
      }
    }
    out.writeBytes(client.address()).writeBytes(LINE_END);
    out.writeBytes(client.secure() ? FORWARDED_HOST_TLS : FORWARDED_HOST);
    host(head, client, out);
    out.writeBytes(LINE_END);
    if (!head.hasRequestId()) {
      out.writeBytes(REQUEST_ID);
      worker.writeRequestId(out);
      out.writeBytes(LINE_END);
    }
    if (!head.hasTrace()) {
      worker.writeTraceParent(out);
    }
    out.writeBytes(track.versionLine()).writeBytes(worker.deploymentLine());
    out.writeBytes(client.extraLine());
    return out.writeBytes(LINE_END);
  }

  private static void host(RequestHead head, Downstream client, ByteBuf out) {
    if (head.hostEnd() > head.hostStart()) {
      out.writeBytes(head.data(), head.hostStart(), head.hostEnd() - head.hostStart());
    } else {
      out.writeBytes(client.localAddress());
    }
  }

  /** What is said about the connection in a response. */
  enum Persistence {
    /** Nothing: HTTP/1.1 goes on by itself. */
    IMPLIED,
    KEEP_ALIVE,
    CLOSE
  }

  /**
   * The head that a client gets.
   *
   * @param dechunk whether the body's chunked coding is taken off
   * @param trackLine the line that names the track; null: it is not said
   */
  static ByteBuf response(
      ResponseHead head,
      ByteBufAllocator allocator,
      Persistence persistence,
      boolean dechunk,
      byte @Nullable [] trackLine) {
    ByteBuf out = allocator.ioBuffer(1024);
    out.writeBytes(STATUS_1_1).writeBytes(head.data(), 8, head.lineEnd() - 8);
    int status = head.status();
    boolean unframed = status < 200 || status == 204;
    head.fields()
        .copy(
            out,
            field ->
                field.reachesClient()
                    && !(field == Field.TRANSFER_ENCODING && (dechunk || head.bodiless()))
                    && !(field == Field.CONTENT_LENGTH && unframed)
                    && !(field == Field.TRACK && trackLine != null));
    if (status == 101) {
      for (int i = 0; i < head.fields().count(); i++) {
        if (head.fields().field(i) == Field.UPGRADE) {
          out.writeBytes(UPGRADE);
          head.fields().copyValue(i, out);
          out.writeBytes(LINE_END);
        }
      }
    }
    if (trackLine != null) {
      out.writeBytes(trackLine);
    }
    persistence(persistence, out);
    return out.writeBytes(LINE_END);
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
    persistence(persistence, out);
    out.writeBytes(LINE_END);
    return head ? out : out.writeBytes(body);
  }

  private static void persistence(Persistence persistence, ByteBuf out) {
    switch (persistence) {
      case IMPLIED -> {}
      case KEEP_ALIVE -> out.writeBytes(KEEP_ALIVE);
      case CLOSE -> out.writeBytes(CLOSE);
    }
  }

  private static String phrase(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 404 -> "Not Found";
      case 408 -> "Request Timeout";
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
