package dev.curtain.examples.shop;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of an order.
 *
 * @param cents price of one piece
 */
public record Line(String article, int pieces, long cents) {
  private static final List<Line> CATALOGUE =
      List.of(
          new Line("curtain, red velvet", 1, 24_900),
          new Line("curtain rail, 3 m", 1, 5_450),
          new Line("stage lamp", 1, 8_900),
          new Line("rope, 20 m", 1, 1_990),
          new Line("prompt book", 1, 1_250));

  /** The lines of an order; the same number has the same lines in every version. */
  public static List<Line> of(long order) {
    List<Line> lines = new ArrayList<>();
    long rest = Math.floorMod(order * 2_654_435_761L, 1L << 32);
    for (int i = 0; i < 1 + order % 3; i++) {
      Line article = CATALOGUE.get((int) (rest % CATALOGUE.size()));
      rest /= CATALOGUE.size();
      lines.add(new Line(article.article(), 1 + (int) (rest % 4), article.cents()));
      rest /= 4;
    }
    return lines;
  }

  public long total() {
    return pieces * cents;
  }
}
