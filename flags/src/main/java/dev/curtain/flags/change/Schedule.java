package dev.curtain.flags.change;

import dev.curtain.flags.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Changes of a flag that are to happen by themselves at a time; kept in its definition. */
public final class Schedule {
  private static final String SCHEDULE = "schedule";

  private Schedule() {}

  /**
   * One of them.
   *
   * @param action {@code on}, {@code off} or {@code expose}
   * @param whom empty: everybody
   * @param percent of {@code expose}, 0..100
   */
  public record Item(
      Instant at,
      String action,
      Optional<Target> whom,
      Optional<Double> percent,
      String who,
      String reason) {
    public Item {
      if (!List.of("on", "off", "expose").contains(action)) {
        throw new EditRefused("action: " + action + " (expected: on, off or expose)");
      }
      if (action.equals("expose") != percent.isPresent()) {
        throw new EditRefused("percent: goes with expose, and expose needs it");
      }
    }

    /** The flag with this change made. */
    Value.Fields apply(Value.Fields flag) {
      return switch (action) {
        case "on" -> Switching.on(flag, whom, Optional.empty());
        case "off" -> Switching.off(flag, whom, Optional.empty(), Optional.empty());
        default -> Exposing.of(flag, Optional.empty()).percent(percent.orElseThrow()).apply(flag);
      };
    }

    /** {@code off for customer=acme}. */
    public String words() {
      return action
          + percent.map(share -> " " + plain(share) + " %").orElse("")
          + whom.map(target -> " for " + target).orElse("");
    }
  }

  /** {@code 25} and {@code 0.1}, as people write shares. */
  public static String plain(double share) {
    return share == Math.rint(share) ? Long.toString((long) share) : Double.toString(share);
  }

  /** The flag with one more. */
  public static Value.Fields with(Value.Fields flag, Item item) {
    item.apply(flag);
    List<Value> items = new ArrayList<>(Definitions.list(flag, SCHEDULE));
    items.add(written(item));
    return Definitions.withList(flag, SCHEDULE, items);
  }

  public static List<Item> items(Value.Fields flag) {
    return Definitions.list(flag, SCHEDULE).stream()
        .filter(Value.Fields.class::isInstance)
        .map(each -> read((Value.Fields) each))
        .toList();
  }

  /** The first that is due by {@code now}. */
  public static Optional<Item> due(Value.Fields flag, Instant now) {
    return items(flag).stream()
        .filter(item -> !now.isBefore(item.at()))
        .min(java.util.Comparator.comparing(Item::at));
  }

  public static Optional<Instant> next(Value.Fields flag) {
    return items(flag).stream().map(Item::at).min(Instant::compareTo);
  }

  /** The flag with {@code item} made and off the list. */
  public static Value.Fields done(Value.Fields flag, Item item) {
    return item.apply(without(flag, item));
  }

  /** The flag without {@code item}. */
  public static Value.Fields without(Value.Fields flag, Item item) {
    List<Value> left = new ArrayList<>(Definitions.list(flag, SCHEDULE));
    left.remove(written(item));
    return Definitions.withList(flag, SCHEDULE, left);
  }

  private static Value written(Item item) {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("at", Value.of(item.at().toString()));
    fields.put("action", Value.of(item.action()));
    item.whom().ifPresent(target -> fields.put("for", Value.of(target.toString())));
    item.percent().ifPresent(share -> fields.put("percent", Value.of(share)));
    fields.put("who", Value.of(item.who()));
    fields.put("reason", Value.of(item.reason()));
    return new Value.Fields(fields);
  }

  private static Item read(Value.Fields fields) {
    double percent = Definitions.number(fields, "percent", Double.NaN);
    return new Item(
        Instant.parse(Definitions.text(fields, "at").orElse("")),
        Definitions.text(fields, "action").orElse(""),
        Definitions.text(fields, "for").map(Target::of),
        Double.isNaN(percent) ? Optional.empty() : Optional.of(percent),
        Definitions.text(fields, "who").orElse(""),
        Definitions.text(fields, "reason").orElse(""));
  }
}
