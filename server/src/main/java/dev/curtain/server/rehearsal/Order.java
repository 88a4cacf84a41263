package dev.curtain.server.rehearsal;

import dev.curtain.model.Deployment;
import dev.curtain.rollout.Manner;
import dev.curtain.runtime.standin.Fault;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to rehearse.
 *
 * @param file the model's file as it was named, {@code text} what is in it
 * @param set versions to roll out, by service, besides the candidates that the model shows
 * @param manner how the services that move go together
 * @param requestsPerSecond of all synthetic users together
 * @param speed model seconds per second; empty: so that the whole takes about ten seconds
 */
public record Order(
    String file,
    String text,
    Deployment deployment,
    Map<String, String> set,
    Manner manner,
    List<Fault> faults,
    double requestsPerSecond,
    int users,
    Optional<Double> speed,
    long seed) {
  public Order {
    set = Map.copyOf(set);
    faults = List.copyOf(faults);
  }
}
