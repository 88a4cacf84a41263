package dev.curtain.router;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The new router's side of a hand-over. */
final class Takeover implements AutoCloseable {
  private static final long POLL_NANOS = 5_000_000;
  private static final Duration QUIET = Duration.ofMinutes(5);

  private final RouterInfo info;
  private final UnixPeer peer;
  private final Map<InetSocketAddress, Integer> sockets;
  private boolean reporting;

  private Takeover(RouterInfo info, UnixPeer peer, Map<InetSocketAddress, Integer> sockets) {
    this.info = info;
    this.peer = peer;
    this.sockets = sockets;
  }

  /**
   * Asks the router of a state directory for its sockets.
   *
   * @throws IOException if there is none that gives them
   */
  static Takeover begin(Path state, ControlToken token) throws IOException, InterruptedException {
    RouterInfo info =
        RouterInfo.read(state)
            .orElseThrow(() -> new IOException(state + ": no router.json of a router that runs"));
    if (!UnixPeer.available()) {
      throw new IOException("a hand-over needs epoll (Linux); stop the old router first");
    }
    Handover.Offer offer = ask(info, token);
    UnixPeer peer = UnixPeer.connect(Path.of(offer.socket()));
    Map<InetSocketAddress, Integer> sockets = new HashMap<>();
    for (String address : offer.listeners()) {
      sockets.put(Listening.parse(address), peer.receiveDescriptor(Handover.STEP));
    }
    return new Takeover(info, peer, sockets);
  }

  private static Handover.Offer ask(RouterInfo info, ControlToken token)
      throws IOException, InterruptedException {
    HttpRequest order =
        HttpRequest.newBuilder(URI.create("http://" + info.control() + RouterServer.HANDOVER))
            .timeout(Handover.STEP)
            .header("Authorization", token.header())
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(order, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException(
            "the router at " + info.control() + " does not hand over: " + answer.body());
      }
      return Json.MAPPER.readValue(answer.body(), Handover.Offer.class);
    }
  }

  /** What the old router says about itself. */
  RouterInfo before() {
    return info;
  }

  /** Listening sockets by their addresses. */
  Map<InetSocketAddress, Integer> sockets() {
    return sockets;
  }

  /** Everything that needs no table is done; the old router lets go of its place. */
  RouteTable ready(StateLock lock) throws IOException {
    peer.sendLine(Handover.READY, Handover.STEP);
    RouteTable table =
        Json.table(
            peer.receiveLine(Handover.STEP).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    long deadline = System.nanoTime() + Handover.STEP.toNanos();
    while (!lock.tryTake()) {
      if (System.nanoTime() > deadline) {
        lock.take();
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return table;
  }

  /**
   * From now on the old router accepts nothing.
   *
   * @param rest gets what it still has under way, and nothing at its end
   */
  void serving(Consumer<Handover.Rest> rest) throws IOException {
    peer.sendLine(Handover.SERVING, Handover.STEP);
    reporting = true;
    Thread.ofPlatform().daemon().name("curtain-router-before").start(() -> follow(rest));
  }

  private void follow(Consumer<Handover.Rest> rest) {
    try (peer) {
      while (true) {
        rest.accept(Handover.Rest.parse(peer.receiveLine(QUIET)));
      }
    } catch (IOException ended) {
      rest.accept(Handover.Rest.NONE);
    }
  }

  /** Addresses of the old router that the new one was not told to listen on. */
  List<String> without(List<Listener> listeners) {
    List<String> left = new ArrayList<>();
    sockets.keySet().stream()
        .filter(one -> listeners.stream().noneMatch(given -> given.address().equals(one)))
        .forEach(one -> left.add(Listening.text(one)));
    return left;
  }

  @Override
  public void close() throws IOException {
    if (!reporting) {
      peer.close();
    }
  }
}
