package dev.curtain.router;

import dev.curtain.flags.Cohort;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Who asks, as conditions see it. Reused for one request after the other of an event loop. */
final class Asking {
  private static final byte[] NOBODY = {};

  private final Span span = new Span();
  private final Span found = new Span();
  private RequestHead head;
  private byte[] address = NOBODY;
  private byte @Nullable [] rawAddress;
  private byte[] id = NOBODY;
  private int idStart;
  private int idLength;
  private boolean known;

  Asking(RequestHead head) {
    this.head = head;
  }

  /**
   * @param text the client's address as text: who a client without a name is
   * @param raw the same as bytes, if it is an address at all
   */
  Asking of(RequestHead request, byte[] userCookie, byte[] text, byte @Nullable [] raw) {
    head = request;
    address = text;
    rawAddress = raw;
    Span user = request.user(userCookie, span);
    known = user != null;
    id = user == null ? address : request.data();
    idStart = user == null ? 0 : user.start();
    idLength = user == null ? address.length : user.length();
    return this;
  }

  /** Where the user falls under a salt, 0..99 999. */
  int bucket(int seed) {
    return Cohort.bucket(id, idStart, idLength, seed);
  }

  /** Whether the client says who its user is; else an address stands for everybody behind it. */
  boolean known() {
    return known;
  }

  boolean hasHeader(byte[] lowerName, byte[][] values) {
    Fields fields = head.fields();
    for (int i = 0; i < fields.count(); i++) {
      if (fields.isNamed(i, lowerName)
          && oneOf(values, head.data(), fields.valueStart(i), fields.valueEnd(i))) {
        return true;
      }
    }
    return false;
  }

  boolean hasCookie(byte[] name, byte[][] values) {
    Span cookie = head.cookie(name, found);
    return cookie != null
        && oneOf(values, head.data(), cookie.start(), cookie.start() + cookie.length());
  }

  boolean isUser(byte[][] ids) {
    return known && oneOf(ids, id, idStart, idStart + idLength);
  }

  boolean comesFrom(Network[] networks) {
    if (rawAddress != null) {
      for (Network network : networks) {
        if (network.has(rawAddress)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean oneOf(byte[][] values, byte[] data, int start, int end) {
    if (values.length == 0) {
      return true;
    }
    for (byte[] value : values) {
      if (Arrays.equals(data, start, end, value, 0, value.length)) {
        return true;
      }
    }
    return false;
  }
}
