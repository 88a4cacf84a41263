package dev.curtain.router;

import org.jspecify.annotations.Nullable;

/**
 * The head of a request, as spans of the bytes it was read from: what routing and framing need,
 * nothing else. Reused for one request after the other of an event loop.
 */
final class RequestHead {
  private static final byte[] CHUNKED = HttpBytes.ascii("chunked");
  private static final byte[] GRPC = HttpBytes.ascii("application/grpc");
  private static final byte[] WEBSOCKET = HttpBytes.ascii("websocket");
  private static final byte[] H2C = HttpBytes.ascii("h2c");
  private static final byte[] HTTP = HttpBytes.ascii("http://");
  private static final byte[] HTTPS = HttpBytes.ascii("https://");
  private static final byte[] VERSION = HttpBytes.ascii("HTTP/");

  private final Fields fields = new Fields();
  private final Method[] methods = Method.values();
  private byte[] data = {};
  private Method method = Method.OTHER;
  private int methodEnd;
  private int targetStart;
  private int targetEnd;
  private int hostStart;
  private int hostEnd;
  private boolean absolute;
  private boolean http10;
  private boolean chunked;
  private boolean hasRequestId;
  private boolean hasTrace;
  private boolean grpc;
  private boolean forwarded;
  private long contentLength;
  private int upgrade;

  enum Method {
    GET(true),
    HEAD(true),
    POST(false),
    PUT(true),
    DELETE(true),
    OPTIONS(true),
    CONNECT(false),
    TRACE(true),
    OTHER(false);

    private final byte[] bytes = HttpBytes.ascii(name());
    private final boolean idempotent;

    Method(boolean idempotent) {
      this.idempotent = idempotent;
    }

    boolean idempotent() {
      return idempotent;
    }

    /** Whether it only reads (RFC 9110 §9.2.1). */
    boolean safe() {
      return this == GET || this == HEAD || this == OPTIONS;
    }
  }

  /**
   * @param bytes a head that ends with an empty line and whose every LF follows a CR
   */
  void parse(byte[] bytes) throws Refusal {
    data = bytes;
    fields.scan(bytes, requestLine());
    hostStart = 0;
    hostEnd = 0;
    chunked = false;
    contentLength = -1;
    upgrade = -1;
    hasRequestId = false;
    hasTrace = false;
    grpc = false;
    forwarded = false;
    boolean host = false;
    for (int i = 0; i < fields.count(); i++) {
      switch (fields.field(i)) {
        case HOST -> {
          if (host) {
            throw Refusal.bad("more than one Host");
          }
          host = true;
          hostStart = fields.valueStart(i);
          hostEnd = fields.valueEnd(i);
        }
        case CONTENT_LENGTH -> contentLength(i);
        case TRANSFER_ENCODING -> transferEncoding(i);
        case UPGRADE -> upgrade = upgrade < 0 ? i : fields.count();
        case REQUEST_ID -> hasRequestId = true;
        case TRACE_PARENT -> hasTrace = true;
        case FORWARDED_FOR -> forwarded = true;
        case CONTENT_TYPE -> grpc = fields.valueStartsWith(i, GRPC);
        default -> {}
      }
    }
    if (!host && !http10) {
      throw Refusal.bad("no Host");
    }
    if (chunked && contentLength >= 0) {
      throw Refusal.bad("both Transfer-Encoding and Content-Length");
    }
    checkHost();
    target();
  }

  private int requestLine() throws Refusal {
    int at = 0;
    while (HttpBytes.isToken(data[at])) {
      at++;
    }
    methodEnd = at;
    if (at == 0 || data[at] != ' ') {
      throw Refusal.bad("a request line that is not \"METHOD target HTTP/1.1\"");
    }
    targetStart = ++at;
    while (data[at] > 0x20 && data[at] != 0x7F) {
      at++;
    }
    targetEnd = at;
    if (targetEnd == targetStart || data[at] != ' ') {
      throw Refusal.bad("a request line that is not \"METHOD target HTTP/1.1\"");
    }
    at++;
    for (byte expected : VERSION) {
      if (data[at++] != expected) {
        throw Refusal.bad("a request line without HTTP version");
      }
    }
    if (!HttpBytes.isDigit(data[at])
        || data[at + 1] != '.'
        || !HttpBytes.isDigit(data[at + 2])
        || data[at + 3] != '\r'
        || data[at + 4] != '\n') {
      throw Refusal.bad("a request line without HTTP version");
    }
    if (data[at] != '1') {
      throw new Refusal(505, "this port speaks HTTP/1.1");
    }
    http10 = data[at + 2] == '0';
    method = Method.OTHER;
    for (Method candidate : methods) {
      if (is(candidate.bytes)) {
        method = candidate;
      }
    }
    return at + 5;
  }

  private boolean is(byte[] name) {
    if (methodEnd != name.length) {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      if (data[i] != name[i]) {
        return false;
      }
    }
    return true;
  }

  private void contentLength(int i) throws Refusal {
    if (contentLength >= 0) {
      throw Refusal.bad("more than one Content-Length");
    }
    contentLength = HttpBytes.contentLength(data, fields.valueStart(i), fields.valueEnd(i));
  }

  private void transferEncoding(int i) throws Refusal {
    if (chunked || http10) {
      throw Refusal.bad(http10 ? "Transfer-Encoding in HTTP/1.0" : "Transfer-Encoding twice");
    }
    if (!fields.valueIs(i, CHUNKED)) {
      throw new Refusal(501, "a Transfer-Encoding other than chunked");
    }
    chunked = true;
  }

