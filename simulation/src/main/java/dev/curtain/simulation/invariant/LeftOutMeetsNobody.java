package dev.curtain.simulation.invariant;

import dev.curtain.rollout.TrackSpec;
import dev.curtain.simulation.Away;
import dev.curtain.simulation.Fact;
import dev.curtain.simulation.Invariant;
import dev.curtain.simulation.Line;
import dev.curtain.simulation.Sight;
import dev.curtain.simulation.Table;
import java.util.Optional;

/** Of a failover: where traffic does not go. */
public final class LeftOutMeetsNobody implements Invariant {
  private Optional<Away> away = Optional.empty();

  @Override
  public String promise() {
    return "no table gives traffic to a place that is left out, as long as somebody else can serve";
  }

  @Override
  public Optional<String> broken(Sight world) {
    for (Fact fact : world.facts()) {
      if (fact instanceof Fact.Written written && written.line() instanceof Line.FailedOver over) {
        away = Optional.of(over.away());
      }
      if (fact instanceof Fact.Sent sent && away.isPresent()) {
        Optional<String> met = met(world, sent.table(), away.get());
        if (met.isPresent()) {
          return met;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> met(Sight world, Table table, Away away) {
    String there = "";
    boolean elsewhere = false;
    for (String track : table.backends().keySet()) {
      TrackSpec spec = world.durable().track(track);
      boolean out = spec != null && away.leavesOut(spec.node());
      elsewhere |= !out;
      if (out && table.weight(track) > 0) {
        there = track;
      }
    }
    return elsewhere && !there.isEmpty()
        ? Optional.of(there + " is left out, and has " + table.weight(there) + " parts")
        : Optional.empty();
  }
}
