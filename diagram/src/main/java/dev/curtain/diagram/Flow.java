package dev.curtain.diagram;

import dev.curtain.diagram.Drawing.Area;
import dev.curtain.diagram.Drawing.PlacedBox;
import dev.curtain.diagram.Drawing.PlacedEdge;
import dev.curtain.diagram.Drawing.Point;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.alg.layered.options.OrderingStrategy;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.math.KVector;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.options.SizeConstraint;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkLabel;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * Boxes with arrows: layer by layer in the direction in which most arrows lead, by ELK. What no
 * arrow touches stands in rows, in one place of its own in the box that it is part of.
 */
final class Flow {
  private static final int LABEL_WIDTH = 120;

  private final Map<String, ElkNode> nodes = new LinkedHashMap<>();
  private final Map<ElkNode, Box> boxes = new LinkedHashMap<>();
  private final Map<ElkNode, Rows.Group> packed = new HashMap<>();
  private final Map<ElkEdge, Picture.Edge> edges = new LinkedHashMap<>();
  private final Map<ElkEdge, List<String>> labels = new HashMap<>();
  private final Set<String> touched = new HashSet<>();
  private final ElkNode root = ElkGraphUtil.createGraph();

  private Flow() {}

  static {
    LayoutMetaDataService.getInstance()
        .registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
  }

  /** Boxes and arrows with their places. */
  record Placed(int width, int height, List<PlacedBox> boxes, List<PlacedEdge> edges) {}

  /** Parts that no arrow connects are laid out apart, then put beside and below each other. */
  static Placed of(Picture picture, int top) {
    List<Placed> parts = new ArrayList<>();
    for (Picture part : Parts.of(picture)) {
      parts.add(part.edges().isEmpty() ? rows(part) : new Flow().run(part));
    }
    return Parts.packed(parts, top);
  }

  private static Placed rows(Picture part) {
    Rows.Group group = Rows.of(part.boxes());
    List<PlacedBox> placed = new ArrayList<>();
    Rows.place(group, 0, 0, placed);
    return new Placed(group.width(), group.height(), placed, List.of());
  }

  private Placed run(Picture picture) {
    picture
        .edges()
        .forEach(edge -> {
          touched.add(edge.from());
          touched.add(edge.to());
        });
    options(picture.direction());
    add(picture.boxes(), root);
    picture.edges().forEach(this::add);
    new RecursiveGraphLayoutEngine().layout(root, new BasicProgressMonitor());
    return placed();
  }

  private boolean touches(Box box) {
    return touched.contains(box.id()) || box.children().stream().anyMatch(this::touches);
  }

