package dev.curtain.router;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Who an exchange is carried out for: a client, or a mirror that nobody listens to. */
interface Downstream {
  ByteBufAllocator allocator();

  /** The client's address as text. */
  byte[] address();

  /** The address it has reached, as text. */
  byte[] localAddress();

  /** Whether the client's connection is encrypted. */
  boolean secure();

  /** A field line for the service that only such a client has; empty: none. */
  default byte[] extraLine() {
    return HttpBytes.NOTHING;
  }

  /** Goes on with what has arrived as far as that is possible now. */
  void process();

  /**
   * Throws away what has arrived of a body that nobody will get.
   *
   * @return whether that was all of it
   */
  boolean swallow(Body body);

  /** Answers in place of a replica. */
  void answer(Exchange ended, int status, String text, boolean stays);

  /**
   * Passes on a part of a response.
   *
   * @return false where the client does not keep up
   */
  boolean write(ByteBuf bytes);

  void flush();

  /** The last part of a response. */
  void end(Exchange ended, ByteBuf last, boolean keepOpen);

  /** The response cannot be made whole: the client must not take it for that. */
  void abort(Exchange ended, boolean reset);

  void updateReading();
}
