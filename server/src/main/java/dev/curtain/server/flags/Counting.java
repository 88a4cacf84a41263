package dev.curtain.server.flags;

import dev.curtain.router.Measures;
import dev.curtain.router.RoutePolicy;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The router, as far as flags are concerned: it counts users who meet a variant apart. */
public interface Counting {
  /**
   * @param shares by service, all that are to be counted from now on
   * @return the measures of the moment from which on they are
   */
  CompletableFuture<Measures> watch(Map<String, List<RoutePolicy.Watch>> shares);

  /**
   * @throws IOException if the router cannot be asked now
   */
  Measures measures() throws IOException;
}