  private void checkHost() throws Refusal {
    for (int i = hostStart; i < hostEnd; i++) {
      byte b = data[i];
      boolean allowed =
          b != '/' && b != '?' && b != '#' && b != '@' && b != '\\' && b != '"' && b != ','
              && b != '<' && b != '>' && b > 0x20;
      if (!allowed) {
        throw Refusal.bad("a Host that is not a host name");
      }
    }
  }

  /** RFC 9112 §3.2: origin-form, absolute-form, asterisk-form. */
  private void target() throws Refusal {
    absolute = false;
    if (method == Method.CONNECT) {
      throw new Refusal(501, "CONNECT is for forward proxies");
    }
    if (data[targetStart] == '/' || (data[targetStart] == '*' && targetEnd == targetStart + 1)) {
      return;
    }
    int scheme = prefix(HTTP) ? HTTP.length : prefix(HTTPS) ? HTTPS.length : 0;
    if (scheme == 0) {
      throw Refusal.bad("a request target that is neither a path nor a URL");
    }
    absolute = true;
    hostStart = targetStart + scheme;
    int at = hostStart;
    while (at < targetEnd && data[at] != '/' && data[at] != '?') {
      at++;
    }
    hostEnd = at;
    targetStart = at;
    if (hostEnd == hostStart) {
      throw Refusal.bad("a request target without a host");
    }
    checkHost();
  }

  private boolean prefix(byte[] lower) {
    return targetEnd - targetStart >= lower.length
        && HttpBytes.matches(data, targetStart, targetStart + lower.length, lower);
  }

  /** The user's identity in a cookie or in x-user-id, as a span of {@link #data}; null: none. */
  @Nullable Span user(byte[] cookie, Span into) {
    if (cookie(cookie, into) != null) {
      return into;
    }
    for (int i = 0; i < fields.count(); i++) {
      if (fields.field(i) == Field.USER_ID && fields.valueEnd(i) > fields.valueStart(i)) {
        return into.set(fields.valueStart(i), fields.valueEnd(i));
      }
    }
    return null;
  }

  /** The first cookie of a name that is not empty, as a span of {@link #data}; null: none. */
  @Nullable Span cookie(byte[] name, Span into) {
    for (int i = 0; i < fields.count(); i++) {
      if (fields.field(i) == Field.COOKIE
          && cookie(fields.valueStart(i), fields.valueEnd(i), name, into)) {
        return into;
      }
    }
    return null;
  }

  /** The first field of a kind, as a span of {@link #data}; null: none. */
  @Nullable Span first(Field kind, Span into) {
    for (int i = 0; i < fields.count(); i++) {
      if (fields.field(i) == kind) {
        return into.set(fields.valueStart(i), fields.valueEnd(i));
      }
    }
    return null;
  }

  private boolean cookie(int from, int to, byte[] name, Span into) {
    int at = from;
    while (at < to) {
      while (at < to && (HttpBytes.isBlank(data[at]) || data[at] == ';')) {
        at++;
      }
      int pair = at;
      while (at < to && data[at] != ';') {
        at++;
      }
      int value = pair + name.length;
      if (value < at && data[value] == '=' && same(pair, name)) {
        int end = at;
        while (end > value && HttpBytes.isBlank(data[end - 1])) {
          end--;
        }
        if (end > value + 1) {
          into.set(value + 1, end);
          return true;
        }
      }
    }
    return false;
  }

  private boolean same(int at, byte[] name) {
    for (int i = 0; i < name.length; i++) {
      if (data[at + i] != name[i]) {
        return false;
      }
    }
    return true;
  }

  byte[] data() {
    return data;
  }

  Fields fields() {
    return fields;
  }

  Method method() {
    return method;
  }

  int methodEnd() {
    return methodEnd;
  }

  /** Of the origin-form; the span is empty or starts with '?' where a URL has no path. */
  int targetStart() {
    return targetStart;
  }

  int targetEnd() {
    return targetEnd;
  }

  /** Host with port. */
  int hostStart() {
    return hostStart;
  }

  int hostEnd() {
    return hostEnd;
  }

  /** Whether the host comes from a URL in the request line, which outranks the Host field. */
  boolean absolute() {
    return absolute;
  }

  boolean http10() {
    return http10;
  }

  boolean hasRequestId() {
    return hasRequestId;
  }

  boolean hasTrace() {
    return hasTrace;
  }

  /** Whether a proxy before this one said whom it comes from. */
  boolean forwarded() {
    return forwarded;
  }

  boolean grpc() {
    return grpc;
  }

  /** Whether the client will listen for another response on this connection. */
  boolean keepAlive() {
    return http10 ? fields.keepAlive() && !fields.close() : !fields.close();
  }

  /**
   * Index of the Upgrade field if the request asks for an upgrade that may be tunnelled, else -1.
   * HTTP/2 may not: inside such a tunnel requests would go unrouted and uncounted.
   */
  int upgrade() {
    boolean asked = fields.upgrade() && upgrade >= 0 && upgrade < fields.count() && !http10;
    return asked && !fields.valueIs(upgrade, H2C) ? upgrade : -1;
  }

  boolean webSocket() {
    int asked = upgrade();
    return asked >= 0 && fields.valueIs(asked, WEBSOCKET);
  }

  /** Length of the body; 0 where it is chunked or there is none. */
  long contentLength() {
    return Math.max(0, contentLength);
  }

  /**
   * @param most bytes of a chunked body without its coding; 0: no bound
   */
  Body body(long most) {
    if (chunked) {
      return new Body.Chunked(null, most);
    }
    return contentLength > 0 ? new Body.Length(contentLength) : Body.NONE;
  }
}
