package dev.curtain.router;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Short ways to write tables. */
final class Tables {
  private Tables() {}

  static RouteTable one(long epoch, Route.Track... tracks) {
    return new RouteTable(epoch, List.of(route("/", tracks)));
  }

  static Route route(String path, Route.Track... tracks) {
    return new Route("Shop.API", Optional.empty(), path, "salt", List.of(tracks));
  }

  static Route.Track track(String name, int weight, TestService... services) {
    return new Route.Track(
        name,
        "version-of-" + name,
        weight,
        Stream.of(services).map(TestService::backend).toList(),
        Optional.empty());
  }

  static Route.Track all(String name, TestService... services) {
    return track(name, Route.WHOLE, services);
  }
}
