package dev.curtain.server.api;

import dev.curtain.flags.Context;
import dev.curtain.flags.Value;
import dev.curtain.flags.change.EditRefused;
import dev.curtain.server.document.MovesDocument;
import dev.curtain.server.flags.FlagDesk;
import dev.curtain.server.flags.FlagRefused;
import dev.curtain.server.flags.Rebucketing;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;

/** Who would move if a flag divided its users otherwise. */
final class FlagMoves {
  private final Parts parts;
  private final FlagDesk desk;

  FlagMoves(Parts parts) {
    this.parts = parts;
    this.desk = parts.flags();
  }

  List<Endpoint> endpoints() {
    return List.of(Endpoint.post("/api/v1/flags/{name}/moves", this::moves));
  }

  private void moves(ServerRequest request, ServerResponse response) throws FlagRefused {
    String name = request.path().pathParameters().get("name");
    Body body = Body.read(request, List.of(), List.of("bucketing", "salt", "by", "contexts"));
    Rebucketing.Wanted wanted =
        new Rebucketing.Wanted(
            body.optional("bucketing"), body.optional("salt"), body.optional("by"));
    List<Context> contexts =
        body.optional("contexts").stream()
            .flatMap(String::lines)
            .filter(line -> !line.isBlank())
            .map(FlagMoves::context)
            .toList();
    try {
      Rebucketing.Tried tried =
          Rebucketing.tried(
              desk.store().current().flags(),
              name,
              desk.store().flag(name),
              wanted,
              contexts,
              parts.clock().instant().getEpochSecond());
      Answers.json(response, 200, MovesDocument.of(name, tried.moves(), tried.word()));
    } catch (EditRefused e) {
      throw ApiProblem.invalid(name + ": " + e.getMessage(), "");
    }
  }

  private static Context context(String line) {
    if (Bodies.json(line) instanceof Value.Fields fields) {
      return Context.of(fields.values());
    }
    throw ApiProblem.invalid(
        "contexts: " + line + " (expected: one JSON object a line, with a targetingKey)", "");
  }
}
