package dev.curtain.diagram;

import dev.curtain.diagram.Drawing.Area;
import dev.curtain.diagram.Drawing.Mark;
import dev.curtain.diagram.Drawing.PlacedBox;
import dev.curtain.diagram.Drawing.PlacedEdge;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Gives every box, arrow and mark of a picture its place. */
public final class Layout {
  private static final int HEADING = 20;
  private static final int LEAST_WIDTH = 200;
  private static final int SAMPLE = 26;

  private Layout() {}

  public static Drawing of(Picture picture) {
    int top = Text.PADDING + (picture.title().isEmpty() ? 0 : 40);
    List<PlacedBox> boxes = new ArrayList<>();
    List<PlacedEdge> edges = new ArrayList<>();
    int width;
    int height;
    if (picture.edges().isEmpty()) {
      Rows.Group group = Rows.of(picture.boxes());
      Rows.place(group, Text.PADDING, top, boxes);
      width = group.width() + 2 * Text.PADDING;
      height = group.height() + top + Text.PADDING;
    } else {
      Flow.Placed flow = Flow.of(picture, top);
      boxes.addAll(flow.boxes());
      edges.addAll(flow.edges());
      width = flow.width();
      height = flow.height();
    }
    int heading = TextSize.width(picture.title(), HEADING) + 2 * Text.PADDING;
    List<Mark> legend = legend(boxes, edges, height);
    int marks =
        legend.stream()
            .mapToInt(
                mark -> mark.area().x() + SAMPLE + 8 + TextSize.width(mark.meaning(), Text.TEXT))
            .max()
            .orElse(0);
    return new Drawing(
        picture.title(),
        Math.max(Math.max(width, heading), Math.max(LEAST_WIDTH, marks + Text.PADDING)),
        height + (legend.isEmpty() ? 0 : 34),
        boxes,
        edges,
        legend);
  }

  private static List<Mark> legend(List<PlacedBox> boxes, List<PlacedEdge> edges, int top) {
    Map<String, String> meanings = new LinkedHashMap<>();
    for (Box.Tone tone : Box.Tone.values()) {
      if (boxes.stream().anyMatch(box -> box.tone() == tone)) {
        String meaning =
            switch (tone) {
              case NORMAL -> "";
              case CANDIDATE -> "new version, to take over";
              case STANDBY -> "stands by";
            };
        meanings.put(tone.name(), meaning);
      }
    }
    for (Change change : Change.values()) {
      if (boxes.stream().anyMatch(box -> box.change() == change)
          || edges.stream().anyMatch(edge -> edge.change() == change)) {
        String meaning =
            switch (change) {
              case NONE -> "";
              case ADDED -> "added";
              case REMOVED -> "removed";
              case CHANGED -> "changed";
            };
        meanings.put(change.name(), meaning);
      }
    }
    List<Mark> marks = new ArrayList<>();
    int x = Text.PADDING;
    for (Map.Entry<String, String> entry : meanings.entrySet()) {
      if (!entry.getValue().isEmpty()) {
        Area area = new Area(x, top, SAMPLE, 16);
        marks.add(new Mark(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue(), area));
        x += SAMPLE + 8 + TextSize.width(entry.getValue(), Text.TEXT) + 24;
      }
    }
    return marks;
  }
}
