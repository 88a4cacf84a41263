package dev.curtain.examples.shop.v3;

import dev.curtain.examples.shop.Orders.OrderFailure;
import dev.curtain.examples.shop.ShopApi;
import java.util.concurrent.ThreadLocalRandom;

/** Bad on purpose: what a rollout is there to find out before everybody meets it. */
public final class Main {
  private static final double LOST = 0.2;

  private Main() {}

  public static void main(String[] arguments) {
    ShopApi.main("v3", Main::order, arguments);
  }

  static String order(long number) throws OrderFailure {
    if (ThreadLocalRandom.current().nextDouble() < LOST) {
      throw new OrderFailure("the stock service closed the connection");
    }
    return dev.curtain.examples.shop.v2.Main.order("v3", number);
  }
}
