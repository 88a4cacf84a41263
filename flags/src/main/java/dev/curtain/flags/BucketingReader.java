package dev.curtain.flags;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code "bucketing": 2} and {@code "bucketing": {"version": 2, "salt": "…"}}. */
final class BucketingReader {
  private BucketingReader() {}

  static Bucketing read(@Nullable Value written, Place flag, List<Problem> problems) {
    if (written == null) {
      return Bucketing.STANDARD;
    }
    @Nullable Value version = written;
    Optional<String> salt = Optional.empty();
    if (written instanceof Value.Fields(Map<String, Value> fields)) {
      version = fields.get("version");
      @Nullable Value text = fields.get("salt");
      salt =
          text == null || text instanceof Value.Nothing ? salt : Optional.of(Coercion.text(text));
    }
    if (version == null || version instanceof Value.Nothing) {
      if (salt.isEmpty()) {
        return Bucketing.STANDARD;
      }
      return new Bucketing(Bucketing.STANDARD.version(), salt);
    }
    if (version instanceof Value.Num num
        && num.integer()
        && num.value() >= Bucketing.OLDEST
        && num.value() <= Bucketing.NEWEST) {
      return new Bucketing((int) num.value(), salt);
    }
    problems.add(
        new Problem(
            flag.dot("bucketing").toString(),
            Coercion.text(version)
                + " (expected: "
                + Bucketing.OLDEST
                + ".."
                + Bucketing.NEWEST
                + ", or {\"version\": 2, \"salt\": \"…\"})"));
    return Bucketing.STANDARD;
  }
}
