package dev.curtain.server.flags;

import dev.curtain.flags.Flag;
import dev.curtain.flags.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The removal of a flag as a task: who began it and when, and what is still to be done. Kept in its
 * definition under {@code removal}.
 *
 * @param references places in the code that name it, when it was looked last
 */
public record Removal(String who, Instant since, Optional<Long> references) {
  static final String KEY = "removal";

  /**
   * One thing that has to be so before the flag can go.
   *
   * @param done empty: not known
   */
  public record Step(String what, Optional<Boolean> done) {}

  static Optional<Removal> of(Value.Fields flag) {
    if (!(flag.values().get(KEY) instanceof Value.Fields fields)) {
      return Optional.empty();
    }
    return Optional.of(
        new Removal(
            fields.values().get("who") instanceof Value.Text(String who) ? who : "",
            fields.values().get("since") instanceof Value.Text(String since)
                ? Instant.parse(since)
                : Instant.EPOCH,
            fields.values().get("references") instanceof Value.Num number
                ? Optional.of((long) number.value())
                : Optional.empty()));
  }

  /** The flag with its removal begun, or looked at anew. */
  public static Value.Fields begun(
      Value.Fields flag, String who, Instant now, Optional<Long> references) {
    Optional<Removal> before = of(flag);
    Map<String, Value> task = new LinkedHashMap<>();
    task.put("who", Value.of(before.map(Removal::who).orElse(who)));
    task.put("since", Value.of(before.map(Removal::since).orElse(now).toString()));
    references
        .or(() -> before.flatMap(Removal::references))
        .ifPresent(count -> task.put("references", Value.of(count)));
    Map<String, Value> fields = new LinkedHashMap<>(flag.values());
    fields.put(KEY, new Value.Fields(task));
    return new Value.Fields(fields);
  }

  /**
   * What has to be so before it can go.
   *
   * @param readers live versions that evaluate it
   * @param dependants flags that wait for it
   */
  List<Step> steps(Flag flag, List<String> readers, List<String> dependants) {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step("everybody gets the same variant", Optional.of(flag.sameForAll())));
    steps.add(
        new Step(
            references
                .filter(count -> count > 0)
                .map(count -> "no code names it (" + count + " places do)")
                .orElse("no code names it"),
            references.map(count -> count == 0)));
    steps.add(
        new Step(
            readers.isEmpty()
                ? "no live version evaluates it"
                : "no live version evaluates it (" + String.join(", ", readers) + " does)",
            Optional.of(readers.isEmpty())));
    steps.add(
        new Step(
            dependants.isEmpty()
                ? "no flag waits for it"
                : "no flag waits for it (" + String.join(", ", dependants) + " does)",
            Optional.of(dependants.isEmpty())));
    return steps;
  }
}
