package dev.curtain.server.api;

import dev.curtain.flags.InvalidFlags;
import dev.curtain.flags.bring.Brought;
import dev.curtain.flags.bring.Exports;
import dev.curtain.language.Diagnostic;
import dev.curtain.model.Flag;
import dev.curtain.model.ModelReader;
import dev.curtain.model.Resolution;
import dev.curtain.server.document.FlagBatchDocument;
import dev.curtain.server.flags.FlagDesk;
import dev.curtain.server.flags.FlagImport;
import dev.curtain.server.flags.FlagStore;
import dev.curtain.server.flags.ModelFlags;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Many flags at once: those of a model, or of an export. */
final class FlagBatches {
  private static final List<String> TERMS = List.of("owner", "category", "remove_by");

  private final Parts parts;
  private final FlagDesk desk;

  FlagBatches(Parts parts) {
    this.parts = parts;
    this.desk = parts.flags();
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.post("/api/v1/flags/declare", this::declare),
        Endpoint.post("/api/v1/flags/import", this::bring));
  }

  private void bring(ServerRequest request, ServerResponse response) {
    List<String> optional =
        Stream.concat(TERMS.stream(), Stream.of("environment", "dry_run", "who", "reason"))
            .toList();
    Body body = Body.read(request, List.of("text"), optional);
    Brought brought;
    try {
      brought = Exports.read(body.text("text"), body.optional("environment"));
    } catch (InvalidFlags e) {
      throw ApiProblem.invalid(String.valueOf(e.getMessage()), "nothing was changed");
    }
    Map<String, String> terms = new LinkedHashMap<>();
    TERMS.forEach(name -> body.optional(name).ifPresent(text -> terms.put(name, text)));
    boolean tried = body.optional("dry_run").isPresent();
    FlagStore.Attempt attempt = desk.store().attempt();
    ModelFlags.Merged merged =
        new FlagImport(brought, terms, today())
            .run(
                tried ? attempt::change : desk.store()::change,
                body.optional("who").orElse("somebody"),
                body.optional("reason").orElse(""));
    answer(response, merged, tried);
  }

  private LocalDate today() {
    return LocalDate.ofInstant(parts.clock().instant(), ZoneOffset.UTC);
  }

  private static void answer(ServerResponse response, ModelFlags.Merged merged, boolean tried) {
    Answers.json(
        response,
        200,
        new FlagBatchDocument(merged.changed(), merged.refused(), merged.undeclared(), tried));
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
    List<Flag> flags = resolution.model().flags();
    answer(
        response,
        tried
            ? ModelFlags.tryOut(desk.store(), flags, file, today())
            : ModelFlags.merge(desk.store(), flags, file, today()),
        tried);
  }
}
