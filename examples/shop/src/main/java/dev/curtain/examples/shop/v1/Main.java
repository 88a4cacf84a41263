package dev.curtain.examples.shop.v1;

import dev.curtain.examples.shop.Line;
import dev.curtain.examples.shop.ShopApi;

public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    ShopApi.main("v1", Main::order, arguments);
  }

  static String order(long number) {
    long cents = Line.of(number).stream().mapToLong(Line::total).sum();
    return "{\"version\":\"v1\",\"order\":%d,\"total\":%d}".formatted(number, cents);
  }
}
