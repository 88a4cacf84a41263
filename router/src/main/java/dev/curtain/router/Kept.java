package dev.curtain.router;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What has to be kept of a request as long as it may have to be sent again. */
final class Kept {
  /** Bytes of a body kept for a second attempt. */
  private static final int MOST = 64 * 1024;

  private List<ByteBuf> parts = List.of();
  private ByteBuf head;
  private boolean mayRepeat;
  private int bytes;

  Kept(ByteBuf head, boolean mayRepeat) {
    this.head = head;
    this.mayRepeat = mayRepeat;
  }

  boolean mayRepeat() {
    return mayRepeat;
  }

  /** A part of the body is about to be sent. */
  void add(ByteBuf in, int length) {
    if (!mayRepeat) {
      return;
    }
    bytes += length;
    if (bytes > MOST) {
      drop();
    } else {
      if (parts.isEmpty()) {
        parts = new ArrayList<>(2);
      }
      parts.add(in.retainedSlice(in.readerIndex(), length));
    }
  }

  /** Sends what there is; the head itself where there will be no second time. */
  void send(UpstreamConnection to) {
    if (mayRepeat) {
      // Whoever had it before has let go of it: a second attempt comes after the first's end.
      to.write(head.readerIndex(0).retain());
      for (ByteBuf part : parts) {
        to.write(part.retainedDuplicate());
      }
    } else {
      to.write(head.retain());
    }
  }

  /** What the service was asked. */
  String head() {
    return head.toString(0, head.writerIndex(), StandardCharsets.ISO_8859_1);
  }

  boolean dropped() {
    return head.capacity() == 0;
  }

  /** It will not be sent again. */
  void drop() {
    mayRepeat = false;
    head.release();
    head = Unpooled.EMPTY_BUFFER;
    if (!parts.isEmpty()) {
      parts.forEach(ByteBuf::release);
      parts = List.of();
    }
  }
}
