package dev.curtain.router;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Follows one HTTP/1.1 message as the router writes it, whose head is always in one piece, and
 * takes it apart for HTTP/2: data without its coding, trailers, the end.
 */
final class H1Message {
  private final ByteBuf trailers = Unpooled.buffer(0);
  private @Nullable Body body;

  /** The body that follows the head just read. */
  void begin(Body framing) {
    body = framing instanceof Body.Chunked ? new Body.Chunked(trailers, 0) : framing;
  }

  /** Whether the head is there and everything that follows it too. */
  boolean done() {
    return body != null && body.done();
  }

  boolean begun() {
    return body != null;
  }

  /** The next part of the body; empty where there is none yet. */
  ByteBuf data(ByteBuf in, ByteBufAllocator allocator) throws Refusal {
    Body current = body;
    if (current == null || current.done() || !in.isReadable()) {
      return Unpooled.EMPTY_BUFFER;
    }
    if (!(current instanceof Body.Chunked)) {
      return in.readRetainedSlice(current.advance(in, null));
    }
    ByteBuf decoded = allocator.ioBuffer(in.readableBytes());
    try {
      in.skipBytes(current.advance(in, decoded));
      return decoded;
    } catch (Refusal refusal) {
      decoded.release();
      throw refusal;
    }
  }

  boolean hasTrailers() {
    return trailers.readableBytes() > 2;
  }

  ByteBuf trailers() {
    return trailers;
  }
}
