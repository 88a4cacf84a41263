package dev.curtain.model;

import dev.curtain.language.Span;
import java.util.OptionalInt;

/** Whether what one instance says of itself fits together. */
final class InstanceChecks {
  private InstanceChecks() {}

  static void replicas(
      String element,
      Properties properties,
      OptionalInt replicas,
      OptionalInt least,
      OptionalInt most,
      Problems problems) {
    if (least.isPresent() && most.isPresent() && least.getAsInt() > most.getAsInt()) {
      problems.report(
          Rule.REPLICA_RANGE,
          span(properties, "min_replicas"),
          "min_replicas: "
              + least.getAsInt()
              + " (expected: at most max_replicas, "
              + most.getAsInt()
              + ")",
          "exchange the two, or correct one of them");
    } else if (replicas.isPresent()
        && least.isPresent()
        && replicas.getAsInt() < least.getAsInt()) {
      outside(
          element, properties, replicas, "at least min_replicas, " + least.getAsInt(), problems);
    } else if (replicas.isPresent() && most.isPresent() && replicas.getAsInt() > most.getAsInt()) {
      outside(element, properties, replicas, "at most max_replicas, " + most.getAsInt(), problems);
    }
  }

  private static void outside(
      String element,
      Properties properties,
      OptionalInt replicas,
      String expected,
      Problems problems) {
    problems.report(
        Rule.REPLICA_RANGE,
        span(properties, "replicas"),
        "replicas of " + element + ": " + replicas.orElse(0) + " (expected: " + expected + ")",
        "change replicas or the bound");
  }

  private static Span span(Properties properties, String key) {
    return properties.get(key).map(PropertyValue::span).orElse(Span.START);
  }
}
