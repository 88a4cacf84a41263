package dev.curtain.server.engine;

import dev.curtain.model.Service;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How users reach a service through the router. */
public record Address(Optional<String> host, String path) {
  /**
   * What the model says; a service that says nothing is reached by {@code <its path>.localhost},
   * or, where it is the only one, by any name.
   */
  public static Address of(Service service, List<Service> all) {
    Optional<String> host = service.launch().host();
    Optional<String> path = service.launch().path();
    if (host.isPresent() || path.isPresent()) {
      return new Address(host.map(name -> name.toLowerCase(Locale.ROOT)), path.orElse("/"));
    }
    return all.size() == 1
        ? new Address(Optional.empty(), "/")
        : new Address(Optional.of(hostOf(service.element())), "/");
  }

  /** {@code shop.api.localhost}. */
  public static String hostOf(String element) {
    return element.toLowerCase(Locale.ROOT) + ".localhost";
  }
}
