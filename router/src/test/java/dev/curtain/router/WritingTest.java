package dev.curtain.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** How heads are put together and when bytes leave. */
class WritingTest {
  @Test
  void hexadecimalDigitsAreThoseOfTheJdk() {
    for (int bits : new int[] {0, 1, 9, 10, 0x0A9F, 0x89ABCDEF, 0x76543210, -1, 0xF0F0F0F0}) {
      String digits = HeadWriterText.of(new HeadWriter().begin().hex((long) bits << 32 | 7));
      assertThat(digits).isEqualTo(String.format("%08x00000007", bits));
    }
  }

  @Test
  void aHeadMayBeLongerThanAnyBefore() {
    HeadWriter writer = new HeadWriter();
    String line = "x-long: " + "y".repeat(20_000) + "\r\n";
    writer.begin().put(HttpBytes.ascii("GET / HTTP/1.1\r\n")).put(HttpBytes.ascii(line));
    assertThat(HeadWriterText.of(writer)).isEqualTo("GET / HTTP/1.1\r\n" + line);
    assertThat(HeadWriterText.of(writer.begin().put('x'))).isEqualTo("x");
  }

  @Test
  void answersOfOneRoundLeaveTogetherAtItsEnd() {
    EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    channel.config().setWriteBufferWaterMark(Worker.waterMark());
    ChannelHandlerContext context = channel.pipeline().firstContext();
    Flushes flushes = new Flushes(channel.eventLoop());
    context.write(Unpooled.copiedBuffer("one", StandardCharsets.UTF_8));
    context.write(Unpooled.copiedBuffer("two", StandardCharsets.UTF_8));
    flushes.add(context);
    flushes.add(context);
    assertThat(channel.outboundMessages()).as("nothing leaves within the round").isEmpty();
    channel.runPendingTasks();
    assertThat(channel.outboundMessages()).hasSize(2);
    channel.finishAndReleaseAll();
  }

  @Test
  void aLargePartLeavesAtOnce() {
    EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    channel.config().setWriteBufferWaterMark(Worker.waterMark());
    ChannelHandlerContext context = channel.pipeline().firstContext();
    context.write(Unpooled.wrappedBuffer(new byte[40_000]));
    new Flushes(channel.eventLoop()).add(context);
    assertThat(channel.outboundMessages()).hasSize(1);
    channel.finishAndReleaseAll();
  }

  private static final class HeadWriterText {
    static String of(HeadWriter writer) {
      ByteBuf out = writer.buffer(UnpooledByteBufAllocator.DEFAULT, 0);
      try {
        return out.toString(StandardCharsets.ISO_8859_1);
      } finally {
        out.release();
      }
    }
  }
}
