package dev.curtain.router;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/**
 * A copy of one request for a mirror. It gathers the body as it passes, is sent once the request is
 * whole, throws the answer away but for its digest, and compares that with the real one.
 */
final class Copy implements Downstream {
  private static final byte[] SHADOW = HttpBytes.ascii("x-curtain-shadow: 1\r\n");

  /** Longest time that a copy may take. */
  private static final long MOST_NANOS = 30_000_000_000L;

  private final Mirroring mirroring;
  private final Worker worker;
  private final RoutePolicy.Mirror mirror;
  private final int most;
  private final ByteBuf requestLine;
  private final Exchange exchange;
  private final byte[] address;
  private final byte[] localAddress;
  private final boolean secure;
  private final Digest real = new Digest();
  private final Digest copied = new Digest();
  private final List<ByteBuf> body = new ArrayList<>(1);
  private int bodyBytes;
  private boolean gathering = true;
  private boolean running;
  private boolean realEnded;
  private boolean realWhole;
  private boolean copyWhole;
  private boolean copyEnded;
  private boolean processing;
  private long startedNanos;

  Copy(
      Mirroring mirroring,
      Worker worker,
      RoutePolicy.Mirror mirror,
      int most,
      TrackTarget track,
      RequestHead head,
      Downstream origin) {
    address = origin.address();
    localAddress = origin.localAddress();
    secure = origin.secure();
    this.mirroring = mirroring;
    this.worker = worker;
    this.mirror = mirror;
    this.most = most;
    int end = head.targetStart();
    while (end < head.targetEnd() && head.data()[end] != '?') {
      end++;
    }
    requestLine =
        Unpooled.buffer(32)
            .writeBytes(head.data(), 0, head.methodEnd())
            .writeByte(' ')
            .writeBytes(head.data(), head.targetStart(), end - head.targetStart());
    exchange =
        new Exchange(
            this,
            worker,
            track,
            head,
            new Account(worker, mirroring.shadow(), null, copied, null, null),
            null);
  }

  int most() {
    return most;
  }

  Worker worker() {
    return worker;
  }

  /** Where the real answer is noted. */
  Digest real() {
    return real;
  }

  /** A part of the request's body has passed, as it came. */
  void passed(ByteBuf part) {
    if (!gathering) {
      return;
    }
    bodyBytes += part.readableBytes();
    if (bodyBytes > mirror.mostBodyBytes()) {
      gathering = false;
      mirroring.drop(this);
    } else {
      body.add(part.retainedDuplicate());
    }
  }

  /** The request is whole. */
  void whole() {
    if (gathering) {
      gathering = false;
      mirroring.ready(this);
    }
  }

  void start() {
    running = true;
    startedNanos = System.nanoTime();
    worker.copies().add(this);
    exchange.begin();
    process();
  }

  /**
   * The real request has ended.
   *
   * @param answered whether with a whole answer
   */
  void realEnded(boolean answered, long micros) {
    realEnded = true;
    realWhole = answered;
    if (answered) {
      mirroring.primary().started(worker.wallMicros(System.nanoTime()));
      mirroring.primary().completed(real.status(), micros);
    }
    if (gathering) {
      // The client has gone before its request was whole.
      gathering = false;
      mirroring.drop(this);
    }
    compare();
  }

  private void compare() {
    if (realEnded && realWhole && copyEnded && copyWhole) {
      mirroring.compare(
          real, copied, mirror.compareBodies(), requestLine, worker.wallMicros(System.nanoTime()));
    }
  }

  private void ended(boolean answered) {
    if (!copyEnded) {
      copyEnded = true;
      worker.copies().remove(this);
      copyWhole = answered;
      release();
      compare();
      mirroring.ended();
    }
  }

  /** Lets go of what it keeps of the request. */
  void release() {
    body.forEach(ByteBuf::release);
    body.clear();
    if (!running) {
      exchange.discard();
    }
  }

  @Override
  public ByteBufAllocator allocator() {
    return PooledByteBufAllocator.DEFAULT;
  }

  @Override
  public byte[] address() {
    return address;
  }

  @Override
  public byte[] localAddress() {
    return localAddress;
  }

  @Override
  public boolean secure() {
    return secure;
  }

  @Override
  public byte[] extraLine() {
    return SHADOW;
  }

  @Override
  public void process() {
    if (processing || copyEnded) {
      return;
    }
    processing = true;
    try {
      while (!body.isEmpty()) {
        ByteBuf part = body.getFirst();
        if (!exchange.offer(part)) {
          break;
        }
        if (!part.isReadable()) {
          body.removeFirst().release();
        }
      }
    } catch (Refusal impossible) {
      // The same bytes have just passed the same check on their way to the real track.
      exchange.cancel(false);
      ended(false);
    } finally {
      processing = false;
    }
    exchange.flush();
  }

  @Override
  public boolean swallow(Body rest) {
    return true;
  }

  @Override
  public void answer(Exchange over, int status, String text, boolean stays) {
    ended(false);
  }

  @Override
  public boolean write(ByteBuf bytes) {
    bytes.release();
    return true;
  }

  @Override
  public void flush() {}

  @Override
  public void end(Exchange over, ByteBuf last, boolean keepOpen) {
    last.release();
    over.delivered();
    ended(true);
  }

  @Override
  public void abort(Exchange over, boolean reset) {
    ended(false);
  }

  @Override
  public void updateReading() {}

  /** Ends a copy that takes too long. */
  void checkTime(long nowNanos) {
    if (nowNanos - startedNanos > MOST_NANOS) {
      exchange.cancel(false);
      ended(false);
    }
  }
}
