package dev.curtain.simulation.invariant;

import dev.curtain.rollout.Division;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.Shares;
import dev.curtain.simulation.Fact;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Known;
import dev.curtain.simulation.Line;
import dev.curtain.simulation.Sight;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Promise 6. Goes through an event's facts in their order: what is written comes before what is
 * done.
 */
public final class WrittenFirst implements Invariant {
  private final Set<String> planned = new LinkedHashSet<>();
  private final Set<String> draining = new LinkedHashSet<>();
  private final Set<String> effects = new LinkedHashSet<>();
  private Division division = Division.of(Map.of());

  @Override
  public String promise() {
    return "nothing takes effect before it is written down";
  }

  @Override
  public Optional<String> broken(Sight world) {
    for (Fact fact : world.facts()) {
      Optional<String> early = early(fact);
      if (early.isPresent()) {
        return early;
      }
    }
    return Optional.empty();
  }

  private Optional<String> early(Fact fact) {
    switch (fact) {
      case Fact.Written written -> note(written.line());
      case Fact.Moved moved -> note(moved.before(), moved.after());
      case Fact.Begun begun -> {
        if (!effects.contains(begun.rollout() + begun.effect().id())) {
          return Optional.of("begun before it was written: " + begun.effect());
        }
      }
      case Fact.Sent sent -> {
        if (!sent.table().asked().equals(division)) {
          return Optional.of(
              "table %d asks for %s, written is %s"
                  .formatted(sent.table().epoch(), sent.table().asked(), division));
        }
      }
      case Fact.Started started -> {
        if (!planned.contains(started.replica())) {
          return Optional.of(started.replica() + " is started before it is planned");
        }
      }
      case Fact.Stopped stopped -> {
        if (!draining.contains(stopped.replica())) {
          return Optional.of(stopped.replica() + " is stopped before that is written");
        }
      }
      case Fact.Happened _,
          Fact.ControllerBegan _,
          Fact.ControllerDied _,
          Fact.InForce _,
          Fact.Fell _,
          Fact.Asked _ -> {}
    }
    return Optional.empty();
  }

  private void note(Line line) {
    switch (line) {
      case Line.Declared declared ->
          division = Division.of(Shares.weights(List.of(), declared.tracks(), 0));
      case Line.ReplicaPlanned replica -> planned.add(replica.id());
      case Line.ReplicaIs is -> {
        if (is.status() == Line.Status.DRAINING) {
          draining.add(is.id());
        }
      }
      case Line.Began _, Line.Wanted _, Line.FailedOver _, Line.Planned _, Line.Moved _ -> {}
    }
  }

  private void note(RolloutState before, RolloutState after) {
    after.pending().keySet().forEach(id -> effects.add(after.spec().id() + id));
    division = Known.division(before, after).orElse(division);
  }
}
