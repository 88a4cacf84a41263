package dev.curtain.server.api;

import dev.curtain.server.document.AuditDocument;
import dev.curtain.server.document.PlanDocument;
import dev.curtain.server.document.SloDocument;
import dev.curtain.server.document.WayBackDocument;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** What a rollback of a service would do now; does nothing. */
  public WayBackDocument wayBack(String service)
      throws ApiUnreachable, ApiRefused, InterruptedException {
    return api.get("/api/v1/rollback?service=" + ApiClient.encoded(service), WayBackDocument.class);
  }

  /**
   * What a deployment would do to the system as it runs now; begins nothing.
   *
   * @param versions one service's, as {@code Shop.API=v2}, or several that move as one
   * @param inOrder several: one after the other
   */
  public PlanDocument plan(List<String> versions, boolean inOrder, Optional<String> strategy)
      throws ApiUnreachable, ApiRefused, InterruptedException {
    String[] first = versions.getFirst().split("=", 2);
    String what =
        versions.size() == 1
            ? "service=" + ApiClient.encoded(first[0]) + "&version=" + ApiClient.encoded(first[1])
            : "versions="
                + ApiClient.encoded(String.join(",", versions))
                + (inOrder ? "&order=dependencies" : "");
    String how = strategy.map(label -> "&strategy=" + ApiClient.encoded(label)).orElse("");
    return api.get("/api/v1/plan?" + what + how, PlanDocument.class);
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
