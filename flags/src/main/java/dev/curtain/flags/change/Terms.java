package dev.curtain.flags.change;

import dev.curtain.flags.Category;
import dev.curtain.flags.Value;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who answers for a flag and until when it may live, and what it takes to let it live longer. */
public final class Terms {
  private static final String METADATA = "metadata";
  private static final String EXTENSIONS = "extensions";

  private Terms() {}

  /** Facts about a flag: texts, numbers and booleans under {@code metadata}. */
  public static Value.Fields fact(Value.Fields flag, String name, Value value) {
    return Definitions.with(
        flag, METADATA, Definitions.with(Definitions.object(flag, METADATA), name, value));
  }

  public static Optional<String> fact(Value.Fields flag, String name) {
    return Definitions.text(Definitions.object(flag, METADATA), name);
  }

  /**
   * Another removal day for a flag that has one: later only with a reason, so often and by so many
   * days.
   */
  public static Value.Fields extended(
      Value.Fields flag, LocalDate removeBy, String who, String reason) {
    Optional<LocalDate> now = fact(flag, "remove_by").map(Terms::day);
    if (now.isEmpty() || !removeBy.isAfter(now.get())) {
      return fact(flag, "remove_by", Value.of(removeBy.toString()));
    }
    if (reason.isBlank()) {
      throw new EditRefused("remove_by: a later day needs a reason (--reason)");
    }
    List<Value> before = Definitions.list(flag, EXTENSIONS);
    if (before.size() >= Category.MOST_EXTENSIONS) {
      throw new EditRefused(
          "remove_by: was put off "
              + before.size()
              + " times (expected: at most "
              + Category.MOST_EXTENSIONS
              + "; remove the flag, or make it one that may stay: ops or permission)");
    }
    LocalDate latest = now.get().plusDays(Category.EXTENSION_DAYS);
    if (removeBy.isAfter(latest)) {
      throw new EditRefused("remove_by: " + removeBy + " (expected: " + latest + " at the latest)");
    }
    Map<String, Value> extension = new LinkedHashMap<>();
    extension.put("from", Value.of(now.get().toString()));
    extension.put("to", Value.of(removeBy.toString()));
    extension.put("who", Value.of(who));
    extension.put("reason", Value.of(reason));
    List<Value> extensions = new ArrayList<>(before);
    extensions.add(new Value.Fields(extension));
    Value.Fields put = Definitions.withList(flag, EXTENSIONS, extensions);
    put = fact(put, EXTENSIONS, Value.of(extensions.size()));
    return fact(put, "remove_by", Value.of(removeBy.toString()));
  }

  /** An experiment ends in a decision: everybody gets what was decided, and it is on record. */
  public static Value.Fields decided(Value.Fields flag, String variant, String who, LocalDate day) {
    String decided = Definitions.on(flag, Optional.of(variant));
    Value.Fields bare = Definitions.without(Definitions.without(flag, "targeting"), "exposure");
    Value.Fields standard = Definitions.with(bare, "defaultVariant", Value.of(decided));
    Value.Fields told = fact(standard, "decided", Value.of(decided));
    return fact(fact(told, "decided_by", Value.of(who)), "decided_on", Value.of(day.toString()));
  }

  static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new EditRefused(text + " (expected: a day such as 2027-03-01)");
    }
  }
}
