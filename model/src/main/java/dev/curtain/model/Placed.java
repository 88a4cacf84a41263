package dev.curtain.model;

import dev.curtain.language.Span;
import java.util.Optional;
import java.util.OptionalInt;

/** An instance whose properties are read, and whose share is not yet known. */
record Placed(
    String element,
    String path,
    Level level,
    Properties properties,
    Optional<Double> traffic,
    OptionalInt declaredReplicas,
    int replicas,
    Optional<String> version,
    Optional<String> which,
    Span span) {

  /** What takes no traffic unless it is said to: a standby place, a replica of a database. */
  boolean standby() {
    String status = properties.text("status").orElse("");
    String role = properties.text("role").orElse("");
    return status.equals("standby")
        || level.standby() && !status.equals("active")
        || switch (role) {
          case "standby", "replica", "read-replica", "secondary" -> true;
          default -> false;
        };
  }

  boolean active() {
    return properties.text("status").map("active"::equals).orElse(level.active());
  }

  Optional<String> region() {
    return properties.text("region").or(level::region);
  }

  Span trafficSpan() {
    return properties.get("traffic").map(PropertyValue::span).orElse(span);
  }
}
