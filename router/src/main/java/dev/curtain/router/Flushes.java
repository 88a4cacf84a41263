package dev.curtain.router;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes of one event loop that go to the kernel together, once everything that was ready has been
 * read: the first of them wakes up the process at the other end, which then finds the rest instead
 * of being woken up for each. Under low load that is after a single request, so nothing waits.
 */
final class Flushes {
  /** Large bodies go at once, while they are still in the processor's cache. */
  private static final int AT_ONCE = 16 * 1024;

  private final EventLoop loop;
  private final List<ChannelHandlerContext> waiting = new ArrayList<>();
  private final Runnable task = this::run;

  Flushes(EventLoop loop) {
    this.loop = loop;
  }

  /** To be called once per connection and round; what is written in between goes along. */
  void add(ChannelHandlerContext ctx) {
    Channel channel = ctx.channel();
    if (channel.bytesBeforeUnwritable() < Worker.MOST_UNSENT - AT_ONCE) {
      ctx.flush();
      return;
    }
    if (waiting.isEmpty()) {
      loop.execute(task);
    }
    waiting.add(ctx);
  }

  private void run() {
    try {
      // A flush may write more, which comes into the list while it is gone through.
      for (int i = 0; i < waiting.size(); i++) {
        waiting.get(i).flush();
      }
    } finally {
      waiting.clear();
    }
  }
}
