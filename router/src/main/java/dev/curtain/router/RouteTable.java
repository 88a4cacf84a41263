package dev.curtain.router;

import java.util.List;

/** Who gets what, as one immutable value. A router never goes back to a smaller {@code epoch}. */
public record RouteTable(long epoch, List<Route> routes) {
  public static final RouteTable EMPTY = new RouteTable(0, List.of());

  public RouteTable {
    routes = List.copyOf(routes);
  }
}
