package dev.curtain.router;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One end of a TCP connection that says exactly the bytes it is told, and reads HTTP messages. */
final class Wire implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  Wire(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
    out = socket.getOutputStream();
  }

  static Wire to(int port) throws IOException {
    return new Wire(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /** With a receive buffer so small that the sender soon notices who does not read. */
  static Wire narrow(int port) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(8 * 1024);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return new Wire(socket);
  }

  Wire send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  Wire send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /** A message; {@code body} holds it without its coding. */
  record Message(String startLine, List<String> fields, byte[] body) {
    int status() {
      return Integer.parseInt(startLine.substring(9, 12));
    }

    String method() {
      return startLine.substring(0, startLine.indexOf(' '));
    }

    String target() {
      return startLine.substring(startLine.indexOf(' ') + 1, startLine.lastIndexOf(' '));
    }

    String text() {
      return new String(body, StandardCharsets.ISO_8859_1);
    }

    List<String> all(String name) {
      String start = name.toLowerCase(Locale.ROOT) + ":";
      return fields.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
          .map(line -> line.substring(start.length()).trim())
          .toList();
    }

    Optional<String> field(String name) {
      return all(name).stream().findFirst();
    }
  }

  /** A request with its body, or nothing at the connection's end. */
  Optional<Message> request() throws IOException {
    Optional<Message> head = head();
    return head.isEmpty() ? head : Optional.of(withBody(head.get(), false));
  }

  /** A response with its body. */
  Message response() throws IOException {
    return response(false);
  }

  Message response(boolean toHead) throws IOException {
    Message head = head().orElseThrow(() -> new EOFException("no response"));
    int status = head.status();
    boolean bodiless = toHead || status < 200 || status == 204 || status == 304;
    return bodiless ? head : withBody(head, true);
  }

  /** A head alone. */
  Optional<Message> head() throws IOException {
    String start = line();
    if (start == null) {
      return Optional.empty();
    }
    List<String> fields = new ArrayList<>();
    for (String line = line(); line != null && !line.isEmpty(); line = line()) {
      fields.add(line);
    }
    return Optional.of(new Message(start, List.copyOf(fields), new byte[0]));
  }

  private Message withBody(Message head, boolean untilClose) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (head.field("transfer-encoding").isPresent()) {
      while (true) {
        String size = String.valueOf(line());
        int semicolon = size.indexOf(';');
        int length = Integer.parseInt(semicolon < 0 ? size : size.substring(0, semicolon), 16);
        if (length == 0) {
          break;
        }
        body.write(bytes(length));
        if (!"".equals(line())) {
          throw new IOException("a chunk without its end");
        }
      }
      for (String line = line(); line != null && !line.isEmpty(); line = line()) {
        body.write(("[trailer " + line + "]").getBytes(StandardCharsets.ISO_8859_1));
      }
    } else if (head.field("content-length").isPresent()) {
      body.write(bytes(Integer.parseInt(head.field("content-length").get())));
    } else if (untilClose) {
      body.write(in.readAllBytes());
    }
    return new Message(head.startLine(), head.fields(), body.toByteArray());
  }

  byte[] bytes(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException(bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }

  String text(int length) throws IOException {
    return new String(bytes(length), StandardCharsets.ISO_8859_1);
  }

  private @Nullable String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        return null;
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /** Everything up to the end of the connection, be it orderly or a reset. */
  String rest() {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    try {
      in.transferTo(rest);
    } catch (IOException reset) {
      rest.writeBytes(("[" + reset.getMessage() + "]").getBytes(StandardCharsets.ISO_8859_1));
    }
    return rest.toString(StandardCharsets.ISO_8859_1);
  }

  InputStream in() {
    return in;
  }

  OutputStream out() {
    return out;
  }

  Socket socket() {
    return socket;
  }

  /** Ends the connection with a reset, if it has not ended yet. */
  void reset() throws IOException {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (SocketException ended) {
      if (!socket.isClosed()) {
        throw ended;
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
