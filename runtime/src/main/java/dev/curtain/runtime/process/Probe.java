package dev.curtain.runtime.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks a service on a loopback port whether it is ready; takes a second at most. */
final class Probe {
  private static final int MILLIS = 1000;
  private static final int STATUS_LINE = 12;

  private Probe() {}

  /**
   * @param path that answers 2xx while the service is ready; empty: a connection is proof enough
   */
  static boolean ready(int port, Optional<String> path) {
    long deadline = System.nanoTime() + MILLIS * 1_000_000L;
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MILLIS);
      return path.isEmpty() || answersWell(socket, port, path.get(), deadline);
    } catch (IOException notReady) {
      return false;
    }
  }

  private static boolean answersWell(Socket socket, int port, String path, long deadline)
      throws IOException {
    String request =
        "GET " + path + " HTTP/1.1\r\nhost: 127.0.0.1:" + port + "\r\nconnection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.length() < STATUS_LINE) {
      socket.setSoTimeout((int) Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
      int c = in.read();
      if (c < 0) {
        return false;
      }
      head.append((char) c);
    }
    return head.toString().matches("HTTP/1\\.[01] 2\\d\\d");
  }
}
