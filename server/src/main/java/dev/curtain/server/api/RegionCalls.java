package dev.curtain.server.api;

import dev.curtain.server.document.FailoverDocument;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a client may ask about regions. */
public final class RegionCalls {
  private final ApiClient api;

  RegionCalls(ApiClient api) {
    this.api = api;
  }

  /** Begins a failover drill; {@code within} empty: what the model declares. */
  public FailoverDocument drill(String service, String region, Optional<String> within)
      throws ApiUnreachable, ApiRefused, InterruptedException {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("service", service);
    body.put("kind", "failover");
    body.put("region", region);
    within.ifPresent(time -> body.put("within", time));
    return api.post("/api/v1/drill", body, FailoverDocument.class);
  }

  /** The regions of a service, and which one the others carry. */
  public FailoverDocument of(String service)
      throws ApiUnreachable, ApiRefused, InterruptedException {
    return api.get(
        "/api/v1/failover?service=" + ApiClient.encoded(service), FailoverDocument.class);
  }

  /**
   * Begins to move a region's traffic to the others.
   *
   * @param now the route first, whatever the others can carry
   */
  public FailoverDocument leave(
      String service, String region, boolean now, String who, String reason)
      throws ApiUnreachable, ApiRefused, InterruptedException {
    return api.post(
        "/api/v1/failover",
        Map.of(
            "service",
            service,
            "region",
            region,
            "now",
            String.valueOf(now),
            "who",
            who,
            "reason",
            reason),
        FailoverDocument.class);
  }

  /** The region that is left out serves again. */
  public FailoverDocument comeBack(String service, String who, String reason)
      throws ApiUnreachable, ApiRefused, InterruptedException {
    return api.post(
        "/api/v1/failover",
        Map.of("service", service, "back", "true", "who", who, "reason", reason),
        FailoverDocument.class);
  }
}
