package dev.curtain.router;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * An upgraded connection. The bytes pass as they come; a WebSocket's are followed, so that its
 * client can be told in its own words that it has to go elsewhere: Close 1001 between two messages
 * of the service, from which on nothing more comes from there. The client's Close goes to the
 * service, which ends the connection as it would have done by itself.
 */
final class Tunnel {
  /** How much of the closing time a message that is under way may still take. */
  private static final int PATIENCE = 2;

  private final long sinceNanos = System.nanoTime();
  private final @Nullable WebSocketFrames frames;
  private final double turn;
  private boolean wanted;
  private boolean said;
  private long wantedNanos;

  /**
   * @param webSocket whether it speaks RFC 6455, as far as the upgrade says
   * @param turn when it is told to go away within the time for that, 0..1
   */
  Tunnel(boolean webSocket, double turn) {
    this.turn = turn;
    frames = webSocket ? new WebSocketFrames() : null;
  }

  long sinceNanos() {
    return sinceNanos;
  }

  /** Whether the client was told to go away. */
  boolean said() {
    return said;
  }

  /** Whether it is to be told now, so long after its replica has left. */
  boolean due(long waitedNanos, DrainLimits limits) {
    return !wanted && waitedNanos >= turn * limits.nanos(Protocol.WEBSOCKET);
  }

  /** Whether it was to be told so long ago that it is to end now. */
  boolean overdue(long nowNanos, DrainLimits limits) {
    return wanted && nowNanos - wantedNanos > limits.closing().toNanos();
  }

  /**
   * The client is to go away.
   *
   * @return what to send it now; empty where a message has to end first, or it knows
   */
  ByteBuf goAway(long nowNanos, ByteBufAllocator allocator) {
    wanted = true;
    wantedNanos = nowNanos;
    WebSocketFrames following = frames;
    return following != null && following.betweenMessages()
        ? say(following, allocator)
        : Unpooled.EMPTY_BUFFER;
  }

  private ByteBuf say(WebSocketFrames following, ByteBufAllocator allocator) {
    if (said || following.closed()) {
      return Unpooled.EMPTY_BUFFER;
    }
    said = true;
    return WebSocketFrames.goingAway(allocator);
  }

  /**
   * What the client gets of the service's next bytes, which are used up.
   *
   * @param closingNanos how long the end may take
   */
  ByteBuf toClient(ByteBuf in, long nowNanos, long closingNanos, ByteBufAllocator allocator) {
    WebSocketFrames following = frames;
    if (following == null) {
      return in;
    }
    if (said) {
      in.release();
      return Unpooled.EMPTY_BUFFER;
    }
    if (!wanted || following.closed()) {
      following.follow(in, false, false);
      return in;
    }
    boolean hurry = nowNanos - wantedNanos > closingNanos / PATIENCE;
    int passed = following.follow(in, true, hurry);
    boolean between = following.betweenMessages() || (hurry && following.betweenFrames());
    if (!between || following.closed()) {
      following.follow(
          in.slice(in.readerIndex() + passed, in.readableBytes() - passed), false, false);
      return in;
    }
    ByteBuf close = say(following, allocator);
    ByteBuf both = Unpooled.wrappedBuffer(in.readRetainedSlice(passed), close);
    in.release();
    return both;
  }
}
