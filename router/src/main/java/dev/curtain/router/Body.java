package dev.curtain.router;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Where a message's body ends. */
sealed interface Body {
  Body NONE = new Length(0);

  boolean done();

  /**
   * @param decoded where a chunked body's data goes without its coding; null: it is not wanted
   * @return how many of the readable bytes belong to the body: at least one unless it is done
   */
  int advance(ByteBuf in, @Nullable ByteBuf decoded) throws Refusal;

  static Refusal tooLong(long most) {
    return new Refusal(413, "a body of more than " + most + " bytes");
  }

  /** A body of a known number of bytes. */
  final class Length implements Body {
    private long left;

    Length(long bytes) {
      left = bytes;
    }

    @Override
    public boolean done() {
      return left == 0;
    }

    @Override
    public int advance(ByteBuf in, @Nullable ByteBuf decoded) {
      int part = (int) Math.min(left, in.readableBytes());
      left -= part;
      return part;
    }
  }

  /** A chunked body. */
  final class Chunked implements Body {
    private final Chunks chunks;
    private final long most;

    Chunked() {
      this(null, 0);
    }

    /**
     * @param trailers where the trailer lines go, if they are wanted
     * @param most bytes without the coding; 0: no bound
     */
    Chunked(@Nullable ByteBuf trailers, long most) {
      chunks = new Chunks(trailers);
      this.most = most;
    }

    @Override
    public boolean done() {
      return chunks.done();
    }

    @Override
    public int advance(ByteBuf in, @Nullable ByteBuf decoded) throws Refusal {
      int length = chunks.advance(in, decoded);
      if (most > 0 && chunks.bytes() > most) {
        throw tooLong(most);
      }
      return length;
    }
  }

  /** A response that ends with its connection. */
  final class UntilClose implements Body {
    @Override
    public boolean done() {
      return false;
    }

    @Override
    public int advance(ByteBuf in, @Nullable ByteBuf decoded) {
      return in.readableBytes();
    }
  }
}
