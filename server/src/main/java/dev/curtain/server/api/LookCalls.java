package dev.curtain.server.api;

import dev.curtain.server.document.AuditDocument;
import dev.curtain.server.document.SloDocument;
import java.util.Map;
import java.util.stream.Collectors;

/** What a client may ask beside what runs: objectives, and who asked for what. */
public final class LookCalls {
  private final ApiClient api;

  LookCalls(ApiClient api) {
    this.api = api;
  }

  /** Every service's objectives, and what is left of their budgets. */
  public SloDocument slo() throws ApiUnreachable, ApiRefused, InterruptedException {
    return api.get("/api/v1/slo", SloDocument.class);
  }

  /**
   * What was asked of the server.
   *
   * @param filters by name, as the API describes them
   */
  public AuditDocument audit(Map<String, String> filters)
      throws ApiUnreachable, ApiRefused, InterruptedException {
    String query =
        filters.entrySet().stream()
            .map(each -> each.getKey() + "=" + ApiClient.encoded(each.getValue()))
            .collect(Collectors.joining("&"));
    return api.get("/api/v1/audit" + (query.isEmpty() ? "" : "?" + query), AuditDocument.class);
  }
}
