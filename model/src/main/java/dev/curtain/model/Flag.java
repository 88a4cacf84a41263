package dev.curtain.model;

import dev.curtain.language.Span;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A feature flag as the model declares it: who answers for it, until when it may live, and which
 * service reads it. Whom it is let out to is not the model's: that is in the flags' own log.
 *
 * @param key what programs ask for
 * @param service path of the element that reads it
 * @param variants by name; empty: on and off
 * @param standard the variant of those who are not let in; empty: off
 * @param requires other flags by key, and the variants they have to be at
 * @param approval whether a change needs a second person
 * @param reason why the removal day is later than it was, where it is
 */
public record Flag(
    String path,
    String key,
    String title,
    String category,
    String owner,
    Optional<LocalDate> created,
    Optional<LocalDate> removeBy,
    Optional<String> service,
    Map<String, PropertyValue> variants,
    Optional<String> standard,
    Map<String, String> requires,
    boolean approval,
    Optional<String> reason,
    Span span) {
  public static final String KIND = "flag";

  /** Days from creation to removal at the most, or to the next review where it may stay. */
  public static final Map<String, Integer> LONGEST_DAYS =
      Map.of("release", 184, "experiment", 92, "ops", 366, "permission", 366);

  public Flag {
    variants = Collections.unmodifiableMap(new LinkedHashMap<>(variants));
    requires = Collections.unmodifiableMap(new LinkedHashMap<>(requires));
  }
}
