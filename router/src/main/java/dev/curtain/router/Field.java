package dev.curtain.router;

import java.util.Arrays;

/** The header fields a proxy has to know. */
enum Field {
  OTHER("", Hop.END),
  HOST("host", Hop.END),
  COOKIE("cookie", Hop.END),
  CONTENT_LENGTH("content-length", Hop.END),
  TRANSFER_ENCODING("transfer-encoding", Hop.END),
  EXPECT("expect", Hop.END),
  REQUEST_ID("x-request-id", Hop.END),
  TRACE_PARENT("traceparent", Hop.END),
  CONTENT_TYPE("content-type", Hop.END),
  USER_ID("x-user-id", Hop.END),
  TRACK("x-curtain-track", Hop.END),
  CONNECTION("connection", Hop.SINGLE),
  KEEP_ALIVE("keep-alive", Hop.SINGLE),
  PROXY_CONNECTION("proxy-connection", Hop.SINGLE),
  PROXY_AUTHENTICATE("proxy-authenticate", Hop.SINGLE),
  PROXY_AUTHORIZATION("proxy-authorization", Hop.SINGLE),
  TE("te", Hop.SINGLE),
  UPGRADE("upgrade", Hop.SINGLE),
  HTTP2_SETTINGS("http2-settings", Hop.SINGLE),
  FORWARDED_FOR("x-forwarded-for", Hop.OURS),
  FORWARDED_PROTO("x-forwarded-proto", Hop.OURS),
  FORWARDED_HOST("x-forwarded-host", Hop.OURS),
  PASS("x-curtain-pass", Hop.OURS),
  SHADOW("x-curtain-shadow", Hop.OURS),
  VERSION("x-curtain-version", Hop.OURS),
  DEPLOYMENT("x-curtain-deployment", Hop.OURS);

  private enum Hop {
    /** From end to end: passed on. */
    END,
    /** For one connection only (RFC 9110 §7.6.1): never passed on. */
    SINGLE,
    /** Said by the router towards the service; what a client claims is dropped. */
    OURS
  }

  private static final int LONGEST = 24;
  private static final Field[][] BY_LENGTH = new Field[LONGEST][];

  static {
    for (int length = 0; length < LONGEST; length++) {
      int wanted = length;
      BY_LENGTH[length] =
          Arrays.stream(values())
              .filter(field -> field != OTHER && field.name.length == wanted)
              .toArray(Field[]::new);
    }
  }

  private final byte[] name;
  private final Hop hop;

  Field(String name, Hop hop) {
    this.name = HttpBytes.ascii(name);
    this.hop = hop;
  }

  boolean reachesService() {
    return hop == Hop.END;
  }

  boolean reachesClient() {
    return hop != Hop.SINGLE;
  }

  static Field of(byte[] data, int start, int end) {
    int length = end - start;
    if (length < LONGEST) {
      for (Field field : BY_LENGTH[length]) {
        if (HttpBytes.matches(data, start, end, field.name)) {
          return field;
        }
      }
    }
    return OTHER;
  }
}
