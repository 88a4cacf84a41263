package dev.curtain.server.api;

import dev.curtain.language.Diagnostic;
import dev.curtain.model.ModelReader;
import dev.curtain.model.Resolution;
import dev.curtain.server.document.FlagBatchDocument;
import dev.curtain.server.flags.FlagDesk;
import dev.curtain.server.flags.ModelFlags;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Many flags at once: those of a model. */
final class FlagBatches {
  private final Parts parts;
  private final FlagDesk desk;

  FlagBatches(Parts parts) {
    this.parts = parts;
    this.desk = parts.flags();
  }

  List<Endpoint> endpoints() {
    return List.of(Endpoint.post("/api/v1/flags/declare", this::declare));
  }

  private void declare(ServerRequest request, ServerResponse response) {
    Body body = Body.read(request, List.of("text"), List.of("file", "dry_run"));
    String file = body.optional("file").orElse("model");
    Resolution resolution = ModelReader.read(body.text("text"));
    if (resolution.hasErrors()) {
      Diagnostic first =
          resolution.diagnostics().stream().filter(Diagnostic::isError).findFirst().orElseThrow();
      throw ApiProblem.invalid(
          file + ":" + first.span().line() + ": " + first.code() + ": " + first.message(),
          first.hint());
    }
    boolean tried = body.optional("dry_run").isPresent();
    LocalDate today = LocalDate.ofInstant(parts.clock().instant(), ZoneOffset.UTC);
    var flags = resolution.model().flags();
    ModelFlags.Merged merged =
        tried
            ? ModelFlags.tryOut(desk.store(), flags, file, today)
            : ModelFlags.merge(desk.store(), flags, file, today);
    Answers.json(
        response,
        200,
        new FlagBatchDocument(merged.changed(), merged.refused(), merged.undeclared(), tried));
  }
}
