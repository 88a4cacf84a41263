package dev.curtain.examples.shop.v1;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {
  @Test
  void an_order_has_a_total() {
    assertThat(Main.order(7)).matches("\\{\"version\":\"v1\",\"order\":7,\"total\":[1-9]\\d*}");
  }
}
