package dev.curtain.examples.shop.v2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {
  @Test
  void an_order_has_its_lines_too() {
    assertThat(Main.order("v2", 7))
        .matches(
            "\\{\"version\":\"v2\",\"order\":7,\"total\":[1-9]\\d*,\"currency\":\"EUR\","
                + "\"lines\":\\[\\{\"article\":.*}]}");
  }
}
