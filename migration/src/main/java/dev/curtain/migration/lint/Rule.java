package dev.curtain.migration.lint;

import static dev.curtain.migration.lint.Severity.ERROR;
import static dev.curtain.migration.lint.Severity.INFO;
import static dev.curtain.migration.lint.Severity.WARNING;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is looked for. Where Squawk has the rule its name is Squawk's; {@code sameAs} are the hints
 * of Eugene that say the same. In a recipe {@code {table}}, {@code {column}} and {@code {name}}
 * stand for what the statement names.
 */
public enum Rule {
  ADDING_FIELD_WITH_DEFAULT(
      ERROR,
      "The default is computed per row: the whole table and its indexes are written anew while"
          + " nobody can read or write",
      "ALTER TABLE {table} ADD COLUMN {column} ...; without the default, fill it in batches, then"
          + " ALTER COLUMN {column} SET DEFAULT",
      "E11"),
  ADDING_SERIAL_COLUMN(
      ERROR,
      "A serial or identity column numbers every row: the whole table is written anew under ACCESS"
          + " EXCLUSIVE",
      "add {column} as a nullable bigint, give it a sequence as default, fill it in batches, then"
          + " NOT NULL by a validated check",
      "E11"),
  ADDING_FOREIGN_KEY_CONSTRAINT(
      ERROR,
      "Adding a valid foreign key blocks writes to both tables while every row is checked",
      "add it NOT VALID, then ALTER TABLE {table} VALIDATE CONSTRAINT {name} in another"
          + " transaction"),
  ADDING_NOT_NULL_FIELD(
      "adding-not-nullable-field",
      ERROR,
      "SET NOT NULL reads the whole table under ACCESS EXCLUSIVE unless a valid check proves it",
      "ADD CONSTRAINT {column}_filled CHECK ({column} IS NOT NULL) NOT VALID; VALIDATE CONSTRAINT"
          + " in another transaction; SET NOT NULL; drop the check",
      "E2"),
  ADDING_REQUIRED_FIELD(
      ERROR,
      "A NOT NULL column without a default fails on a table with rows, and every insert of the"
          + " version before fails",
      "add {column} nullable with a trigger that fills it, fill old rows in batches, then SET NOT"
          + " NULL by a validated check"),
  ADDING_SERIAL_PRIMARY_KEY_FIELD(
      ERROR,
      "A primary key builds its index under ACCESS EXCLUSIVE",
      "CREATE UNIQUE INDEX CONCURRENTLY, make the column NOT NULL by a validated check, then ADD"
          + " PRIMARY KEY USING INDEX"),
  ADDING_EXCLUSION_CONSTRAINT(
      ERROR,
      "An exclusion constraint reads the table twice and builds its index under ACCESS EXCLUSIVE;"
          + " there is no concurrent way",
      "build a new table with the constraint, copy in batches behind triggers, and exchange them",
      "E8"),
  PRIMARY_KEY_USING_NULLABLE_INDEX(
      ERROR,
      "ADD PRIMARY KEY USING INDEX sets the columns NOT NULL, which reads the whole table under"
          + " ACCESS EXCLUSIVE",
      "make the columns NOT NULL first, by a validated check",
      "W14"),
  BAN_ALTER_DOMAIN_WITH_ADD_CONSTRAINT(
      ERROR,
      "A domain's new constraint is checked in every table that uses it, all of them locked against"
          + " writes",
      "ADD CONSTRAINT ... NOT VALID, then VALIDATE; or a check on the table instead of a domain"),
  BAN_CREATE_DOMAIN_WITH_CONSTRAINT(
      WARNING,
      "A domain's constraint cannot be changed later without locking every table that uses it",
      "a check constraint on the table"),
  BAN_CHAR_FIELD(
      INFO,
      "char(n) pads with blanks and saves nothing",
      "text, with a check where the length matters"),
  BAN_CONCURRENT_INDEX_CREATION_IN_TRANSACTION(
      ERROR,
      "CONCURRENTLY cannot run inside a transaction",
      "a step of its own, outside any transaction"),
  BAN_DROP_COLUMN(
      ERROR,
      "Versions that are still running read or write the column",
      "curtain migrate: stop using {column}, soak, try it with REVOKE, and drop it in the contract"
          + " phase"),
  BAN_DROP_DATABASE(ERROR, "A dropped database is gone", "none in a migration"),
  BAN_DROP_NOT_NULL(
      ERROR,
      "Versions that are still running may not expect nulls",
      "only once no version that relies on it is live, in the contract phase"),
  BAN_DROP_TABLE(
      ERROR,
      "Versions that are still running use the table",
      "curtain migrate: stop using it, soak, try it with REVOKE, and drop it in the contract"
          + " phase"),
  DROP_CASCADE(
      ERROR,
      "CASCADE drops what is not named here",
      "name everything that is to go, and drop it without CASCADE"),
  BAN_DUPLICATE_COLUMN_ASSIGNMENTS(
      ERROR, "The same column is named twice; PostgreSQL refuses it", "name each column once"),
  BAN_TRUNCATE_CASCADE(
      ERROR,
      "TRUNCATE ... CASCADE empties every table that refers to this one, under ACCESS EXCLUSIVE",
      "DELETE in batches, table by table"),
  BAN_UNCOMMITTED_TRANSACTION(
      ERROR,
      "The transaction is never ended: nothing of it stays, and its locks are held till the session"
          + " ends",
      "COMMIT at the end"),
  CHANGING_COLUMN_TYPE(
      ERROR,
      "A change of type writes the whole table and its indexes anew under ACCESS EXCLUSIVE, and"
          + " versions that are still running may not read the new type",
      "a new column of the new type, kept equal by triggers and filled in batches: curtain migrate,"
          + " change_type",
      "E5"),
  CONSTRAINT_MISSING_NOT_VALID(
      ERROR,
      "Adding a valid constraint reads the whole table under a lock that blocks writes",
      "ADD CONSTRAINT ... NOT VALID; then, in another transaction, ALTER TABLE {table} VALIDATE"
          + " CONSTRAINT {name}",
      "E1"),
  DISALLOWED_UNIQUE_CONSTRAINT(
      ERROR,
      "A unique constraint builds its index under ACCESS EXCLUSIVE",
      "CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT ... UNIQUE USING INDEX",
      "E7"),
  IDENTIFIER_TOO_LONG(WARNING, "PostgreSQL cuts names at 63 bytes in silence", "a shorter name"),
  PREFER_BIGINT_OVER_INT(
      INFO,
      "A key outgrows int at 2 147 483 647, and changing it later writes the whole table anew",
      "bigint"),
  PREFER_BIGINT_OVER_SMALLINT(INFO, "smallint ends at 32 767", "bigint"),
  PREFER_IDENTITY(
      INFO,
      "serial leaves ownership and rights of its sequence in odd places",
      "bigint GENERATED BY DEFAULT AS IDENTITY"),
  PREFER_JSONB(
      WARNING, "json has no equality: SELECT DISTINCT over the table fails", "jsonb", "E3"),
  PREFER_LOOKUP_TABLE(
      INFO,
      "An enum's values cannot be removed or reordered",
      "a table of values and a foreign key, where values come and go",
      "W13"),
  PREFER_REPACK(
      ERROR,
      "The whole table is written anew under ACCESS EXCLUSIVE",
      "pg_repack or pg_squeeze; plain VACUUM keeps up where it runs often enough"),
  PREFER_ROBUST_STMTS(
      WARNING,
      "Outside a transaction, a retry after a failure half-way meets what is already there",
      "a transaction, or IF [NOT] EXISTS (for indexes: DROP INDEX CONCURRENTLY IF EXISTS first)"),
  PREFER_TEXT_FIELD(
      INFO,
      "Shortening a varchar(n), or turning text into it, writes the table anew",
      "text with a check constraint"),
  PREFER_TIMESTAMP_TZ(
      INFO, "timestamp has no time zone and means something else to each session", "timestamptz"),
  RENAMING_COLUMN(
      ERROR,
      "Every running version that knows the old name fails at once",
      "a second column kept equal by triggers: curtain migrate, rename_column"),
  RENAMING_TABLE(
      ERROR,
      "Every running version that knows the old name fails at once",
      "a view under the other name: curtain migrate, rename_table"),
  RENAMING_OTHER(
      ERROR, "Running versions know the old name", "only once no running version uses it"),
  REQUIRE_CONCURRENT_INDEX_CREATION(
      ERROR,
      "Building an index blocks every write to the table",
      "CREATE INDEX CONCURRENTLY, outside a transaction, then look whether it is valid",
      "E6"),
  REQUIRE_CONCURRENT_INDEX_DELETION(
      ERROR, "DROP INDEX takes ACCESS EXCLUSIVE on the table", "DROP INDEX CONCURRENTLY"),
  REQUIRE_CONCURRENT_PARTITION_DETACH(
      ERROR,
      "DETACH PARTITION takes ACCESS EXCLUSIVE on parent and partition",
      "DETACH PARTITION ... CONCURRENTLY"),
  REQUIRE_CONCURRENT_REINDEX(
      ERROR,
      "REINDEX blocks writes to the table, and reads by the index",
      "REINDEX ... CONCURRENTLY"),
  REQUIRE_ENUM_VALUE_ORDERING(
      WARNING,
      "Without BEFORE or AFTER the place of the new value depends on what was added before",
      "ALTER TYPE ... ADD VALUE ... AFTER ..."),
  ENUM_VALUE_USED_IN_TRANSACTION(
      ERROR,
      "A new value of an enum cannot be used in the transaction that adds it",
      "ADD VALUE in a migration of its own"),
  REQUIRE_TABLE_SCHEMA(
      INFO, "Which table is meant depends on the session's search_path", "schema.table"),
  REQUIRE_LOCK_TIMEOUT(
      WARNING,
      "While it waits for its lock every later query on the table waits behind it: behind one"
          + " reader that stays 15 s, 15 s without service",
      "SET lock_timeout = '500ms' and try again; curtain migrate does so by itself",
      "E9"),
  REQUIRE_STATEMENT_TIMEOUT(
      WARNING,
      "Nothing bounds how long the lock is held",
      "SET statement_timeout; not for VALIDATE or CONCURRENTLY"),
  TRANSACTION_NESTING(
      ERROR,
      "There is one transaction at a time; BEGIN inside one, or COMMIT outside, does not do what it"
          + " says",
      "leave the transaction to who runs the file"),
  ATTACH_PARTITION_SCAN(
      ERROR,
      "ATTACH PARTITION reads the whole new partition under ACCESS EXCLUSIVE unless a valid check"
          + " proves its bounds",
      "ADD CONSTRAINT with the partition's bounds NOT VALID, VALIDATE it, attach, drop the check"),
  CREATE_PARTITION_OF(
      ERROR,
      "CREATE TABLE ... PARTITION OF takes ACCESS EXCLUSIVE on the parent",
      "CREATE TABLE (LIKE parent INCLUDING ALL), then ALTER TABLE parent ATTACH PARTITION, which"
          + " blocks nobody"),
  DROP_FOREIGN_KEY(
      WARNING,
      "Dropping a foreign key takes ACCESS EXCLUSIVE on the table and on the one it refers to",
      "one foreign key per transaction, with a lock_timeout, tried again"),
  TABLE_REWRITE(
      ERROR,
      "The whole table is written anew under ACCESS EXCLUSIVE",
      "there is no online way in place: a new table filled in batches behind triggers"),
  REFRESH_MATERIALIZED_VIEW(
      ERROR,
      "REFRESH blocks every reader of the view while its query runs",
      "a unique index and REFRESH MATERIALIZED VIEW CONCURRENTLY"),
  STATEMENT_AFTER_EXCLUSIVE_LOCK(
      ERROR,
      "ACCESS EXCLUSIVE is held until the transaction ends, and more work follows",
      "end the transaction right after the statement that took the lock",
      "E4"),
  REWRITE_AFTER_EXCLUSIVE_LOCK(
      ERROR,
      "A table or index is written anew while another table is held under ACCESS EXCLUSIVE",
      "one of them per transaction",
      "E10"),
  FULL_TABLE_DML(
      ERROR,
      "Every row in one statement: row locks on all of them till the end, and the table swells to"
          + " twice its size",
      "a backfill in batches by key: curtain migrate, or a loop of bounded UPDATEs, each"
          + " committed"),
  TWO_FOREIGN_KEYS_IN_TRANSACTION(
      WARNING,
      "Two foreign keys in one transaction lock several tables in an order of their own: deadlocks",
      "one per transaction"),
  MISSING_FOREIGN_KEY_INDEX(
      WARNING,
      "Without an index on it every delete of a referenced row reads the whole table",
      "CREATE INDEX CONCURRENTLY on the foreign key's columns, without a WHERE",
      "E15"),
  IF_NOT_EXISTS_KEEPS_INVALID_INDEX(
      WARNING,
      "After a concurrent build that failed, IF NOT EXISTS keeps the invalid index and says"
          + " nothing",
      "DROP INDEX CONCURRENTLY IF EXISTS {name}, then create it without IF NOT EXISTS"),
  COMBINE_ALTER_TABLE(
      INFO,
      "Each ALTER TABLE reads or writes the table by itself; one statement does it once",
      "one ALTER TABLE with several actions",
      "W12"),
  UNREADABLE_STATEMENT(
      WARNING,
      "This is not PostgreSQL as far as the grammar knows, so nothing is known of its locks",
      "correct it; or try it on a copy and read pg_locks"),
  COUPLED_PLAN(
      ERROR,
      "One plan changes the schema and the code",
      "two: the migration first, the code by its own rollout");

  private final String id;
  private final Severity severity;
  private final String why;
  private final String recipe;
  private final List<String> sameAs;

  Rule(Severity severity, String why, String recipe, String... sameAs) {
    this("", severity, why, recipe, sameAs);
  }

  Rule(String id, Severity severity, String why, String recipe, String... sameAs) {
    this.id = id.isEmpty() ? name().toLowerCase(Locale.ROOT).replace('_', '-') : id;
    this.severity = severity;
    this.why = why;
    this.recipe = recipe;
    this.sameAs = List.of(sameAs);
  }

  /** As reports name it: {@code ban-drop-column}. */
  public String id() {
    return id;
  }

  public Severity severity() {
    return severity;
  }

  /** What goes wrong, as a sentence without its full stop. */
  public String why() {
    return why;
  }

  public String recipe() {
    return recipe;
  }

  /** The hints of Eugene that say the same. */
  public List<String> sameAs() {
    return sameAs;
  }

  /** By its id or by Eugene's. */
  public static Optional<Rule> of(String id) {
    return Arrays.stream(values())
        .filter(rule ->
            rule.id.equalsIgnoreCase(id) || rule.sameAs.contains(id.toUpperCase(Locale.ROOT)))
        .findFirst();
  }
}
