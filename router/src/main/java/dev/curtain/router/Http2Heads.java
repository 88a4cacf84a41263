package dev.curtain.router;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Heads of HTTP/2 as those of HTTP/1.1 and back (RFC 9113 §8.2, §8.3). Nothing gets through that
 * could be read as more than one line.
 */
final class Http2Heads {
  private static final byte[] CHUNKED = HttpBytes.ascii("transfer-encoding: chunked\r\n");
  private static final byte[] CLOSE = HttpBytes.ascii("connection: close\r\n");
  private static final byte[] LINE_END = HttpBytes.ascii("\r\n");

  private Http2Heads() {}

  /** What a client's stream asks for; chunked where a body of unknown length follows. */
  static void request(Http2Headers headers, boolean ends, ByteBuf out) throws Refusal {
    CharSequence method = required(headers.method(), ":method");
    CharSequence path = required(headers.path(), ":path");
    for (int i = 0; i < method.length(); i++) {
      check(method.charAt(i) < 128 && HttpBytes.isToken((byte) method.charAt(i)), ":method");
    }
    for (int i = 0; i < path.length(); i++) {
      check(path.charAt(i) > 0x20 && path.charAt(i) < 0x7F, ":path");
    }
    out.writeCharSequence(method, StandardCharsets.ISO_8859_1);
    out.writeByte(' ');
    out.writeCharSequence(path, StandardCharsets.ISO_8859_1);
    out.writeBytes(HttpBytes.ascii(" HTTP/1.1\r\n"));
    CharSequence authority = headers.authority();
    if (authority != null) {
      line("host", authority, out);
    }
    boolean length = false;
    StringBuilder cookies = new StringBuilder();
    for (Map.Entry<CharSequence, CharSequence> one : headers) {
      String name = one.getKey().toString();
      switch (name) {
        case ":method", ":path", ":authority", ":scheme" -> {}
        case "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade" ->
            throw Refusal.bad("a field that HTTP/2 does not have: " + name);
        case "te" -> check("trailers".contentEquals(one.getValue()), "te");
        case "cookie" -> cookies.append(cookies.isEmpty() ? "" : "; ").append(one.getValue());
        case "host" -> {
          if (authority == null) {
            line(name, one.getValue(), out);
          } else {
            check(authority.toString().equalsIgnoreCase(one.getValue().toString()), "host");
          }
        }
        case "content-length" -> {
          length = true;
          line(name, one.getValue(), out);
        }
        default -> line(name, one.getValue(), out);
      }
    }
    if (!cookies.isEmpty()) {
      line("cookie", cookies, out);
    }
    if (!ends && !length) {
      out.writeBytes(CHUNKED);
    }
    out.writeBytes(LINE_END);
  }

  /** What a service's stream answers; chunked where a body of unknown length follows. */
  static void response(Http2Headers headers, boolean ends, boolean bodiless, ByteBuf out)
      throws Refusal {
    CharSequence status = required(headers.status(), ":status");
    check(status.toString().matches("[1-5][0-9][0-9]"), ":status");
    out.writeCharSequence("HTTP/1.1 " + status + " \r\n", StandardCharsets.ISO_8859_1);
    // The stream serves one request.
    out.writeBytes(CLOSE);
    boolean length = false;
    for (Map.Entry<CharSequence, CharSequence> one : headers) {
      String name = one.getKey().toString();
      boolean hop = name.equals("transfer-encoding") || name.equals("connection");
      if (!hop && !name.equals(":status")) {
        length |= name.equals("content-length");
        line(name, one.getValue(), out);
      }
    }
    if (!length && !bodiless) {
      if (ends) {
        line("content-length", "0", out);
      } else {
        out.writeBytes(CHUNKED);
      }
    }
    out.writeBytes(LINE_END);
  }

  /** The end of a chunked body, with trailers where there are any. */
  static ByteBuf lastChunk(@Nullable Http2Headers trailers, ByteBufAllocator allocator)
      throws Refusal {
    ByteBuf out = allocator.ioBuffer(64);
    out.writeBytes(HttpBytes.ascii("0\r\n"));
    try {
      if (trailers != null) {
        for (Map.Entry<CharSequence, CharSequence> one : trailers) {
          line(one.getKey().toString(), one.getValue(), out);
        }
      }
      return out.writeBytes(LINE_END);
    } catch (Refusal refusal) {
      out.release();
      throw refusal;
    }
  }

  /** A chunk's beginning. */
  static void chunk(int length, ByteBuf out) {
    out.writeCharSequence(Integer.toHexString(length) + "\r\n", StandardCharsets.ISO_8859_1);
  }

  private static CharSequence required(@Nullable CharSequence value, String name) throws Refusal {
    if (value == null || value.isEmpty()) {
      throw Refusal.bad("no " + name);
    }
    return value;
  }

  private static void check(boolean holds, String name) throws Refusal {
    if (!holds) {
      throw Refusal.bad("a " + name + " that cannot be passed on");
    }
  }

  private static void line(String name, CharSequence value, ByteBuf out) throws Refusal {
    check(!name.isEmpty(), "field");
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      check(c < 128 && HttpBytes.isToken((byte) c) && (c < 'A' || c > 'Z'), "field name");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      check(c < 256 && HttpBytes.isValue((byte) c), "field " + name);
    }
    out.writeCharSequence(name, StandardCharsets.ISO_8859_1);
    out.writeByte(':').writeByte(' ');
    out.writeCharSequence(value, StandardCharsets.ISO_8859_1);
    out.writeBytes(LINE_END);
  }

  static Http2Headers toClient(ResponseHead head) {
    Http2Headers headers = new DefaultHttp2Headers(false);
    headers.status(Integer.toString(head.status()));
    fields(head.fields(), head.data(), headers);
    return headers;
  }

  static Http2Headers toService(RequestHead head) {
    byte[] data = head.data();
    Http2Headers headers = new DefaultHttp2Headers(false);
    headers.method(text(data, 0, head.methodEnd()));
    headers.scheme("http");
    headers.path(text(data, head.targetStart(), head.targetEnd()));
    headers.authority(text(data, head.hostStart(), head.hostEnd()));
    fields(head.fields(), data, headers);
    headers.add("te", "trailers");
    return headers;
  }

  /** The trailer lines of a chunked body. */
  static Http2Headers trailers(ByteBuf lines) {
    Http2Headers headers = new DefaultHttp2Headers(false);
    for (String line : lines.toString(StandardCharsets.ISO_8859_1).split("\r\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.add(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    return headers;
  }

  private static void fields(Fields fields, byte[] data, Http2Headers headers) {
    for (int i = 0; i < fields.count(); i++) {
      Field field = fields.field(i);
      boolean framing =
          field == Field.TRANSFER_ENCODING || field == Field.HOST || !field.reachesClient();
      if (!framing) {
        headers.add(
            text(data, fields.start(i), fields.nameEnd(i)).toLowerCase(Locale.ROOT),
            text(data, fields.valueStart(i), fields.valueEnd(i)));
      }
    }
  }

  private static String text(byte[] data, int from, int to) {
    return new String(data, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
