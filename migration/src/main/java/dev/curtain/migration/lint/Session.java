package dev.curtain.migration.lint;

import dev.curtain.migration.sql.Action;
import dev.curtain.migration.sql.LockMode;
import dev.curtain.migration.sql.Script;
import dev.curtain.migration.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where the walk through a file stands: what a session that ran it would be in. */
final class Session {
  private final boolean assumed;
  private boolean explicit;
  private boolean ended;
  private boolean lockTimeout;
  private boolean statementTimeout;
  private boolean unlimitedOnce;
  private Optional<String> lastAltered = Optional.empty();
  private final Set<String> created = new HashSet<>();
  private final Set<String> notValid = new HashSet<>();
  private final Set<String> exclusive = new LinkedHashSet<>();
  private final Set<String> enumValues = new HashSet<>();
  private final Map<String, Boolean> dropped = new HashMap<>();
  private int foreignKeys;

  Session(Script script, boolean assumed) {
    this.assumed = assumed;
    this.unlimitedOnce = script.statements().size() == 1;
  }

  /** Whether {@code SET LOCAL} outside a transaction says that somebody wraps the file in one. */
  static boolean wrapped(Script script) {
    boolean begun = false;
    for (Script.Parsed parsed : script.statements()) {
      if (parsed.statement() instanceof Statement.Transaction(Statement.Transaction.Kind kind)) {
        begun = kind == Statement.Transaction.Kind.BEGIN;
      }
      if (!begun
          && parsed.statement() instanceof Statement.SetVariable variable
          && variable.local()) {
        return true;
      }
    }
    return false;
  }

  boolean inTransaction() {
    return explicit || (assumed && !ended);
  }

  boolean begun() {
    return explicit;
  }

  /** The runner's transaction, and not one that the file began. */
  boolean assumed() {
    return assumed && !ended && !explicit;
  }

  boolean singleStatement() {
    return unlimitedOnce;
  }

  boolean lockTimeout() {
    return lockTimeout;
  }

  boolean statementTimeout() {
    return statementTimeout;
  }

  /** Made in this transaction: nobody else can see it. */
  boolean isNew(String table) {
    return created.contains(table);
  }

  boolean addedNotValidHere(String table, String constraint) {
    return inTransaction() && notValid.contains(table + "/" + constraint);
  }

  /** Tables held under ACCESS EXCLUSIVE since earlier statements of the transaction. */
  Set<String> exclusive() {
    return exclusive;
  }

  int foreignKeys() {
    return foreignKeys;
  }

  boolean enumValueAdded() {
    return !enumValues.isEmpty();
  }

  Set<String> enumValues() {
    return enumValues;
  }

  /** TRUE: dropped if it was there; FALSE: made again since; empty: not mentioned. */
  Optional<Boolean> dropped(String name) {
    return Optional.ofNullable(dropped.get(name));
  }

  Optional<String> lastAltered() {
    return lastAltered;
  }

  void after(Statement statement, Impact impact) {
    switch (statement) {
      case Statement.Transaction(Statement.Transaction.Kind kind) -> transaction(kind);
      case Statement.SetVariable it -> {
        lockTimeout |= it.name().equals("lock_timeout") && !it.value().equals("0");
        statementTimeout |= it.name().equals("statement_timeout") && !it.value().equals("0");
      }
      case Statement.CreateTable it -> {
        if (inTransaction()) {
          created.add(it.table().key());
        }
      }
      case Statement.AlterTable it -> {
        it.actions().forEach(action -> alter(it.table().key(), action));
        lastAltered = Optional.of(it.table().key());
      }
      case Statement.Drop it -> {
        if (it.ifExists()) {
          it.names().forEach(name -> dropped.put(it.kind() + " " + name.local(), true));
        }
      }
      case Statement.CreateIndex it ->
          it.name().ifPresent(name -> dropped.put("index " + name, false));
      case Statement.AddEnumValue it -> enumValues.add(it.value());
      default -> {}
    }
    if (!(statement instanceof Statement.AlterTable)
        && !(statement instanceof Statement.SetVariable)) {
      lastAltered = Optional.empty();
    }
    if (inTransaction()) {
      impact
          .locks()
          .forEach((relation, lock) -> {
            if (lock == LockMode.ACCESS_EXCLUSIVE && !created.contains(relation)) {
              exclusive.add(relation);
            }
          });
    }
  }

  private void alter(String table, Action action) {
    switch (action) {
      case Action.AddConstraint it ->
          it.constraint()
              .name()
              .ifPresent(name -> {
                dropped.computeIfPresent("constraint " + name, (_, _) -> false);
                if (it.constraint().notValid() && inTransaction()) {
                  notValid.add(table + "/" + name);
                }
                foreignKeys += it.constraint().references().isPresent() ? 1 : 0;
              });
      case Action.DropConstraint it -> {
        if (it.ifExists()) {
          dropped.put("constraint " + it.name(), true);
        }
      }
      default -> {}
    }
  }

  private void transaction(Statement.Transaction.Kind kind) {
    switch (kind) {
      case BEGIN -> explicit = true;
      case COMMIT, ROLLBACK -> {
        explicit = false;
        ended = true;
        created.clear();
        notValid.clear();
        exclusive.clear();
        enumValues.clear();
        foreignKeys = 0;
      }
      case SAVEPOINT -> {}
    }
  }
}
