package dev.curtain.router;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/** Ways to end a client's connection. */
final class Farewell {
  private Farewell() {}

  /** After what was written: at once. */
  static void abort(Channel channel, boolean reset) {
    boolean secure = channel.pipeline().get(SslHandler.class) != null;
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(done -> {
          if (reset && channel.isActive()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
          }
          if (reset && secure) {
            // Past the TLS handler, which would say that this was all.
            channel.unsafe().close(channel.voidPromise());
          } else {
            channel.close();
          }
        });
  }

  /** At once, whatever has not left: nothing may make it look whole. */
  static void cut(Channel channel) {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    channel.unsafe().close(channel.voidPromise());
  }

  /** After what was written our side ends, and the client may go on sending for a while. */
  static void linger(Channel channel) {
    H2ClientStream stream = channel.pipeline().get(H2ClientStream.class);
    if (stream != null) {
      stream.end(channel.pipeline().context(stream));
      return;
    }
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls != null) {
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> tls.closeOutbound());
      return;
    }
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(done -> {
          if (channel.isActive() && channel instanceof DuplexChannel duplex) {
            duplex
                .shutdownOutput()
                .addListener(shut -> {
                  if (!shut.isSuccess()) {
                    channel.close();
                  }
                });
          }
        });
  }
}
