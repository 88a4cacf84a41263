package dev.curtain.router;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Follows the chunked coding (RFC 9112 §7.1), accepting nothing but the grammar. */
final class Chunks {
  private static final int LONGEST_LINE = 4096;
  private static final int LONGEST_TRAILER = 16 * 1024;

  private enum State {
    SIZE,
    EXTENSION,
    SIZE_LF,
    DATA,
    DATA_CR,
    DATA_LF,
    LINE,
    NAME,
    VALUE,
    VALUE_LF,
    LAST_LF,
    DONE
  }

  private final byte[] name = new byte[32];
  private final @Nullable ByteBuf trailers;
  private State state = State.SIZE;
  private long left;
  private long bytes;
  private int digits;
  private int extension;
  private int trailer;
  private int nameLength;

  /**
   * @param trailers where the trailer lines go, if they are wanted
   */
  Chunks(@Nullable ByteBuf trailers) {
    this.trailers = trailers;
  }

  boolean done() {
    return state == State.DONE;
  }

  /** Of data so far. */
  long bytes() {
    return bytes;
  }

  /**
   * @param decoded where the data goes without its coding, if wanted
   * @return how many of the readable bytes belong to the body
   */
  int advance(ByteBuf in, @Nullable ByteBuf decoded) throws Refusal {
    int from = in.readerIndex();
    int to = in.writerIndex();
    int at = from;
    while (at < to && state != State.DONE) {
      if (state == State.DATA) {
        int part = (int) Math.min(left, to - at);
        if (decoded != null) {
          decoded.writeBytes(in, at, part);
        }
        at += part;
        bytes += part;
        left -= part;
        if (left == 0) {
          state = State.DATA_CR;
        }
      } else {
        byte b = in.getByte(at++);
        if (trailers != null && state.ordinal() >= State.LINE.ordinal()) {
          trailers.writeByte(b);
        }
        state = next(b);
      }
    }
    return at - from;
  }

  private State next(byte b) throws Refusal {
    return switch (state) {
      case SIZE -> size(b);
      case EXTENSION -> extension(b);
      case SIZE_LF -> {
        expect(b, '\n');
        digits = 0;
        extension = 0;
        yield left == 0 ? State.LINE : State.DATA;
      }
      case DATA_CR -> {
        expect(b, '\r');
        yield State.DATA_LF;
      }
      case DATA_LF -> {
        expect(b, '\n');
        yield State.SIZE;
      }
      case LINE, NAME, VALUE -> trailer(b);
      case VALUE_LF -> {
        expect(b, '\n');
        yield State.LINE;
      }
      case LAST_LF -> {
        expect(b, '\n');
        yield State.DONE;
      }
      case DATA, DONE -> throw new IllegalStateException(state.name());
    };
  }

  private State size(byte b) throws Refusal {
    int digit = Character.digit(b, 16);
    if (digit >= 0) {
      if (++digits > 15) {
        throw Refusal.bad("a chunk size of more than 15 digits");
      }
      left = left << 4 | digit;
      return State.SIZE;
    }
    if (digits > 0 && b == '\r') {
      return State.SIZE_LF;
    }
    if (digits > 0 && b == ';') {
      return State.EXTENSION;
    }
    throw Refusal.bad("a chunk size that is not hexadecimal");
  }

  private State extension(byte b) throws Refusal {
    if (b == '\r') {
      return State.SIZE_LF;
    }
    if (!HttpBytes.isValue(b) || ++extension > LONGEST_LINE) {
      throw Refusal.bad("a chunk extension that is too long or has control characters");
    }
    return State.EXTENSION;
  }

  private State trailer(byte b) throws Refusal {
    if (++trailer > LONGEST_TRAILER) {
      throw Refusal.bad("a trailer of more than " + LONGEST_TRAILER + " bytes");
    }
    if (state == State.VALUE) {
      if (b == '\r') {
        return State.VALUE_LF;
      }
      if (!HttpBytes.isValue(b)) {
        throw Refusal.bad("a control character in a trailer field");
      }
      return State.VALUE;
    }
    if (state == State.LINE) {
      nameLength = 0;
      if (b == '\r') {
        return State.LAST_LF;
      }
    }
    if (b == ':' && nameLength > 0) {
      // What frames, addresses or identifies a message has no place after it (RFC 9110 §6.5.1).
      if (nameLength <= name.length && Field.of(name, 0, nameLength) != Field.OTHER) {
        throw Refusal.bad("a trailer field that belongs into the head");
      }
      return State.VALUE;
    }
    if (!HttpBytes.isToken(b)) {
      throw Refusal.bad("a trailer line that is not \"name: value\"");
    }
    if (nameLength < name.length) {
      name[nameLength] = b;
    }
    nameLength++;
    return State.NAME;
  }

  private static void expect(byte b, char wanted) throws Refusal {
    if (b != wanted) {
      throw Refusal.bad("a chunk that does not end with CR LF");
    }
  }
}
