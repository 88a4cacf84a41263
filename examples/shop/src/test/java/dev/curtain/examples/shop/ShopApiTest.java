package dev.curtain.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ShopApiTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<ShopApi> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.forEach(ShopApi::end);
  }

  @Test
  void it_is_alive_at_once_and_ready_once_warm() throws Exception {
    CountDownLatch warm = new CountDownLatch(1);
    start(number -> {
      await(warm);
      return "{}";
    });
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(get("/readyz").body()).contains("warming up");
    warm.countDown();
    awaitReady();
  }

  @Test
  void an_order_that_cannot_be_told_is_an_error_of_the_server() throws Exception {
    start(number -> {
      throw new Orders.OrderFailure("lost");
    });
    assertThat(get("/orders/7").statusCode()).isEqualTo(500);
    assertThat(get("/orders/7").body()).contains("order 7 cannot be read");
    assertThat(get("/nothing").statusCode()).isEqualTo(404);
    assertThat(get("/orders/x").statusCode()).isEqualTo(404);
  }

  @Test
  void ending_finishes_what_was_asked_and_accepts_nothing_more() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    start(number -> {
      if (number == 4_000_000) {
        asked.countDown();
        await(mayAnswer);
      }
      return "{\"order\":" + number + "}";
    });
    awaitReady();
    CompletableFuture<HttpResponse<String>> slow =
        http.sendAsync(request("/orders/4000000"), BodyHandlers.ofString());
    asked.await();
    Thread ending = new Thread(started.get(0)::end);
    ending.start();
    awaitRefused();
    assertThat(ending.isAlive()).isTrue();
    mayAnswer.countDown();
    assertThat(slow.get().body()).contains("4000000");
    assertThat(slow.get().headers().firstValue("connection")).contains("close");
    ending.join();
    assertThatThrownBy(
            () -> HttpClient.newHttpClient().send(request("/healthz"), BodyHandlers.ofString()))
        .isInstanceOf(ConnectException.class);
  }

  private void start(Orders orders) throws IOException {
    started.add(ShopApi.start("test", 0, orders));
  }

  private int port() {
    return started.get(0).port();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(request(path), BodyHandlers.ofString());
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path)).build();
  }

  private void awaitReady() throws Exception {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (get("/readyz").statusCode() != 200) {
      assertThat(System.nanoTime()).as("not ready").isLessThan(deadline);
      LockSupport.parkNanos(2_000_000);
    }
  }

  private void awaitRefused() throws Exception {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (true) {
      try (Socket socket = new Socket("127.0.0.1", port())) {
        assertThat(System.nanoTime()).as("%s still accepts", socket).isLessThan(deadline);
        LockSupport.parkNanos(2_000_000);
      } catch (ConnectException refused) {
        return;
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }
}
