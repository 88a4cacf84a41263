package dev.curtain.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A service that keeps orders in PostgreSQL: {@code VERSION PORT URL}. v1 knows {@code amount}, v2
 * and v3 know {@code cents}; v2 forgets every third answer. Each request writes an order and reads
 * another, so that a row that the other version wrote wrongly is an error.
 */
final class OrdersService {
  private static final int CONNECTIONS = 4;

  private final BlockingQueue<Connection> pool = new LinkedBlockingQueue<>();
  private final String version;

  private OrdersService(String version, String url) throws SQLException {
    this.version = version;
    for (int i = 0; i < CONNECTIONS; i++) {
      pool.add(DriverManager.getConnection(url, "postgres", ""));
    }
  }

  public static void main(String[] args) throws Exception {
    OrdersService service = new OrdersService(args[0], args[2]);
    HttpServer server =
        HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[1])), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/readyz", exchange -> answer(exchange, 200));
    server.createContext("/orders", exchange -> answer(exchange, service.order()));
    server.start();
  }

  private int order() {
    try {
      Connection connection = pool.take();
      try {
        return write(connection);
      } finally {
        pool.add(connection);
      }
    } catch (SQLException e) {
      return 599;
    } catch (InterruptedException e) {
      return 598;
    }
  }

  private int write(Connection connection) throws SQLException {
    boolean old = version.equals("v1");
    long cents = System.nanoTime() % 100_000;
    String insert =
        old
            ? "INSERT INTO orders (amount) VALUES (? / 100.0)"
            : "INSERT INTO orders (cents) VALUES (?)";
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      statement.setLong(1, cents);
      statement.execute();
    }
    String select =
        "SELECT "
            + (old ? "amount * 100" : "cents")
            + " FROM orders ORDER BY id DESC LIMIT 1 OFFSET 3";
    try (PreparedStatement statement = connection.prepareStatement(select);
        ResultSet rows = statement.executeQuery()) {
      boolean read = rows.next() && rows.getObject(1) != null;
      return !read ? 597 : version.equals("v2") && cents % 3 == 0 ? 500 : 200;
    }
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }
}
