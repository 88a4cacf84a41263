package dev.curtain.router;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A replica made of a real socket, doing on each connection what its script says. */
final class TestService implements AutoCloseable {
  /** What is done on one connection; a failure resets it. */
  interface Script {
    void serve(Wire wire) throws IOException, InterruptedException;
  }

  /** The answer to one request, as it goes over the wire. */
  interface Answer {
    String to(Wire.Message request) throws InterruptedException;
  }

  private final String id;
  private final ServerSocket server;
  private final Set<Wire> open = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<Wire.Message> requests = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();

  private @Nullable Thread acceptor;

  private TestService(String id, int port) throws IOException {
    this.id = id;
    server = new ServerSocket(port, 1024, InetAddress.getLoopbackAddress());
  }

  static TestService scripted(String id, Script script) throws IOException {
    TestService service = new TestService(id, 0);
    service.start(script);
    return service;
  }

  static TestService answering(String id, Answer answer) throws IOException {
    return answeringAt(0, id, answer);
  }

  static TestService answeringAt(int port, String id, Answer answer) throws IOException {
    TestService service = new TestService(id, port);
    service.start(wire -> {
      for (Optional<Wire.Message> next = wire.request(); next.isPresent(); next = wire.request()) {
        service.requests.add(next.get());
        wire.send(answer.to(next.get()));
      }
    });
    return service;
  }

  /** Keeps nothing of what it was asked: for runs without end. */
  static TestService forgetful(String id, Answer answer) throws IOException {
    return scripted(
        id,
        wire -> {
          for (Optional<Wire.Message> next = wire.request();
              next.isPresent();
              next = wire.request()) {
            wire.send(answer.to(next.get()));
          }
        });
  }

  /** Answers every request with its own id. */
  static TestService named(String id) throws IOException {
    return answering(id, request -> ok(id));
  }

  static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private void start(Script script) {
    acceptor = Thread.ofVirtual().name("service-" + id).start(() -> accept(script));
  }

  private void accept(Script script) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket, script));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket, Script script) {
    try (Wire wire = new Wire(socket)) {
      open.add(wire);
      socket.setSoTimeout(0);
      try {
        script.serve(wire);
      } catch (IOException | InterruptedException | NumberFormatException failure) {
        wire.reset();
      } finally {
        open.remove(wire);
      }
    } catch (IOException closed) {
      open.removeIf(wire -> wire.socket().isClosed());
    }
  }

  Route.Backend backend() {
    return new Route.Backend(id, "127.0.0.1", server.getLocalPort());
  }

  int port() {
    return server.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  int openConnections() {
    return open.size();
  }

  /** The requests so far, in order. */
  ConcurrentLinkedQueue<Wire.Message> requests() {
    return requests;
  }

  Wire.Message last() {
    Wire.Message last = null;
    for (Wire.Message request : requests) {
      last = request;
    }
    if (last == null) {
      throw new AssertionError("no request reached " + id);
    }
    return last;
  }

  /** Stops as a crashed process does. */
  void crash() throws IOException {
    server.close();
    if (acceptor != null) {
      // Only once nobody waits on it any more is the port really closed.
      try {
        acceptor.join();
      } catch (InterruptedException interrupted) {
        throw new IOException(interrupted);
      }
    }
    for (Wire wire : open) {
      wire.reset();
    }
  }

  @Override
  public void close() throws IOException {
    crash();
  }
}
