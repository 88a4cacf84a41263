package dev.curtain.router;

/** The head of a response, as spans of the bytes it was read from. Reused by its event loop. */
final class ResponseHead {
  private static final byte[] CHUNKED = HttpBytes.ascii("chunked");
  private static final byte[] VERSION = HttpBytes.ascii("http/1.");

  private final Fields fields = new Fields();
  private byte[] data = {};
  private int status;
  private int lineEnd;
  private boolean http10;
  private boolean chunked;
  private long contentLength;

  void parse(byte[] bytes) throws Refusal {
    data = bytes;
    if (!HttpBytes.matches(bytes, 0, VERSION.length, VERSION)
        || !HttpBytes.isDigit(bytes[7])
        || bytes[8] != ' '
        || !HttpBytes.isDigit(bytes[9])
        || !HttpBytes.isDigit(bytes[10])
        || !HttpBytes.isDigit(bytes[11])) {
      throw Refusal.bad("a status line that is not \"HTTP/1.1 200 OK\"");
    }
    http10 = bytes[7] == '0';
    status = (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
    int at = 12;
    while (HttpBytes.isValue(bytes[at])) {
      at++;
    }
    if (status < 100 || bytes[at] != '\r' || (at > 12 && bytes[12] != ' ')) {
      throw Refusal.bad("a status line that is not \"HTTP/1.1 200 OK\"");
    }
    lineEnd = at + 2;
    fields.scan(bytes, lineEnd);
    framing();
  }

  private void framing() throws Refusal {
    chunked = false;
    contentLength = -1;
    for (int i = 0; i < fields.count(); i++) {
      if (fields.field(i) == Field.CONTENT_LENGTH) {
        if (contentLength >= 0) {
          throw Refusal.bad("more than one Content-Length");
        }
        contentLength = HttpBytes.contentLength(data, fields.valueStart(i), fields.valueEnd(i));
      } else if (fields.field(i) == Field.TRANSFER_ENCODING) {
        if (chunked || !fields.valueIs(i, CHUNKED)) {
          throw Refusal.bad("a Transfer-Encoding other than chunked");
        }
        chunked = true;
      }
    }
    if (chunked && contentLength >= 0) {
      throw Refusal.bad("both Transfer-Encoding and Content-Length");
    }
  }

  byte[] data() {
    return data;
  }

  Fields fields() {
    return fields;
  }

  int status() {
    return status;
  }

  /** Where the status line ends, behind its CR LF. */
  int lineEnd() {
    return lineEnd;
  }

  boolean keepAlive() {
    return http10 ? fields.keepAlive() && !fields.close() : !fields.close();
  }

  boolean chunked() {
    return chunked;
  }

  /** Whether a response of this status has no body whatever its fields say (RFC 9112 §6.3). */
  boolean bodiless() {
    return status < 200 || status == 204 || status == 304;
  }

  /**
   * @param head whether the request was HEAD
   */
  Body body(boolean head) {
    if (head || bodiless()) {
      return Body.NONE;
    }
    if (chunked) {
      return new Body.Chunked();
    }
    return contentLength >= 0 ? new Body.Length(contentLength) : new Body.UntilClose();
  }
}
