package dev.curtain.server.flags;

import dev.curtain.flags.Json;
import dev.curtain.flags.Value;
import dev.curtain.flags.change.Exposing;
import dev.curtain.flags.change.Switching;
import dev.curtain.server.log.EventLog;
import dev.curtain.server.world.Entry;
import java.util.Optional;

/** Where a flag is on its way out to everybody, as the log has it. */
public sealed interface WayOut {
  /** There is no such flag. */
  record Unknown() implements WayOut {}

  /** It has arrived. */
  record Everybody() implements WayOut {}

  /**
   * It is on its way.
   *
   * @param words who has it
   */
  record Step(String words) implements WayOut {}

  /** It is off for everybody. */
  record Off(String who, String why) implements WayOut {}

  /**
   * It is neither out nor on its way.
   *
   * @param last what was done to it last
   */
  record Still(String last) implements WayOut {}

  static WayOut of(EventLog log, String flag) {
    Optional<Entry.FlagChanged> last = Optional.empty();
    for (Entry entry : log.about(Entry.FlagChanged.SUBJECT)) {
      if (entry instanceof Entry.FlagChanged change && change.name().equals(flag)) {
        last = Optional.of(change);
      }
    }
    return last.flatMap(
            change -> change.after().map(definition -> of(change, Json.read(definition))))
        .orElse(new Unknown());
  }

  private static WayOut of(Entry.FlagChanged change, Value definition) {
    if (!(definition instanceof Value.Fields flag)) {
      return new Unknown();
    }
    if (Switching.isOff(flag)) {
      return new Off(change.who(), change.reason());
    }
    return FlagRollout.of(flag)
        .<WayOut>map(rollout -> new Step(rollout.current().words()))
        .orElseGet(() ->
            Exposing.isEverybody(flag)
                ? new Everybody()
                : new Still(change.action() + " by " + change.who()));
  }
}
