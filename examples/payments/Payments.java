import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes payments, and counts at {@code /metrics} what became of them. A payment that is declined is
 * an answer like any other: no status and no latency tells of it.
 *
 * <p>{@code java Payments.java --port PORT --version v1}: one in fifty is declined; v3 declines one
 * in eight, because it asks the bank the wrong way.
 */
final class Payments {
  private static final double USUAL = 0.02;
  private static final double WRONG = 0.125;

  private final AtomicLong payments = new AtomicLong();
  private final AtomicLong declined = new AtomicLong();
  private final AtomicLong writes = new AtomicLong();
  private final AtomicLong writeErrors = new AtomicLong();
  private final String version;
  private final Path ledger;

  private Payments(String version, Path ledger) {
    this.version = version;
    this.ledger = ledger;
  }

  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(after(arguments, "--port"));
    Path ledger = Files.createTempFile("ledger", ".txt");
    ledger.toFile().deleteOnExit();
    Payments payments = new Payments(after(arguments, "--version"), ledger);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newFixedThreadPool(8));
    server.createContext("/readyz", exchange -> answer(exchange, 200, "ready"));
    server.createContext("/pay", payments::pay);
    server.createContext("/metrics", payments::metrics);
    server.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(2)));
  }

  private static String after(String[] arguments, String option) {
    for (int i = 0; i + 1 < arguments.length; i++) {
      if (arguments[i].equals(option)) {
        return arguments[i + 1];
      }
    }
    throw new IllegalArgumentException("missing " + option);
  }

  private void pay(HttpExchange exchange) throws IOException {
    double share = version.equals("v3") ? WRONG : USUAL;
    boolean no = ThreadLocalRandom.current().nextDouble() < share;
    long number = payments.incrementAndGet();
    if (no) {
      declined.incrementAndGet();
    }
    String status = no ? "declined" : "accepted";
    if (!write(number + " " + status + "\n")) {
      answer(exchange, 500, "the payment could not be written down");
      return;
    }
    answer(exchange, 200, "{\"payment\":" + number + ",\"status\":\"" + status + "\"}");
  }

  private synchronized boolean write(String line) {
    writes.incrementAndGet();
    try {
      Files.writeString(ledger, line, StandardOpenOption.APPEND);
      return true;
    } catch (IOException e) {
      writeErrors.incrementAndGet();
      return false;
    }
  }

  private void metrics(HttpExchange exchange) throws IOException {
    answer(
        exchange,
        200,
        "payments_total "
            + payments
            + "\npayments_declined_total "
            + declined
            + "\nledger_writes_total "
            + writes
            + "\nledger_write_errors_total "
            + writeErrors
            + "\n");
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
