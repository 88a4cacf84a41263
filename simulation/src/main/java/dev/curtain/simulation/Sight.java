package dev.curtain.simulation;

import dev.curtain.model.Service;
import java.time.Instant;
import java.util.List;

/** All that can be seen of a service in a world, the controller's own memory apart. */
public interface Sight {
  /** Milliseconds since the world began, by a clock that never jumps. */
  long now();

  /** The controller's clock. */
  Instant wall();

  /** What is so of the service since the last event, in order. */
  List<Fact> facts();

  /** What is on disk. */
  Known durable();

  /** What the router serves by. */
  Table table();

  Hosts hosts();

  Scenario scenario();

  /** The service as the model's file says it now. */
  Service model();

  Machine machine();

  /** Whether the record, read anew, amounts to {@link #durable}. */
  boolean recomputes();

  /** Every service of the world, this one included. */
  List<Sight> all();

  /** Whether there is a controller at work. */
  boolean controlled();
}
