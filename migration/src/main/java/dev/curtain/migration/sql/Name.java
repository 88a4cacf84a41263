package dev.curtain.migration.sql;

import java.util.Optional;

/** A name, with its schema where one is written. */
public record Name(Optional<String> schema, String local) {
  public static Name of(String local) {
    return new Name(Optional.empty(), local);
  }

  /** What to compare by: {@code public.t} and {@code t} are one table. */
  public String key() {
    return schema.filter(each -> !each.equals("public")).map(each -> each + ".").orElse("") + local;
  }

  @Override
  public String toString() {
    return schema.map(each -> each + ".").orElse("") + local;
  }
}
