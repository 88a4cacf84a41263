package dev.curtain.runtime.standin;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** One connection to a stand-in: requests are answered one after the other, in their order. */
final class Conversation extends SimpleChannelInboundHandler<HttpObject> {
  private record Question(String path, boolean keepAlive) {}

  private final StandIn standIn;
  private final Deque<Question> questions = new ArrayDeque<>();
  private Question incoming = new Question("/", false);
  private boolean answering;
  private boolean closing;

  Conversation(StandIn standIn) {
    this.standIn = standIn;
  }

  /** Closes the connection now, or after what was asked has been answered; on its event loop. */
  static void closeWhenIdle(Channel connection) {
    Conversation conversation = connection.pipeline().get(Conversation.class);
    conversation.closing = true;
    if (!conversation.answering) {
      connection.close();
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
    if (part.decoderResult().isFailure()) {
      context.close();
      return;
    }
    if (part instanceof HttpRequest request) {
      String uri = request.uri();
      int query = uri.indexOf('?');
      incoming =
          new Question(query < 0 ? uri : uri.substring(0, query), HttpUtil.isKeepAlive(request));
      if (HttpUtil.is100ContinueExpected(request)) {
        context.writeAndFlush(
            new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
      }
    }
    if (part instanceof LastHttpContent) {
      questions.add(incoming);
      if (!answering) {
        answerNext(context);
      }
    }
  }

  private void answerNext(ChannelHandlerContext context) {
    Question question = questions.poll();
    if (question == null) {
      answering = false;
      if (closing) {
        context.close();
      }
      return;
    }
    answering = true;
    StandIn.Reply reply = standIn.reply(question.path());
    if (reply.delayNanos() == 0) {
      answer(context, question, reply);
    } else {
      standIn.later(reply.delayNanos(), () -> answer(context, question, reply));
    }
  }

  private void answer(ChannelHandlerContext context, Question question, StandIn.Reply reply) {
    if (!context.channel().isActive()) {
      return;
    }
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(reply.status()),
            Unpooled.wrappedBuffer(reply.body()));
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
    HttpUtil.setContentLength(response, reply.body().length);
    if (reply.injected()) {
      response.headers().set(StandInRuntime.FAULT_HEADER, StandInRuntime.FAULT_INJECTED);
    }
    boolean last = !question.keepAlive() || (closing && questions.isEmpty());
    if (last) {
      response.headers().set(HttpHeaderNames.CONNECTION, "close");
      context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    } else {
      context.writeAndFlush(response);
      answerNext(context);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
    context.close();
    if (!(cause instanceof IOException)) {
      super.exceptionCaught(context, cause);
    }
  }
}
