package dev.curtain.flags;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code "deny": [{"attribute": …, "values": […], "variant": …, "until": …}]}. */
final class DenialReader {
  private final Map<String, Value> variants;
  private final Map<String, Value> metadata;
  private final List<Problem> problems;

  DenialReader(Map<String, Value> variants, Map<String, Value> metadata, List<Problem> problems) {
    this.variants = variants;
    this.metadata = metadata;
    this.problems = problems;
  }

  List<Denial> read(@Nullable Value written, Place place) {
    if (written == null || written instanceof Value.Nothing) {
      return List.of();
    }
    if (!(written instanceof Value.Items(List<Value> items))) {
      problem(
          place, "not a list (expected: [{\"attribute\": …, \"values\": […], \"variant\": …}])");
      return List.of();
    }
    List<Denial> denials = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      denial(items.get(i), place.at(i)).ifPresent(denials::add);
    }
    return denials;
  }

  private Optional<Denial> denial(Value written, Place place) {
    Map<String, Value> fields =
        written instanceof Value.Fields(Map<String, Value> values) ? values : Map.of();
    Set<String> values = new LinkedHashSet<>();
    if (fields.get("values") instanceof Value.Items(List<Value> items)) {
      items.forEach(each -> values.add(Coercion.text(each)));
    }
    boolean everyone = Value.TRUE.equals(fields.get("everyone"));
    String attribute = fields.get("attribute") instanceof Value.Text(String text) ? text : "";
    if (!everyone && (attribute.isEmpty() || values.isEmpty())) {
      problem(
          place,
          "attribute or values missing (expected: \"customer\" and [\"acme\"], or \"everyone\":"
              + " true)");
      return Optional.empty();
    }
    String variant = Coercion.text(fields.getOrDefault("variant", Value.NULL));
    @Nullable Value value = variants.get(variant);
    if (value == null) {
      problem(
          place.dot("variant"),
          variant + " (expected: one of " + String.join(", ", variants.keySet()) + ")");
      return Optional.empty();
    }
    Map<String, Value> facts = new LinkedHashMap<>(metadata);
    facts.put("denied_by", Value.of(everyone ? "everyone" : attribute));
    Answer answer =
        new Answer.Resolved(variant, value, Answer.Reason.TARGETING_MATCH, Map.copyOf(facts));
    return Optional.of(
        new Denial(
            everyone ? Denial.EVERYONE : attribute,
            values,
            answer,
            until(fields.get("until"), place.dot("until"))));
  }

  private long until(@Nullable Value written, Place place) {
    if (written == null || written instanceof Value.Nothing) {
      return Long.MAX_VALUE;
    }
    try {
      return Instant.parse(Coercion.text(written)).getEpochSecond();
    } catch (DateTimeParseException e) {
      problem(place, Coercion.text(written) + " (expected: a time such as 2026-11-21T18:00:00Z)");
      return Long.MAX_VALUE;
    }
  }

  private void problem(Place place, String message) {
    problems.add(new Problem(place.toString(), message));
  }
}
