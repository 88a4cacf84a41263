package dev.curtain.examples.shop.v2;

import dev.curtain.examples.shop.Line;
import dev.curtain.examples.shop.ShopApi;
import java.util.List;
import java.util.stream.Collectors;

public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    ShopApi.main("v2", number -> order("v2", number), arguments);
  }

  /** The order in the form of the second version; {@code version} is what it says it is. */
  public static String order(String version, long number) {
    List<Line> lines = Line.of(number);
    long cents = lines.stream().mapToLong(Line::total).sum();
    return "{\"version\":\"%s\",\"order\":%d,\"total\":%d,\"currency\":\"EUR\",\"lines\":[%s]}"
        .formatted(
            version,
            number,
            cents,
            lines.stream().map(Main::json).collect(Collectors.joining(",")));
  }

  private static String json(Line line) {
    return "{\"article\":\"%s\",\"pieces\":%d,\"cents\":%d}"
        .formatted(line.article(), line.pieces(), line.cents());
  }
}
