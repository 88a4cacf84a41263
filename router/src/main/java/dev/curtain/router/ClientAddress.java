package dev.curtain.router;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2StreamChannel;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Whom a connection comes from: looked for upon its first request, as a header may say so first.
 */
final class ClientAddress {
  private static final byte[] UNKNOWN = HttpBytes.ascii("unknown");

  private final Channel channel;
  private byte @Nullable [] text;
  private byte @Nullable [] raw;

  ClientAddress(Channel channel) {
    this.channel = channel;
  }

  byte[] text() {
    byte[] known = text;
    if (known == null) {
      InetSocketAddress source = source();
      raw = source == null ? null : source.getAddress().getAddress();
      known = source == null ? UNKNOWN : HttpBytes.ascii(source.getAddress().getHostAddress());
      text = known;
    }
    return known;
  }

  /** The address as bytes, once {@link #text} was asked for; null where there is none. */
  byte @Nullable [] raw() {
    return raw;
  }

  /** The address that the client has reached. */
  byte[] local() {
    return connection().localAddress() instanceof InetSocketAddress local
        ? HttpBytes.ascii(Listening.text(local))
        : HttpBytes.ascii("localhost");
  }

  private Channel connection() {
    Channel parent = channel.parent();
    return channel instanceof Http2StreamChannel && parent != null ? parent : channel;
  }

  private @Nullable InetSocketAddress source() {
    InetSocketAddress told = connection().attr(ProxyHeader.SOURCE).get();
    return told != null
        ? told
        : connection().remoteAddress() instanceof InetSocketAddress remote ? remote : null;
  }
}
