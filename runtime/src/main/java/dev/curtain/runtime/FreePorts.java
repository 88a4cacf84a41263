package dev.curtain.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Finds loopback ports that nobody listens on, never the same twice. They come from below the range
 * from which Linux and macOS take the ports of outgoing connections (32768 and up): a port from
 * within it could be taken by any connection between being found and being listened on.
 */
public final class FreePorts {
  private static final int FIRST = 20_000;
  private static final int LAST = 32_767;
  private static final int TRIES = 2_000;

  private final RandomGenerator random;
  private final Set<Integer> given = new HashSet<>();

  /**
   * @param random spreads the choices of programs that look for ports at the same time
   */
  public FreePorts(RandomGenerator random) {
    this.random = random;
  }

  /**
   * @throws IOException if no free port was found
   */
  public synchronized int next() throws IOException {
    for (int i = 0; i < TRIES; i++) {
      int port = random.nextInt(FIRST, LAST + 1);
      if (!given.contains(port) && isFree(port)) {
        given.add(port);
        return port;
      }
    }
    throw new IOException(
        "no free port on 127.0.0.1 among %d tries between %d and %d (%d already given out)"
            .formatted(TRIES, FIRST, LAST, given.size()));
  }

  /** Whether one could listen on {@code port} of the loopback address right now. */
  public static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
