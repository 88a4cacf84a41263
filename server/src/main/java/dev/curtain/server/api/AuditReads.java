package dev.curtain.server.api;

import dev.curtain.server.document.AuditDocument;
import dev.curtain.server.document.LeadsDocument;
import dev.curtain.server.world.Entry;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;

/** What was asked of the API. */
final class AuditReads {
  private static final int MOST = 500;
  private static final int LIMIT = 100_000;

  private final Parts parts;

  AuditReads(Parts parts) {
    this.parts = parts;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/api/v1/audit", this::audit), Endpoint.get("/api/v1/leads", this::leads));
  }

  private void audit(ServerRequest request, ServerResponse response) {
    String most = Asked.query(request, "most").orElse(String.valueOf(MOST));
    if (!most.matches("[1-9]\\d{0,5}") || Integer.parseInt(most) > LIMIT) {
      throw ApiProblem.invalid("most: " + most + " (expected: 1.." + LIMIT + ")", "");
    }
    Optional<String> outcome = Asked.query(request, "outcome");
    if (outcome.filter(each -> !List.of("done", "refused", "failed").contains(each)).isPresent()) {
      throw ApiProblem.invalid(
          "outcome: " + outcome.get() + " (expected: done, refused, failed)", "");
    }
    AuditDocument.Wanted wanted =
        new AuditDocument.Wanted(
            Asked.query(request, "who"),
            Asked.query(request, "action"),
            Asked.query(request, "target"),
            outcome,
            Asked.query(request, "text"),
            Integer.parseInt(most));
    Answers.json(
        response,
        200,
        AuditDocument.of(parts.engine().ledger().log().about(Entry.Acted.SUBJECT), wanted));
  }

  private void leads(ServerRequest request, ServerResponse response) {
    Answers.json(
        response,
        200,
        LeadsDocument.of(parts.world(), parts.engine().ledger().log().about(Entry.Acted.SUBJECT)));
  }
}
