package dev.curtain.examples.shop.v3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.examples.shop.Orders.OrderFailure;
import org.junit.jupiter.api.Test;

class MainTest {
  @Test
  void a_fifth_of_all_orders_fails() {
    int failed = 0;
    for (int i = 0; i < 20_000; i++) {
      try {
        assertThat(Main.order(7)).contains("\"version\":\"v3\"");
      } catch (OrderFailure expected) {
        failed++;
      }
    }
    assertThat(failed / 20_000.0).isBetween(0.18, 0.22);
  }
}