  private void options(Picture.Direction direction) {
    root.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
    root.setProperty(CoreOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
    root.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
    root.setProperty(
        CoreOptions.DIRECTION,
        switch (direction) {
          case DOWN -> Direction.DOWN;
          case UP -> Direction.UP;
          case RIGHT -> Direction.RIGHT;
          case LEFT -> Direction.LEFT;
        });
    root.setProperty(CoreOptions.PADDING, new ElkPadding(0));
    spacing(root);
    root.setProperty(LayeredOptions.CONSIDER_MODEL_ORDER_STRATEGY, OrderingStrategy.PREFER_EDGES);
    root.setProperty(LayeredOptions.NODE_PLACEMENT_STRATEGY, NodePlacementStrategy.NETWORK_SIMPLEX);
    root.setProperty(CoreOptions.RANDOM_SEED, 1);
  }

  private static void spacing(ElkNode node) {
    node.setProperty(LayeredOptions.SPACING_NODE_NODE, 40.0);
    node.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 26.0);
    node.setProperty(LayeredOptions.SPACING_EDGE_NODE, 18.0);
    node.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 14.0);
    node.setProperty(LayeredOptions.SPACING_EDGE_EDGE, 14.0);
    node.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, 14.0);
    node.setProperty(LayeredOptions.SPACING_EDGE_LABEL, 6.0);
    node.setProperty(LayeredOptions.SPACING_LABEL_LABEL, 6.0);
    node.setProperty(LayeredOptions.SPACING_COMPONENT_COMPONENT, 40.0);
  }

  private void add(List<Box> children, ElkNode parent) {
    List<Box> apart = new ArrayList<>();
    for (Box box : children) {
      if (touches(box)) {
        node(box, parent);
      } else {
        apart.add(box);
      }
    }
    if (!apart.isEmpty()) {
      Rows.Group group = Rows.of(apart);
      ElkNode node = ElkGraphUtil.createNode(parent);
      node.setDimensions(group.width(), group.height());
      packed.put(node, group);
    }
  }

  private void node(Box box, ElkNode parent) {
    ElkNode node = ElkGraphUtil.createNode(parent);
    Text text = Text.of(box);
    nodes.put(box.id(), node);
    boxes.put(node, box);
    if (box.children().isEmpty()) {
      node.setDimensions(text.width(), text.height());
    } else {
      node.setProperty(
          CoreOptions.PADDING,
          new ElkPadding(text.height() + 4, Text.PADDING, Text.PADDING, Text.PADDING));
      node.setProperty(CoreOptions.NODE_SIZE_CONSTRAINTS, SizeConstraint.minimumSize());
      node.setProperty(CoreOptions.NODE_SIZE_MINIMUM, new KVector(text.width(), text.height()));
      spacing(node);
      add(box.children(), node);
    }
  }

  private void add(Picture.Edge edge) {
    ElkNode from = nodes.get(edge.from());
    ElkNode to = nodes.get(edge.to());
    if (from == null || to == null) {
      return;
    }
    ElkEdge drawn = ElkGraphUtil.createSimpleEdge(from, to);
    edges.put(drawn, edge);
    if (!edge.label().isBlank()) {
      List<String> lines = TextSize.wrap(edge.label(), Text.TEXT, LABEL_WIDTH, 4);
      int width = lines.stream().mapToInt(line -> TextSize.width(line, Text.TEXT)).max().orElse(0);
      ElkLabel label = ElkGraphUtil.createLabel(edge.label(), drawn);
      label.setDimensions(width + 8, lines.size() * 15 + 4);
      labels.put(drawn, lines);
    }
  }

  private Placed placed() {
    List<PlacedBox> placed = new ArrayList<>();
    place(root, placed);
    List<PlacedEdge> lines = new ArrayList<>();
    edges.forEach((drawn, edge) -> lines.add(line(drawn, edge)));
    return new Placed(
        (int) Math.ceil(root.getWidth()), (int) Math.ceil(root.getHeight()), placed, lines);
  }

  private void place(ElkNode parent, List<PlacedBox> into) {
    for (ElkNode node : parent.getChildren()) {
      Rows.Group group = packed.get(node);
      Box box = boxes.get(node);
      if (group != null) {
        Rows.place(group, round(x(node)), round(y(node)), into);
      } else if (box != null) {
        Area area =
            new Area(
                round(x(node)),
                round(y(node)),
                round(x(node) + node.getWidth()) - round(x(node)),
                round(y(node) + node.getHeight()) - round(y(node)));
        into.add(Rows.placed(box, Text.of(box), area));
        place(node, into);
      }
    }
  }

  private PlacedEdge line(ElkEdge drawn, Picture.Edge edge) {
    double left = x(drawn.getContainingNode());
    double top = y(drawn.getContainingNode());
    List<Point> points = new ArrayList<>();
    for (ElkEdgeSection section : drawn.getSections()) {
      point(points, left + section.getStartX(), top + section.getStartY());
      section.getBendPoints().forEach(each -> point(points, left + each.getX(), top + each.getY()));
      point(points, left + section.getEndX(), top + section.getEndY());
    }
    Area area = new Area(points.getFirst().x(), points.getFirst().y(), 0, 0);
    if (!drawn.getLabels().isEmpty()) {
      ElkLabel label = drawn.getLabels().getFirst();
      area =
          new Area(
              round(left + label.getX()),
              round(top + label.getY()),
              round(label.getWidth()),
              round(label.getHeight()));
    }
    return new PlacedEdge(
        edge.from(),
        edge.to(),
        edge.line(),
        edge.change(),
        labels.getOrDefault(drawn, List.of()),
        area,
        points);
  }

  private static void point(List<Point> points, double x, double y) {
    Point point = new Point(round(x), round(y));
    if (points.isEmpty() || !points.getLast().equals(point)) {
      points.add(point);
    }
  }

  /** Sums of the same figures in another order differ a little, and must not be rounded apart. */
  private static int round(double length) {
    return (int) Math.floor(length + 0.5 + 1e-6);
  }

  private static double x(ElkNode node) {
    return node.getParent() == null ? 0 : node.getX() + x(node.getParent());
  }

  private static double y(ElkNode node) {
    return node.getParent() == null ? 0 : node.getY() + y(node.getParent());
  }
}
