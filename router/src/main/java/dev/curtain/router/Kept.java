package dev.curtain.router;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/** What has to be kept of a request as long as it may have to be sent again. */
final class Kept {
  /** Bytes of a body kept for a second attempt. */
  private static final int MOST = 64 * 1024;

  private final List<ByteBuf> parts = new ArrayList<>(1);
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
      parts.add(in.retainedSlice(in.readerIndex(), length));
    }
  }

  /** Sends what there is; the head itself where there will be no second time. */
  void send(UpstreamConnection to) {
    if (mayRepeat) {
      to.write(head.retainedDuplicate());
      parts.forEach(part -> to.write(part.retainedDuplicate()));
    } else {
      to.write(head);
      head = Unpooled.EMPTY_BUFFER;
    }
  }

  /** It will not be sent again. */
  void drop() {
    mayRepeat = false;
    head.release();
    head = Unpooled.EMPTY_BUFFER;
    parts.forEach(ByteBuf::release);
    parts.clear();
  }
}
