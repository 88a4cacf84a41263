package dev.curtain.server.traffic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Answers each request head with the bytes a script gives; an answer that ends with {@link #CLOSE}
 * ends the connection after it.
 */
final class ScriptedServer implements AutoCloseable {
  static final String CLOSE = "\0";

  /** What to send for a request head; {@code nth} counts on its connection, from 1. */
  interface Script {
    String answer(String head, int nth) throws InterruptedException;
  }

  private final ServerSocket listener;
  private final Script script;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  ScriptedServer(Script script) throws IOException {
    this.script = script;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  static String ok(String headers) {
    return "HTTP/1.1 200 OK\r\n" + headers + "content-length: 2\r\n\r\nok";
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort());
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        sockets.add(socket);
        threads.execute(() -> converse(socket));
      }
    } catch (IOException closed) {
      sockets.forEach(ScriptedServer::end);
    }
  }

  private void converse(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      int nth = 0;
      while (true) {
        StringBuilder head = new StringBuilder();
        for (String line = in.readLine(); !"".equals(line); line = in.readLine()) {
          if (line == null) {
            return;
          }
          head.append(line).append('\n');
        }
        nth++;
        String answer = script.answer(head.toString(), nth);
        boolean close = answer.endsWith(CLOSE);
        String bytes = close ? answer.substring(0, answer.length() - 1) : answer;
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        if (close) {
          return;
        }
      }
    } catch (IOException gone) {
      sockets.remove(socket);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
    threads.close();
  }
}
