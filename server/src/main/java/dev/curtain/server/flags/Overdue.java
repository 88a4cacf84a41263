package dev.curtain.server.flags;

import dev.curtain.flags.Json;
import dev.curtain.flags.Value;
import dev.curtain.flags.change.Terms;
import dev.curtain.server.log.EventLog;
import dev.curtain.server.world.Entry;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Flags of a service whose removal day has passed, as the log has them. */
public final class Overdue {
  private Overdue() {}

  /**
   * @return in words, with owner and day; flags that may stay are overdue for their review
   */
  public static List<String> of(EventLog log, String service, LocalDate today) {
    Map<String, Optional<String>> latest = new LinkedHashMap<>();
    for (Entry entry : log.about(Entry.FlagChanged.SUBJECT)) {
      if (entry instanceof Entry.FlagChanged change && !change.name().startsWith("$")) {
        latest.put(change.name(), change.after());
      }
    }
    List<String> overdue = new ArrayList<>();
    latest.forEach((name, definition) -> {
      if (definition.isPresent() && Json.read(definition.get()) instanceof Value.Fields flag) {
        Optional<LocalDate> day = Terms.fact(flag, "remove_by").map(LocalDate::parse);
        if (Terms.fact(flag, "service").equals(Optional.of(service))
            && day.filter(today::isAfter).isPresent()) {
          overdue.add(
              name
                  + " ("
                  + Terms.fact(flag, "owner").orElse("nobody")
                  + ", "
                  + day.orElseThrow()
                  + ")");
        }
      }
    });
    return overdue;
  }
}
