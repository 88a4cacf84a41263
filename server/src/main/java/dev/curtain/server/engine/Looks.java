package dev.curtain.server.engine;

import dev.curtain.router.Measures;
import dev.curtain.router.RouterControl;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * One look at the router for all who ask at about the same time: a thousand replicas that drain, or
 * rollouts that learn what is usual, ask often, and each answer has the counts of every track.
 * Whoever asks gets counts of a moment after it asked.
 */
final class Looks {
  private final RouterControl router;
  private CompletableFuture<Measures> next = new CompletableFuture<>();
  private int asked;
  private boolean looking;

  Looks(RouterControl router) {
    this.router = router;
  }

  Measures look() throws IOException, InterruptedException {
    CompletableFuture<Measures> mine;
    synchronized (this) {
      mine = next;
      asked++;
      if (!looking) {
        looking = true;
        Thread.ofVirtual().name("looks").start(this::run);
      }
    }
    try {
      return mine.get();
    } catch (ExecutionException e) {
      Throwable cause = Optional.ofNullable(e.getCause()).orElse(e);
      throw new IOException(cause.getMessage(), cause);
    }
  }

  private void run() {
    while (true) {
      CompletableFuture<Measures> now;
      synchronized (this) {
        if (asked == 0) {
          looking = false;
          return;
        }
        asked = 0;
        now = next;
        next = new CompletableFuture<>();
      }
      try {
        now.complete(router.measures());
      } catch (IOException | RuntimeException e) {
        now.completeExceptionally(e);
      }
    }
  }
}
