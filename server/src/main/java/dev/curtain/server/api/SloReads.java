package dev.curtain.server.api;

import dev.curtain.router.Measures;
import dev.curtain.server.document.SloDocument;
import dev.curtain.server.slo.SloBook;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;

/** Objectives and what is left of their budgets. */
final class SloReads {
  private final Parts parts;
  private final SloBook book;

  SloReads(Parts parts, SloBook book) {
    this.parts = parts;
    this.book = book;
  }

  List<Endpoint> endpoints() {
    return List.of(Endpoint.get("/api/v1/slo", this::slo));
  }

  private void slo(ServerRequest request, ServerResponse response) {
    Optional<Measures> measures = parts.measures();
    measures.ifPresent(counts -> book.look(parts.world(), counts));
    Answers.json(
        response,
        200,
        SloDocument.of(
            parts.engine().services(), book, parts.world(), measures, parts.clock().instant()));
  }
}
