package dev.curtain.server.traffic;

import dev.curtain.runtime.standin.StandInRuntime;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * One kept-alive HTTP/1.1 connection that can send a GET and read past its answer; nothing more, so
 * that thousands of requests a second leave the processor to what is being measured.
 */
final class HttpConnection implements AutoCloseable {
  private static final int LONGEST_LINE = 16_384;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final String trackHeader;
  private boolean reusable = true;
  private boolean answerBegun;
  private boolean used;

  /**
   * @param marked the answer carries the mark of an injected fault
   */
  record Answer(int status, String track, boolean marked) {}

  HttpConnection(InetSocketAddress address, Duration timeout, String trackHeader)
      throws IOException {
    this.trackHeader = trackHeader;
    this.socket = new Socket();
    try {
      int millis = Math.toIntExact(timeout.toMillis());
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(millis);
      socket.connect(address, millis);
      in = new BufferedInputStream(socket.getInputStream(), 4096);
      out = socket.getOutputStream();
    } catch (IOException failure) {
      socket.close();
      throw failure;
    }
  }

  /** Whether another request may be sent here after the last answer. */
  boolean reusable() {
    return reusable;
  }

  /**
   * Whether the last exchange failed as one does on a connection that the other side had already
   * closed for idling: used before, and not a byte of an answer.
   */
  boolean wasStale() {
    return used && !answerBegun;
  }

  /** Sends a whole request head and reads the answer to its end. */
  Answer exchange(byte[] request) throws IOException {
    answerBegun = false;
    out.write(request);
    Answer answer = readAnswer();
    while (answer.status() < 200) {
      answer = readAnswer();
    }
    used = true;
    return answer;
  }

  private Answer readAnswer() throws IOException {
    String statusLine = readLine();
    answerBegun = true;
    if (!statusLine.startsWith("HTTP/1.") || statusLine.length() < 12) {
      throw new IOException("not an HTTP answer: " + statusLine);
    }
    int status = number(statusLine.substring(9, 12), 10, "status");
    boolean chunked = false;
    boolean marked = false;
    boolean close = statusLine.startsWith("HTTP/1.0");
    String track = "";
    int length = -1;
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("not a header: " + line);
      }
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1).strip();
      switch (name) {
        case "content-length" -> length = number(value, 10, "content-length");
        case "transfer-encoding" -> chunked = value.toLowerCase(Locale.ROOT).endsWith("chunked");
        case "connection" -> close |= value.equalsIgnoreCase("close");
        case StandInRuntime.FAULT_HEADER -> marked = value.equals(StandInRuntime.FAULT_INJECTED);
        default -> track = name.equals(trackHeader) ? value : track;
      }
    }
    if (status < 200 || status == 204 || status == 304) {
      length = 0;
      chunked = false;
    }
    if (chunked) {
      skipChunks();
    } else if (length >= 0) {
      skip(length);
    } else {
      in.transferTo(OutputStream.nullOutputStream());
      close = true;
    }
    reusable = !close;
    return new Answer(status, track, marked);
  }

  private void skipChunks() throws IOException {
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      skip(size);
      if (!readLine().isEmpty()) {
        throw new IOException("a chunk longer than it said");
      }
    }
    while (!readLine().isEmpty()) {
      // Trailers say nothing that is counted.
      continue;
    }
  }

  private int chunkSize() throws IOException {
    String line = readLine();
    int end = line.indexOf(';');
    return number((end < 0 ? line : line.substring(0, end)).strip(), 16, "chunk size");
  }

  private void skip(int length) throws IOException {
    try {
      in.skipNBytes(length);
    } catch (EOFException end) {
      throw new EOFException("the answer ended before its " + length + " bytes");
    }
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("connection closed before the answer ended");
      }
      answerBegun = true;
      if (line.length() == LONGEST_LINE) {
        throw new IOException("a line of more than " + LONGEST_LINE + " bytes");
      }
      line.append((char) c);
    }
    int length = line.length();
    if (length > 0 && line.charAt(length - 1) == '\r') {
      line.setLength(length - 1);
    }
    return line.toString();
  }

  private static int number(String text, int radix, String what) throws IOException {
    try {
      int number = Integer.parseInt(text, radix);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException notOne) {
      throw new IOException(what + ": " + text + " (expected: a number)", notOne);
    }
    throw new IOException(what + ": " + text + " (expected: not below 0)");
  }

  static byte[] request(String host, String path, String user, String more) {
    return ("GET "
            + path
            + " HTTP/1.1\r\nhost: "
            + host
            + "\r\ncookie: curtain_user="
            + user
            + "\r\n"
            + more
            + "\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
