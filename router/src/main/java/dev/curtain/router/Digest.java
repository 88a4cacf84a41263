package dev.curtain.router;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** What is kept of an answer for a comparison: status, length and checksum of the decoded body. */
final class Digest {
  private final CRC32C sum = new CRC32C();
  private int status;
  private long length;

  void status(int with) {
    status = with;
  }

  int status() {
    return status;
  }

  long length() {
    return length;
  }

  void add(ByteBuf bytes, int from, int count) {
    length += count;
    if (count > 0) {
      for (ByteBuffer part : bytes.nioBuffers(from, count)) {
        sum.update(part);
      }
    }
  }

  boolean sameBody(Digest other) {
    return length == other.length && sum.getValue() == other.sum.getValue();
  }
}
