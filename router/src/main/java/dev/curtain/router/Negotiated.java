package dev.curtain.router;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import java.io.IOException;

/** Goes on with the protocol that client and router have agreed upon in the TLS handshake. */
final class Negotiated extends ApplicationProtocolNegotiationHandler {
  private final Worker worker;

  Negotiated(Worker worker) {
    super(ApplicationProtocolNames.HTTP_1_1);
    this.worker = worker;
  }

  @Override
  protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
    if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
      Http2Front.add(worker, ctx.pipeline(), true);
    } else {
      ctx.pipeline().addLast(worker.client(ctx.channel(), true));
    }
  }

  @Override
  protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
    worker.report(new IOException("TLS handshake failed", cause));
    ctx.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    worker.report(new IOException("TLS connection failed", cause));
    ctx.close();
  }
}
