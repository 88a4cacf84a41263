package dev.curtain.diagram;

import java.util.List;

/**
 * The text of a box on lines, and how much room it takes.
 *
 * @param container whether it stands at the top of a box in which others stand
 */
record Text(List<String> title, List<String> lines, boolean container) {
  static final int TITLE = 14;
  static final int TEXT = 12;
  static final int TITLE_LINE = 20;
  static final int TEXT_LINE = 16;
  static final int PADDING = 20;

  private static final int LEAF = 200;
  private static final int CONTAINER = 300;
  private static final int LEAST_LEAF = 140;

  static Text of(Box box) {
    boolean container = !box.children().isEmpty();
    int room = container ? CONTAINER : LEAF;
    return new Text(
        TextSize.wrap(box.title(), TITLE, room, 3),
        box.lines().stream().flatMap(line -> TextSize.wrap(line, TEXT, room, 3).stream()).toList(),
        container);
  }

  int width() {
    int width = 0;
    for (String line : title) {
      width = Math.max(width, TextSize.width(line, TITLE));
    }
    for (String line : lines) {
      width = Math.max(width, TextSize.width(line, TEXT));
    }
    return container ? width + 2 * PADDING : Math.max(LEAST_LEAF, width + 2 * PADDING);
  }

  int height() {
    int text = title.size() * TITLE_LINE + lines.size() * TEXT_LINE;
    return container ? 14 + text + 8 : text + 24;
  }
}
