package dev.curtain.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** gRPC as it looks to a router: HTTP/2 on both sides, both directions at once, trailers. */
class GrpcTest {
  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private Router router;
  private H2Service service;

  @BeforeEach
  void start() throws Exception {
    router = Router.onLoopback(RouterOptions.DEFAULT);
    service = new H2Service();
    router.apply(Tables.one(1, service.track()));
  }

  @AfterEach
  void stop() {
    router.close();
    service.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private Channel connect() {
    return new Bootstrap()
        .group(loops)
        .channel(NioSocketChannel.class)
        .handler(
            new io.netty.channel.ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel
                    .pipeline()
                    .addLast(
                        Http2FrameCodecBuilder.forClient().build(),
                        new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
              }
            })
        .connect("127.0.0.1", router.port())
        .syncUninterruptibly()
        .channel();
  }

  private Channel call(Channel connection) {
    Channel stream =
        new Http2StreamChannelBootstrap(connection)
            .handler(new Answers())
            .open()
            .syncUninterruptibly()
            .getNow();
    Http2Headers head =
        new DefaultHttp2Headers()
            .method("POST")
            .path("/shop.Orders/Place")
            .scheme("http")
            .authority("orders")
            .add("content-type", "application/grpc")
            .add("te", "trailers");
    stream.writeAndFlush(new DefaultHttp2HeadersFrame(head, false)).syncUninterruptibly();
    return stream;
  }

  private static void send(Channel stream, String text, boolean last) {
    stream
        .writeAndFlush(
            new DefaultHttp2DataFrame(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII), last))
        .syncUninterruptibly();
  }

  private final class Answers extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof Http2HeadersFrame frame) {
        CharSequence status = frame.headers().status();
        answers.add(
            status != null
                ? "head " + status + " " + frame.headers().get("x-served")
                : "trailers " + frame.headers().get("grpc-status"));
      } else if (message instanceof Http2DataFrame frame && frame.content().isReadable()) {
        answers.add(frame.content().toString(StandardCharsets.US_ASCII));
      }
      ReferenceCountUtil.release(message);
    }
  }

  private void expect(String answer) throws InterruptedException {
    assertThat(answers.poll(30, TimeUnit.SECONDS)).isEqualTo(answer);
  }

  @Test
  void messagesPassBothWaysWhileTheCallGoesOnAndTrailersEndIt() throws Exception {
    Channel stream = call(connect());
    expect("head 200 h2");
    send(stream, "first", false);
    expect("first");
    send(stream, "second", false);
    expect("second");
    send(stream, "last", true);
    expect("last");
    expect("trailers 0");
    Http2Headers seen = service.seen().getFirst();
    assertThat(seen.path().toString()).isEqualTo("/shop.Orders/Place");
    assertThat(seen.authority().toString()).isEqualTo("orders");
    assertThat(seen.get("te").toString()).isEqualTo("trailers");
    assertThat(seen.get("x-curtain-version").toString()).isEqualTo("version-of-h2");
    Eventually.holds("counted", () -> router.measures().track("h2").completed() == 1);
  }

  @Test
  void aCallThatIsGivenUpIsCancelledAtTheServiceAndOthersGoOn() throws Exception {
    Channel connection = connect();
    Channel given = call(connection);
    expect("head 200 h2");
    Channel other = call(connection);
    expect("head 200 h2");
    given.close().syncUninterruptibly();
    Eventually.holds("cancelled", () -> router.measures().track("h2").cancelled() == 1);
    send(other, "still there", true);
    expect("still there");
    expect("trailers 0");
  }

  @Test
  void aCallInFlightIsCountedAsGrpcAndAClientOfHttp11ReachesTheServiceToo() throws Exception {
    Channel stream = call(connect());
    expect("head 200 h2");
    Eventually.holds(
        "under way",
        () ->
            router.measures().details().underWay().stream()
                .anyMatch(one -> one.protocol().equals("grpc") && one.count() == 1));
    try (Wire wire = Wire.to(router.port())) {
      wire.send("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody");
      assertThat(wire.response().text()).isEqualTo("body[trailer grpc-status: 0]");
      wire.send("GET /y HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(wire.response().text()).isEqualTo("[trailer grpc-status: 0]");
    }
    send(stream, "end", true);
    expect("end");
    expect("trailers 0");
  }
}
