package dev.curtain.server.api;

import dev.curtain.migration.gate.VersionInUse;
import dev.curtain.migration.plan.Plan;
import dev.curtain.migration.run.Adopted;
import dev.curtain.migration.run.By;
import dev.curtain.migration.run.Runner;
import dev.curtain.migration.run.Standing;
import dev.curtain.model.Quantities;
import dev.curtain.server.document.MigrationDocument;
import dev.curtain.server.document.MigrationDocument.ContractionDocument;
import dev.curtain.server.document.MigrationDocument.MigrationPlanDocument;
import dev.curtain.server.document.MigrationDocument.MigrationsDocument;
import dev.curtain.server.document.MigrationDocument.VerificationDocument;
import dev.curtain.server.document.SchemaUse;
import dev.curtain.server.document.StatusDocument;
import dev.curtain.server.migration.MigrationDesk;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The migrations of the database that this Curtain knows. */
final class MigrationCalls {
  private static final List<String> WORDS = List.of("reason", "who");

  private final Parts parts;

  MigrationCalls(Parts parts) {
    this.parts = parts;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/api/v1/migrations", asked(this::all)),
        Endpoint.get("/api/v1/migrations/{name}", asked(this::one)),
        Endpoint.post("/api/v1/migrations/plan", asked(this::plan)),
        Endpoint.post("/api/v1/migrations/start", asked(this::start)),
        Endpoint.post("/api/v1/migrations/{name}/pause", asked(this::pause)),
        Endpoint.post("/api/v1/migrations/{name}/resume", asked(this::resume)),
        Endpoint.post("/api/v1/migrations/{name}/rollback", asked(this::rollback)),
        Endpoint.post("/api/v1/migrations/{name}/verify", asked(this::verify)),
        Endpoint.post("/api/v1/migrations/{name}/contract", asked(this::contract)));
  }

  /** A call that the database, or the state of a migration, may refuse. */
  private interface Asked {
    void answer(ServerRequest request, ServerResponse response) throws MigrationDesk.Refused;
  }

  private static Handler asked(Asked asked) {
    return (request, response) -> {
      try {
        asked.answer(request, response);
      } catch (MigrationDesk.Refused refused) {
        String message = String.valueOf(refused.getMessage());
        throw refused.unknown()
            ? ApiProblem.unknown(message, "GET /api/v1/migrations lists them")
            : ApiProblem.conflict(message, "");
      }
    };
  }

  private static String name(ServerRequest request) {
    return request.path().pathParameters().get("name");
  }

  private List<VersionInUse> inUse() {
    return SchemaUse.of(
        StatusDocument.of(
            parts.engine().ledger().seq(),
            parts.world(),
            Map.of(),
            _ -> List.of(),
            parts.measures()));
  }

  /** Who asks and why; with a key of their own, by its name and what it may. */
  private static By by(ServerRequest request, Body body) {
    String who = body.optional("who").orElse(Commands.NOBODY);
    Optional<Keys.Key> key = request.context().get(Keys.Key.class);
    return new By(
        key.map(held -> who + " (" + held.role().word() + ")").orElse(who),
        body.optional("reason").orElse(""));
  }

  /** Without a database there are none, which is no mistake of whoever asks. */
  private void all(ServerRequest request, ServerResponse response) throws MigrationDesk.Refused {
    boolean any = parts.migrations().hasDatabase();
    List<Standing> all = any ? parts.migrations().all() : List.of();
    List<Adopted> adopted = any ? parts.migrations().adopted() : List.of();
    Answers.json(response, 200, MigrationsDocument.of(all, adopted));
  }

  private void one(ServerRequest request, ServerResponse response) throws MigrationDesk.Refused {
    Answers.json(response, 200, MigrationDocument.of(parts.migrations().one(name(request))));
  }

  private void plan(ServerRequest request, ServerResponse response) throws MigrationDesk.Refused {
    Body body = Body.read(request, List.of("document"), WORDS);
    Plan plan = parts.migrations().plan(body.text("document"));
    Answers.json(response, 200, MigrationPlanDocument.of(plan, inUse()));
  }

  private void start(ServerRequest request, ServerResponse response) throws MigrationDesk.Refused {
    Body body = Body.read(request, List.of("document"), WORDS);
    Answers.json(
        response,
        202,
        MigrationDocument.of(parts.migrations().start(body.text("document"), by(request, body))));
  }

  private void pause(ServerRequest request, ServerResponse response) throws MigrationDesk.Refused {
    By by = by(request, Body.read(request, List.of(), WORDS));
    Answers.json(response, 200, MigrationDocument.of(parts.migrations().pause(name(request), by)));
  }

  private void resume(ServerRequest request, ServerResponse response) throws MigrationDesk.Refused {
    By by = by(request, Body.read(request, List.of(), WORDS));
    Answers.json(response, 202, MigrationDocument.of(parts.migrations().resume(name(request), by)));
  }

  private void rollback(ServerRequest request, ServerResponse response)
      throws MigrationDesk.Refused {
    By by = by(request, Body.read(request, List.of(), WORDS));
    Answers.json(
        response, 200, MigrationDocument.of(parts.migrations().rollback(name(request), by)));
  }

  private void verify(ServerRequest request, ServerResponse response) throws MigrationDesk.Refused {
    Body.read(request, List.of(), WORDS);
    Runner.Verification found = parts.migrations().verify(name(request));
    Answers.json(response, 200, VerificationDocument.of(name(request), found));
  }

  private void contract(ServerRequest request, ServerResponse response)
      throws MigrationDesk.Refused {
    Body body = Body.read(request, List.of(), List.of("soak", "reason", "who"));
    String soak = body.optional("soak").orElse("10m");
    Duration lasts =
        Quantities.duration(soak)
            .orElseThrow(() ->
                ApiProblem.invalid(
                    "soak: " + soak + " (expected: " + Quantities.DURATION_FORMS + ")", ""));
    Answers.json(
        response,
        200,
        ContractionDocument.of(
            name(request),
            parts.migrations().contract(name(request), inUse(), lasts, by(request, body))));
  }
}
