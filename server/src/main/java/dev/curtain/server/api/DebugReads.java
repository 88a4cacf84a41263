package dev.curtain.server.api;

import dev.curtain.model.Databases;
import dev.curtain.model.Databases.Database;
import dev.curtain.model.ModelReader;
import dev.curtain.server.document.DebugDocument;
import dev.curtain.server.world.ServiceState;
import dev.curtain.server.world.World;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** One service from near. */
final class DebugReads {
  private final Parts parts;

  DebugReads(Parts parts) {
    this.parts = parts;
  }

  List<Endpoint> endpoints() {
    return List.of(Endpoint.get("/api/v1/debug", this::debug));
  }

  private void debug(ServerRequest request, ServerResponse response) {
    String path = Asked.service(request);
    World world = parts.world();
    ServiceState service = world.services().get(path);
    if (service == null) {
      throw ApiProblem.unknown(path + ": no such service", "GET /api/v1/status lists services");
    }
    Answers.json(
        response,
        200,
        DebugDocument.of(
            world,
            service,
            parts.engine().ledger().log().about(path),
            parts.measures(),
            slow(),
            databases(world, path),
            parts.databases(),
            parts.clock().instant()));
  }

  /** Those that the model has behind a service. */
  private static List<Database> databases(World world, String service) {
    return world
        .raised()
        .map(raised -> Databases.behind(ModelReader.read(raised.text()).model(), service))
        .orElse(List.of());
  }

  private DebugDocument.Slow slow() {
    try {
      return new DebugDocument.Slow(parts.router().slow(), Optional.empty());
    } catch (IOException e) {
      return new DebugDocument.Slow(List.of(), Optional.of(String.valueOf(e.getMessage())));
    }
  }
}
