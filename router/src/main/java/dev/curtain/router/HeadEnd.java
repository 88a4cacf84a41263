package dev.curtain.router;

import io.netty.buffer.ByteBuf;

/** Finds the end of a head that arrives in pieces, looking at each byte once. */
final class HeadEnd {
  private int scanned;
  private int lineStart;

  /**
   * @param limit longest head allowed, bytes
   * @return length of the head with its empty line; 2 where the head is nothing but an empty line;
   *     0 while the end has not arrived
   */
  int find(ByteBuf in, int limit) throws Refusal {
    int from = in.readerIndex();
    while (true) {
      int lf = in.indexOf(from + scanned, in.writerIndex(), (byte) '\n');
      int at = lf < 0 ? in.readableBytes() : lf - from;
      if (at >= limit) {
        throw new Refusal(431, "a head of more than " + limit + " bytes");
      }
      if (lf < 0) {
        scanned = at;
        return 0;
      }
      if (at == 0 || in.getByte(lf - 1) != '\r') {
        throw Refusal.bad("a line that ends without CR");
      }
      boolean empty = at - 1 == lineStart;
      scanned = at + 1;
      lineStart = at + 1;
      if (empty) {
        reset();
        return at + 1;
      }
    }
  }

  void reset() {
    scanned = 0;
    lineStart = 0;
  }
}
