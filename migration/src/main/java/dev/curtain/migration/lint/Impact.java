package dev.curtain.migration.lint;

import dev.curtain.migration.sql.LockMode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;

/**
 * What a statement does while it runs.
 *
 * @param locks the strongest lock per relation
 * @param rewritten tables that are written anew, with every index
 * @param scanned tables that are read through while the locks are held
 * @param known whether the statement is one whose locks are known
 */
public record Impact(
    SequencedMap<String, LockMode> locks,
    SequencedSet<String> rewritten,
    SequencedSet<String> scanned,
    boolean known) {
  public Impact {
    locks = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(locks));
    rewritten = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(rewritten));
    scanned = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(scanned));
  }

  static final Impact NONE =
      new Impact(new LinkedHashMap<>(), new LinkedHashSet<>(), new LinkedHashSet<>(), true);

  static final Impact UNKNOWN =
      new Impact(new LinkedHashMap<>(), new LinkedHashSet<>(), new LinkedHashSet<>(), false);

  public Optional<LockMode> strongest() {
    return locks.values().stream().reduce(LockMode::strongest);
  }

  static Impact of(String relation, LockMode lock) {
    return new Impact(
        new LinkedHashMap<>(Map.of(relation, lock)),
        new LinkedHashSet<>(),
        new LinkedHashSet<>(),
        true);
  }

  Impact and(Impact other) {
    SequencedMap<String, LockMode> all = new LinkedHashMap<>(locks);
    other.locks.forEach((relation, lock) -> all.merge(relation, lock, LockMode::strongest));
    return new Impact(
        all, both(rewritten, other.rewritten), both(scanned, other.scanned), known && other.known);
  }

  Impact and(String relation, LockMode lock) {
    return and(of(relation, lock));
  }

  Impact scanning(String table) {
    return new Impact(locks, rewritten, both(scanned, Set.of(table)), known);
  }

  Impact rewriting(String table) {
    return new Impact(locks, both(rewritten, Set.of(table)), both(scanned, Set.of(table)), known);
  }

  /** Emptied into a new file, without reading the old one. */
  Impact replacing(String table) {
    return new Impact(locks, both(rewritten, Set.of(table)), scanned, known);
  }

  private static SequencedSet<String> both(Set<String> one, Set<String> other) {
    SequencedSet<String> all = new LinkedHashSet<>(one);
    all.addAll(other);
    return all;
  }
}
