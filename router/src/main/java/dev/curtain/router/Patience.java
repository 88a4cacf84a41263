package dev.curtain.router;

import io.netty.channel.Channel;

/**
 * How long a client has done nothing while it was its turn: to send more of a body, or to take what
 * is there for it. What a service makes others wait for is not the client's.
 */
final class Patience {
  private long moves = 1;
  private long seenMoves;
  private long seenUnsent;
  private long sinceNanos;

  /** Something came from the client, or was written to it: who takes nothing is not written to. */
  void moved() {
    moves++;
  }

  /**
   * To be asked a few times per second while there is an exchange.
   *
   * @param used whether all that has come from the client has been passed on
   * @return whether the client has done nothing in its turn for longer than the limit
   */
  boolean over(Worker worker, Channel client, boolean used, Exchange current, long nowNanos) {
    long unsent = client.isWritable() ? 0 : client.bytesBeforeWritable();
    long limit = worker.options().client().stall().toNanos();
    boolean over = over(unsent, used && sends(current), nowNanos, limit);
    if (over) {
      worker.events().clientsStalled++;
    }
    return over;
  }

  /**
   * @param unsent bytes for the client above which it gets no more; 0: fewer
   * @param sends whether it is the client that has to send
   * @param limitNanos 0: none
   */
  boolean over(long unsent, boolean sends, long nowNanos, long limitNanos) {
    boolean turn = unsent > 0 || sends;
    if (!turn || moves != seenMoves || unsent != seenUnsent) {
      sinceNanos = nowNanos;
    }
    seenMoves = moves;
    seenUnsent = unsent;
    return turn && limitNanos > 0 && nowNanos - sinceNanos > limitNanos;
  }

  /** Calls of gRPC and whoever is answered already may take their time. */
  private static boolean sends(Exchange current) {
    return !current.requestDone()
        && current.takes()
        && !current.tunnelling()
        && !current.responding()
        && !current.asked().grpc();
  }
}
