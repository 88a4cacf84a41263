package dev.curtain.e2e;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;

/**
 * A service that answers everything well: {@code VERSION PORT}. Both versions log an error that
 * means nothing; v2 logs one more, and holds 64 MiB for good.
 */
final class TalkingService {
  private static final int HELD = 64 << 20;

  private TalkingService() {}

  public static void main(String[] args) throws IOException {
    String version = args[0];
    byte[] held = new byte[version.equals("v2") ? HELD : 0];
    // What was never written to takes no memory.
    Arrays.fill(held, (byte) 1);
    HttpServer server =
        HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[1])), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(held.length == 0 || held[17] == 1 ? 200 : 500, -1);
          exchange.close();
        });
    System.Logger log = System.getLogger("shop");
    log.log(System.Logger.Level.ERROR, "no mail server at port " + args[1]);
    if (version.equals("v2")) {
      log.log(System.Logger.Level.ERROR, "no price for item " + args[1] + " of 'ann'");
    }
    server.start();
  }
}
