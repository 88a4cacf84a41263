package dev.curtain.migration.plan;

import java.util.List;
import java.util.Optional;

/** One thing that is done, with how it is taken back. Ids are unique in a migration, and stable. */
public sealed interface Step {
  String id();

  Phase phase();

  /** What it does, for people. */
  String says();

  /**
   * Statements in one transaction, with the ledger's row, behind the lock guard. They change the
   * catalog alone and read no table.
   *
   * @param relations quoted; locked first, in this order
   * @param undo in one transaction, too
   */
  record Together(
      String id,
      Phase phase,
      String says,
      List<String> relations,
      List<String> sql,
      List<String> undo)
      implements Step {
    public Together {
      relations = List.copyOf(relations);
      sql = List.copyOf(sql);
      undo = List.copyOf(undo);
    }
  }

  /** An index, built while the table is in use. An invalid one from before is built again. */
  record Build(String id, Phase phase, String says, String table, String index, String sql)
      implements Step {}

  /** An index that goes while the table is in use; {@code again} is how it is made. */
  record Unbuild(String id, Phase phase, String says, String index) implements Step {}

  /** Reads a table under SHARE UPDATE EXCLUSIVE, which blocks neither reads nor writes. */
  record Validate(String id, Phase phase, String says, String table, String sql) implements Step {}

  /** Old rows are filled in batches by key. */
  record Fill(String id, Phase phase, String says, Filling filling) implements Step {}

  /** Every row is compared; none may be wrong. */
  record Compare(String id, Phase phase, String says, Filling filling) implements Step {}

  /** What has no more use once the contract comes: a column, or a whole table. */
  record Disused(String table, Optional<String> column) {}
}
