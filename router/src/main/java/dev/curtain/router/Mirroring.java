package dev.curtain.router;

import dev.curtain.router.Measures.Difference;
import dev.curtain.router.Measures.MirrorMeasures;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop does for one mirror: how many copies are under way and wait, and what the
 * comparisons found. Touched by that loop alone.
 */
final class Mirroring {
  /** Examples kept of answers that differ. */
  static final int MOST_EXAMPLES = 8;

  private final TrackMeter primary = new TrackMeter();
  private final TrackMeter shadow = new TrackMeter();
  private final Deque<Copy> waiting = new ArrayDeque<>();
  private final Deque<Difference> examples = new ArrayDeque<>();
  private int underWay;
  private long offered;
  private long dropped;
  private long compared;
  private long statusDiffers;
  private long bodyDiffers;

  /** A copy for a request whose head has been read; null where there is no room for it. */
  @Nullable Copy offer(
      Worker worker,
      RoutePolicy.Mirror mirror,
      TrackTarget track,
      RequestHead head,
      Downstream origin) {
    int most = Math.ceilDiv(mirror.mostInFlight(), worker.loops());
    offered++;
    boolean room = underWay < most || waiting.size() < most;
    if (!room || worker.pressed() || track.replicas().isEmpty()) {
      dropped++;
      return null;
    }
    return new Copy(this, worker, mirror, most, track, head, origin);
  }

  /** A copy has its whole request: it goes now, waits its turn, or is dropped. */
  void ready(Copy copy) {
    if (underWay < copy.most()) {
      underWay++;
      copy.start();
    } else if (waiting.size() < copy.most() && !copy.worker().pressed()) {
      waiting.add(copy);
    } else {
      drop(copy);
    }
  }

  void drop(Copy copy) {
    dropped++;
    copy.release();
  }

  void ended() {
    underWay--;
    Copy next = waiting.poll();
    while (next != null && next.worker().pressed()) {
      drop(next);
      next = waiting.poll();
    }
    if (next != null) {
      underWay++;
      next.start();
    }
  }

  TrackMeter shadow() {
    return shadow;
  }

  TrackMeter primary() {
    return primary;
  }

  void compare(Digest real, Digest copied, boolean bodies, ByteBuf requestLine, long atMicros) {
    compared++;
    boolean otherStatus = real.status() != copied.status();
    boolean otherBody = bodies && !otherStatus && !real.sameBody(copied);
    if (otherStatus) {
      statusDiffers++;
    }
    if (otherBody) {
      bodyDiffers++;
    }
    if (otherStatus || otherBody) {
      if (examples.size() == MOST_EXAMPLES) {
        examples.removeFirst();
      }
      examples.add(
          new Difference(
              atMicros,
              requestLine.toString(StandardCharsets.ISO_8859_1),
              real.status(),
              copied.status(),
              real.length(),
              copied.length()));
    }
  }

  MirrorMeasures snapshot() {
    return new MirrorMeasures(
        offered,
        dropped,
        compared,
        statusDiffers,
        bodyDiffers,
        primary.snapshot(),
        shadow.snapshot(),
        List.copyOf(examples));
  }
}
