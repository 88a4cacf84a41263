package dev.curtain.server.api;

import dev.curtain.server.world.Entry;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;

/** What a request asks for, and what has to be there for an answer. */
final class Asked {
  private Asked() {}

  /** A parameter of the query, where it says something. */
  static Optional<String> query(ServerRequest request, String name) {
    return request.query().first(name).asOptional().map(String::strip).filter(s -> !s.isEmpty());
  }

  /**
   * The service that is asked about.
   *
   * @throws ApiProblem where none is named
   */
  static String service(ServerRequest request) {
    return request
        .query()
        .first("service")
        .asOptional()
        .orElseThrow(() -> ApiProblem.invalid("service: missing (expected: ?service=PATH)", ""));
  }

  /**
   * The model that is raised.
   *
   * @throws ApiProblem where none is
   */
  static Entry.Raised raised(Parts parts) {
    return parts
        .world()
        .raised()
        .orElseThrow(() -> ApiProblem.unknown("no model is raised", "curtain up FILE raises one"));
  }
}
