package dev.curtain.router;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.util.AttributeKey;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Notes who a balancer in front says the client is, behind Netty's decoder of PROXY headers. */
final class ProxyHeader extends ChannelInboundHandlerAdapter {
  /** Whom a connection comes from, where that is not its other end. */
  static final AttributeKey<InetSocketAddress> SOURCE = AttributeKey.valueOf("curtain.source");

  private final Worker worker;

  ProxyHeader(Worker worker) {
    this.worker = worker;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws UnknownHostException {
    if (message instanceof HAProxyMessage header) {
      byte[] address =
          header.sourceAddress() == null
              ? null
              : NetUtil.createByteArrayFromIpAddressString(header.sourceAddress());
      if (address != null) {
        ctx.channel()
            .attr(SOURCE)
            .set(new InetSocketAddress(InetAddress.getByAddress(address), header.sourcePort()));
      }
      header.release();
      ctx.pipeline().remove(this);
    } else {
      ctx.fireChannelRead(message);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    worker.report(new IOException("not a PROXY header", cause));
    ctx.close();
  }
}
