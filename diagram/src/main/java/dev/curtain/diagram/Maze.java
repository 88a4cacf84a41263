package dev.curtain.diagram;

import dev.curtain.diagram.Drawing.Area;
import dev.curtain.diagram.Drawing.Point;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Ways between boxes on a grid, around other boxes: the cheapest by length, bends and company
 * (Dijkstra's algorithm over grid points and directions).
 */
final class Maze {
  private static final int STEP = 10;
  private static final int BEND = 45;
  private static final int COMPANY = 60;
  private static final int CROSSING = 15;
  private static final int OFF_CENTRE = 4;
  private static final int OVER_TEXT = 120;
  private static final int[] DX = {1, 0, -1, 0};
  private static final int[] DY = {0, 1, 0, -1};

  private final int columns;
  private final int rows;
  private final boolean[] blocked;
  private final int[] extra;

  /** By point: how many lines run across and how many down, in quarters; beside one counts one. */
  private final int[] across;

  private final int[] down;

  Maze(int width, int height) {
    this.columns = width / Layout.GRID + 1;
    this.rows = height / Layout.GRID + 1;
    this.blocked = new boolean[columns * rows];
    this.extra = new int[columns * rows];
    this.across = new int[columns * rows];
    this.down = new int[columns * rows];
  }

  void block(Area area) {
    each(area, 0, point -> blocked[point] = true);
    each(area, 1, point -> extra[point] += STEP / 2);
  }

  void costly(Area area) {
    each(area, 0, point -> extra[point] += OVER_TEXT);
  }

  /** Lines may cross the border of a box with others in it, and had better not run along it. */
  void border(Area area) {
    each(new Area(area.x(), area.y(), area.width(), 0), 0, point -> extra[point] += COMPANY);
    each(new Area(area.x(), area.y(), 0, area.height()), 0, point -> extra[point] += COMPANY);
    int right = area.x() + area.width();
    int bottom = area.y() + area.height();
    each(new Area(right, area.y(), 0, area.height()), 0, point -> extra[point] += COMPANY);
    each(new Area(area.x(), bottom, area.width(), 0), 0, point -> extra[point] += COMPANY);
  }

  private void each(Area area, int around, IntConsumer consumer) {
    int left = Math.max(0, area.x() / Layout.GRID - around);
    int top = Math.max(0, area.y() / Layout.GRID - around);
    int right = Math.min(columns - 1, (area.x() + area.width()) / Layout.GRID + around);
    int bottom = Math.min(rows - 1, (area.y() + area.height()) / Layout.GRID + around);
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        consumer.accept(y * columns + x);
      }
    }
  }

  /** A place where a line may leave a box, and the direction in which it does. */
  private record Port(int point, int direction, int cost) {}

  private List<Port> ports(Area area) {
    List<Port> ports = new ArrayList<>();
    int left = area.x() / Layout.GRID;
    int top = area.y() / Layout.GRID;
    int right = (area.x() + area.width()) / Layout.GRID;
    int bottom = (area.y() + area.height()) / Layout.GRID;
    for (int x = left + 1; x < right; x++) {
      int cost = OFF_CENTRE * Math.abs(2 * x - left - right) / 2;
      add(ports, x, bottom + 1, 1, cost);
      add(ports, x, top - 1, 3, cost);
    }
    for (int y = top + 1; y < bottom; y++) {
      int cost = OFF_CENTRE * Math.abs(2 * y - top - bottom) / 2;
      add(ports, right + 1, y, 0, cost);
      add(ports, left - 1, y, 2, cost);
    }
    return ports;
  }

  private void add(List<Port> ports, int x, int y, int direction, int cost) {
    if (x > 0 && y > 0 && x < columns - 1 && y < rows - 1 && !blocked[y * columns + x]) {
      int point = y * columns + x;
      int company = direction % 2 == 0 ? across[point] : down[point];
      ports.add(new Port(point, direction, cost + COMPANY * company / 2));
    }
  }

  /** The way from one box to another, from border to border. */
  List<Point> way(Area from, Area to) {
    int states = columns * rows * 4;
    int[] cost = new int[states];
    int[] before = new int[states];
    Arrays.fill(cost, Integer.MAX_VALUE);
    Arrays.fill(before, -1);
    Heap heap = new Heap();
    for (Port port : ports(from)) {
      int state = port.point * 4 + port.direction;
      cost[state] = port.cost;
      heap.add(port.cost, state);
    }
    int[] goal = new int[columns * rows];
    Arrays.fill(goal, -1);
    int[] goalCost = new int[columns * rows];
    for (Port port : ports(to)) {
      goal[port.point] = (port.direction + 2) % 4;
      goalCost[port.point] = port.cost;
    }
    int best = -1;
    int bestCost = Integer.MAX_VALUE;
    while (!heap.isEmpty()) {
      long top = heap.take();
      int state = (int) top;
      int reached = (int) (top >>> 32);
      if (reached > cost[state]) {
        continue;
      }
      if (reached >= bestCost) {
        break;
      }
      int point = state / 4;
      int direction = state % 4;
      if (goal[point] >= 0) {
        int total = reached + goalCost[point] + (goal[point] == direction ? 0 : BEND);
        if (total < bestCost && goal[point] != (direction + 2) % 4) {
          bestCost = total;
          best = state;
        }
      }
      for (int turn = 3; turn <= 5; turn++) {
        int next = (direction + turn) % 4;
        int x = point % columns + DX[next];
        int y = point / columns + DY[next];
        if (x < 1 || y < 1 || x >= columns - 1 || y >= rows - 1 || blocked[y * columns + x]) {
          continue;
        }
        int there = y * columns + x;
        int alike = next % 2 == 0 ? across[there] : down[there];
        int crossing = next % 2 == 0 ? down[there] : across[there];
        int sum =
            reached
                + STEP
                + extra[there]
                + (next == direction ? 0 : BEND)
                + COMPANY * Math.min(alike, 12) / 4
                + CROSSING * Math.min(crossing, 12) / 4;
        int state2 = there * 4 + next;
        if (sum < cost[state2]) {
          cost[state2] = sum;
          before[state2] = state;
          heap.add(sum, state2);
        }
      }
    }
    return best < 0 ? straight(from, to) : traced(best, before, goal[best / 4]);
  }

  /** Where boxes leave no way at all, a line through them says at least that there is one. */
  private static List<Point> straight(Area from, Area to) {
    return List.of(
        new Point(from.x() + from.width() / 2, from.y() + from.height() / 2),
        new Point(to.x() + to.width() / 2, to.y() + to.height() / 2));
  }

  private List<Point> traced(int last, int[] before, int arrival) {
    Deque<Integer> states = new ArrayDeque<>();
    for (int state = last; state >= 0; state = before[state]) {
      states.push(state);
    }
    List<Point> points = new ArrayList<>();
    int first = states.getFirst();
    int leaving = first % 4;
    points.add(at(first / 4, -DX[leaving], -DY[leaving]));
    for (int state : states) {
      int point = state / 4;
      boolean flat = state % 4 % 2 == 0;
      int[] lines = flat ? across : down;
      int beside = flat ? columns : 1;
      lines[point] += 4;
      for (int near : new int[] {point - beside, point + beside}) {
        if (near >= 0 && near < lines.length) {
          lines[near]++;
        }
      }
      points.add(at(point, 0, 0));
    }
    points.add(at(last / 4, DX[arrival], DY[arrival]));
    return corners(points);
  }

  private Point at(int point, int dx, int dy) {
    return new Point((point % columns + dx) * Layout.GRID, (point / columns + dy) * Layout.GRID);
  }

  private static List<Point> corners(List<Point> points) {
    List<Point> corners = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      boolean end = i == 0 || i == points.size() - 1;
      if (end || !straight(points.get(i - 1), points.get(i), points.get(i + 1))) {
        corners.add(points.get(i));
      }
    }
    return corners;
  }

  private static boolean straight(Point a, Point b, Point c) {
    return a.x() == b.x() && b.x() == c.x() || a.y() == b.y() && b.y() == c.y();
  }

  /** Costs with their states, the least first. */
  private static final class Heap {
    private long[] entries = new long[1024];
    private int size;

    boolean isEmpty() {
      return size == 0;
    }

    void add(int cost, int state) {
      if (size == entries.length) {
        entries = Arrays.copyOf(entries, size * 2);
      }
      long entry = (long) cost << 32 | state;
      int at = size++;
      while (at > 0 && entries[(at - 1) / 2] > entry) {
        entries[at] = entries[(at - 1) / 2];
        at = (at - 1) / 2;
      }
      entries[at] = entry;
    }

    long take() {
      long least = entries[0];
      long entry = entries[--size];
      int at = 0;
      int child = 1;
      while (child < size) {
        if (child + 1 < size && entries[child + 1] < entries[child]) {
          child++;
        }
        if (entries[child] >= entry) {
          break;
        }
        entries[at] = entries[child];
        at = child;
        child = 2 * at + 1;
      }
      entries[at] = entry;
      return least;
    }
  }
}
