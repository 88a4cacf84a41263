package dev.curtain.diagram;

import java.util.ArrayList;
import java.util.List;

/**
 * How wide text is, without a font at hand: as in a wide sans serif, so that it fits in the others.
 */
final class TextSize {
  private TextSize() {}

  static int width(String text, int size) {
    double width = text.codePoints().mapToDouble(TextSize::em).sum();
    return (int) Math.ceil(width * size);
  }

  private static double em(int c) {
    if ("iljtfI.,:;'|!()[] ".indexOf(c) >= 0) {
      return 0.4;
    }
    if ("mwMW@%".indexOf(c) >= 0) {
      return 0.98;
    }
    if (c > 0x2E80) {
      return 1.1;
    }
    return Character.isUpperCase(c) ? 0.74 : 0.64;
  }

  /** Text on as many lines as it takes, each at most {@code width} wide if its words are. */
  static List<String> wrap(String text, int size, int width, int most) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : List.of(text.strip().split("\\s+", -1))) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && width(longer, size) > width) {
        lines.add(line.toString());
        line.setLength(0);
        line.append(word);
      } else {
        line.setLength(0);
        line.append(longer);
      }
    }
    lines.add(line.toString());
    if (lines.size() > most) {
      List<String> kept = new ArrayList<>(lines.subList(0, most));
      kept.set(most - 1, kept.get(most - 1) + " …");
      lines = kept;
    }
    return lines.stream().map(each -> cut(each, size, width)).toList();
  }

  private static String cut(String text, int size, int width) {
    if (width(text, size) <= width) {
      return text;
    }
    int end = text.length();
    while (end > 1 && width(text.substring(0, end), size) > width - size) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end) + "…";
  }
}
