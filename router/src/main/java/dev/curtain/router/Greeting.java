package dev.curtain.router;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/** Looks at the first bytes of a connection without TLS: HTTP/2 begins with its preface. */
final class Greeting extends ByteToMessageDecoder {
  private static final byte[] PREFACE = HttpBytes.ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

  private final Worker worker;
  private final ClientConnection client;

  Greeting(Worker worker, ClientConnection client) {
    this.worker = worker;
    this.client = client;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    int length = Math.min(in.readableBytes(), PREFACE.length);
    for (int i = 0; i < length; i++) {
      if (in.getByte(in.readerIndex() + i) != PREFACE[i]) {
        ctx.pipeline().remove(this);
        return;
      }
    }
    if (length == PREFACE.length) {
      ctx.pipeline().remove(client);
      worker.forget(client);
      Http2Front.add(worker, ctx.pipeline(), false);
      ctx.pipeline().remove(this);
    }
  }
}
