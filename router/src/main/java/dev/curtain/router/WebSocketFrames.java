package dev.curtain.router;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Follows the frames of one direction of a WebSocket (RFC 6455 §5.2), to know where one of the
 * router's own may stand in between.
 */
final class WebSocketFrames {
  private static final int CLOSE = 8;
  private static final int GOING_AWAY = 1001;
  private static final byte[] REASON = HttpBytes.ascii("going away");

  private int headSeen;
  private int headLength = 2;
  private int lengthLeft;
  private int opcode;
  private boolean fin;
  private boolean inMessage;
  private boolean closed;
  private long payload;
  private long payloadLeft;

  /** Whether a message is neither under way nor half sent in fragments. */
  boolean betweenMessages() {
    return betweenFrames() && !inMessage;
  }

  boolean betweenFrames() {
    return headSeen == 0 && payloadLeft == 0;
  }

  /** Whether this side has said that it sends no more. */
  boolean closed() {
    return closed;
  }

  /**
   * Goes over what is to be read next.
   *
   * @param atMessage whether to stop at the first place between messages
   * @param atFrame whether to stop at the first place between frames
   * @return bytes gone over
   */
  int follow(ByteBuf in, boolean atMessage, boolean atFrame) {
    int at = in.readerIndex();
    int end = in.writerIndex();
    while (at < end) {
      if (payloadLeft > 0) {
        long part = Math.min(payloadLeft, end - at);
        payloadLeft -= part;
        at += (int) part;
      } else {
        head(in.getByte(at++) & 0xFF);
      }
      boolean stop = (atMessage && betweenMessages()) || (atFrame && betweenFrames());
      if (stop) {
        break;
      }
    }
    return at - in.readerIndex();
  }

  private void head(int octet) {
    if (headSeen == 0) {
      fin = (octet & 0x80) != 0;
      opcode = octet & 0x0F;
    } else if (headSeen == 1) {
      int length = octet & 0x7F;
      int extended = length == 126 ? 2 : length == 127 ? 8 : 0;
      headLength = 2 + extended + ((octet & 0x80) != 0 ? 4 : 0);
      lengthLeft = extended;
      payload = extended == 0 ? length : 0;
    } else if (lengthLeft > 0) {
      lengthLeft--;
      payload = payload << 8 | octet;
    }
    headSeen++;
    if (headSeen == headLength && headSeen >= 2) {
      headSeen = 0;
      headLength = 2;
      payloadLeft = Math.max(0, payload);
      closed |= opcode == CLOSE;
      // Control frames may stand in the midst of a message, and are none.
      inMessage = opcode < CLOSE ? !fin : inMessage;
    }
  }

  /** A server's Close frame: 1001, going away. */
  static ByteBuf goingAway(ByteBufAllocator allocator) {
    return allocator
        .ioBuffer(4 + REASON.length)
        .writeByte(0x80 | CLOSE)
        .writeByte(2 + REASON.length)
        .writeShort(GOING_AWAY)
        .writeBytes(REASON);
  }
}
