package dev.curtain.router;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A router process while it serves: orders, its place in the state directory, and its end. */
final class RouterRun implements RouterServer.Orders, AutoCloseable {
  private static final long REPORT_NANOS = 100_000_000;

  private final RouterArguments options;
  private final ControlToken token;
  private final StateLock lock;
  private final Router router;
  private final PrintStream messages;
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();
  private final AtomicBoolean handingOver = new AtomicBoolean();
  private volatile @Nullable RouterServer server;

  /**
   * @param limit longest wait for what is in flight
   * @param successor who gets reports meanwhile; null: nobody takes its place
   */
  record Ending(Duration limit, @Nullable UnixPeer successor) {}

  RouterRun(
      RouterArguments options,
      ControlToken token,
      StateLock lock,
      Router router,
      PrintStream messages) {
    this.options = options;
    this.token = token;
    this.lock = lock;
    this.router = router;
    this.messages = messages;
  }

  /** Takes orders, and says so in the state directory. */
  void begin() throws IOException {
    RouterServer begun =
        RouterServer.start(router, this, options.control(), token, options.state());
    server = begun;
    new RouterInfo(
            ProcessHandle.current().pid(),
            router.addresses().stream().map(Listening::text).toList(),
            Listening.text(begun.address()),
            Instant.now().toString())
        .write(options.state());
  }

  @Override
  public void shutdown(Duration limit) {
    ending.complete(new Ending(limit, null));
  }

  @Override
  public Handover.Offer handOver() throws IOException {
    List<Integer> sockets = router.listeningSockets();
    if (!UnixPeer.available() || sockets.isEmpty()) {
      throw new IOException(
          "a hand-over needs epoll (Linux); stop this router, then start another");
    }
    if (!handingOver.compareAndSet(false, true)) {
      throw new IOException("a hand-over is under way already");
    }
    UnixPeer.Door door;
    try {
      door = new UnixPeer.Door(Handover.socket(options.state()));
    } catch (IOException failure) {
      handingOver.set(false);
      throw failure;
    }
    Thread.ofPlatform()
        .daemon()
        .name("curtain-router-handover")
        .start(() -> handOver(door, sockets));
    return new Handover.Offer(
        Handover.socket(options.state()).toString(),
        router.addresses().stream().map(Listening::text).toList());
  }

  private void handOver(UnixPeer.Door door, List<Integer> sockets) {
    boolean paused = false;
    UnixPeer peer = null;
    try (door) {
      peer = door.accept(Handover.STEP);
      for (int socket : sockets) {
        peer.sendDescriptor(socket, Handover.STEP);
      }
      expect(Handover.READY, peer.receiveLine(Handover.PREPARING));
      paused = true;
      pause();
      peer.sendLine(Json.MAPPER.writeValueAsString(router.table()), Handover.STEP);
      expect(Handover.SERVING, peer.receiveLine(Handover.STEP));
      messages.println("router: handed over; ending with what is under way");
      ending.complete(new Ending(DrainLimits.LONGEST, peer));
    } catch (IOException | RuntimeException failure) {
      messages.println("router: not handed over: " + failure.getMessage() + "; serving on");
      close(peer);
      if (paused) {
        resume();
      }
      handingOver.set(false);
    }
  }

  private static void expect(String word, String said) throws IOException {
    if (!said.equals(word)) {
      throw new IOException("the new router said \"" + said + "\" (expected: " + word + ")");
    }
  }

  private void pause() throws IOException {
    RouterServer taking = server;
    if (taking != null) {
      taking.close();
    }
    lock.release();
  }

  private void resume() {
    long give = System.nanoTime() + Handover.STEP.toNanos();
    while (true) {
      try {
        lock.take();
        begin();
        return;
      } catch (IOException taken) {
        if (System.nanoTime() > give) {
          messages.println("router: takes no orders any more: " + taken.getMessage());
          return;
        }
        LockSupport.parkNanos(REPORT_NANOS);
      }
    }
  }

  private static void close(@Nullable UnixPeer peer) {
    try {
      if (peer != null) {
        peer.close();
      }
    } catch (IOException gone) {
      System.getLogger("dev.curtain.router").log(System.Logger.Level.DEBUG, "closing", gone);
    }
  }

  /**
   * Waits for the end to be asked for, and goes through it.
   *
   * @return connections that had to be cut
   */
  int end() throws IOException, InterruptedException {
    Ending how = ending.join();
    UnixPeer successor = how.successor();
    if (successor == null) {
      int cut = router.drain(how.limit());
      Files.deleteIfExists(RouterInfo.file(options.state()));
      return cut;
    }
    Thread.ofPlatform().daemon().name("curtain-router-rest").start(() -> report(successor));
    try {
      return router.leave(how.limit());
    } finally {
      close(successor);
    }
  }

  /** Tells the successor what is still in flight here, as long as there is something. */
  private void report(UnixPeer successor) {
    try {
      while (true) {
        successor.sendLine(Handover.Rest.of(router.measures()).text(), Handover.STEP);
        LockSupport.parkNanos(REPORT_NANOS);
      }
    } catch (IOException over) {
      System.getLogger("dev.curtain.router").log(System.Logger.Level.DEBUG, "no report", over);
    }
  }

  @Override
  public void close() {
    RouterServer taking = server;
    if (taking != null) {
      taking.close();
    }
  }
}
