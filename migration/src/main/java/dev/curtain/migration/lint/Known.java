package dev.curtain.migration.lint;

import dev.curtain.migration.sql.Action;
import dev.curtain.migration.sql.Column;
import dev.curtain.migration.sql.Constraint;
import dev.curtain.migration.sql.Name;
import dev.curtain.migration.sql.Statement;
import dev.curtain.migration.sql.TypeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What the statements so far have said, on top of what was known of the database before them. */
final class Known implements Facts {
  private final Facts before;
  private final Map<String, TypeName> types = new HashMap<>();
  private final Map<String, Constraint> constraints = new HashMap<>();
  private final Map<String, String> indexes = new HashMap<>();
  private final Set<String> proven = new HashSet<>();
  private final Set<String> provenSomehow = new HashSet<>();
  private final Set<String> checked = new HashSet<>();
  private final Map<String, Boolean> notNull = new HashMap<>();
  private final List<ForeignKey> foreignKeys = new ArrayList<>();
  private final List<List<String>> covered = new ArrayList<>();
  private final Set<String> tables = new HashSet<>();

  /** A foreign key of a table that these statements create. */
  record ForeignKey(String file, int statement, int line, String table, List<String> columns) {
    ForeignKey {
      columns = List.copyOf(columns);
    }
  }

  Known(Facts before) {
    this.before = before;
  }

  List<ForeignKey> foreignKeysWithoutIndex() {
    return foreignKeys.stream()
        .filter(key ->
            covered.stream()
                .noneMatch(index ->
                    index.size() > key.columns().size()
                        && index.getFirst().equals(key.table())
                        && index.subList(1, 1 + key.columns().size()).containsAll(key.columns())))
        .toList();
  }

  /** Whether the column is known to be declared {@code NOT NULL}; empty where nothing is known. */
  Optional<Boolean> notNull(String table, String column) {
    return Optional.ofNullable(notNull.get(table + "/" + column));
  }

  Optional<Constraint> constraint(String table, String name) {
    return Optional.ofNullable(constraints.get(table + "/" + name));
  }

  List<String> indexColumns(String index) {
    return covered.stream()
        .filter(each -> each.getFirst().equals("index " + index))
        .findFirst()
        .map(each -> each.subList(1, each.size()))
        .orElse(List.of());
  }

  void learn(String file, int number, Statement statement) {
    switch (statement) {
      case Statement.CreateTable it -> create(file, number, it);
      case Statement.AlterTable it ->
          it.actions().forEach(action -> alter(file, number, it.table().key(), action));
      case Statement.CreateIndex it -> {
        it.name()
            .ifPresent(name -> {
              indexes.put(name, it.table().key());
              cover("index " + name, it.columns());
            });
        if (!it.partial()) {
          cover(it.table().key(), it.columns());
        }
      }
      default -> {}
    }
  }

  private void cover(String of, List<String> columns) {
    List<String> entry = new ArrayList<>(List.of(of));
    entry.addAll(columns);
    covered.add(entry);
  }

  private void create(String file, int number, Statement.CreateTable it) {
    String table = it.table().key();
    tables.add(table);
    it.columns().forEach(column -> column(file, number, table, column));
    it.constraints().forEach(constraint -> constraint(file, number, table, constraint));
  }

  private void column(String file, int number, String table, Column column) {
    types.put(table + "/" + column.name(), column.type());
    notNull.put(table + "/" + column.name(), column.notNull() || column.primaryKey());
    if (column.primaryKey() || column.unique()) {
      cover(table, List.of(column.name()));
    }
    if (column.references().isPresent() && tables.contains(table)) {
      foreignKeys.add(new ForeignKey(file, number, column.line(), table, List.of(column.name())));
    }
  }

  private void constraint(String file, int number, String table, Constraint constraint) {
    constraint.name().ifPresent(name -> constraints.put(table + "/" + name, constraint));
    switch (constraint.kind()) {
      case UNIQUE, PRIMARY_KEY -> cover(table, constraint.columns());
      case FOREIGN_KEY -> {
        if (tables.contains(table)) {
          foreignKeys.add(
              new ForeignKey(file, number, constraint.line(), table, constraint.columns()));
        }
      }
      case CHECK, NOT_NULL, EXCLUDE -> {}
    }
    if (!constraint.notValid()) {
      if (constraint.kind() == Constraint.Kind.CHECK) {
        checked.add(table);
      }
      constraint.provesNotNull().ifPresent(column -> proven.add(table + "/" + column));
    }
  }

  private void alter(String file, int number, String table, Action action) {
    switch (action) {
      case Action.AddColumn it -> column(file, number, table, it.column());
      case Action.AddConstraint it -> constraint(file, number, table, it.constraint());
      case Action.AlterType it -> types.put(table + "/" + it.column(), it.type());
      case Action.SetNotNull it -> notNull.put(table + "/" + it.column(), true);
      case Action.DropNotNull it -> notNull.put(table + "/" + it.column(), false);
      case Action.ValidateConstraint it -> {
        Optional<Constraint> declared = constraint(table, it.name());
        if (declared.isPresent()) {
          declared.get().provesNotNull().ifPresent(column -> proven.add(table + "/" + column));
          if (declared.get().kind() == Constraint.Kind.CHECK) {
            checked.add(table);
          }
        } else {
          provenSomehow.add(table);
        }
      }
      default -> {}
    }
  }

  @Override
  public Optional<TypeName> columnType(String table, String column) {
    return Optional.ofNullable(types.get(table + "/" + column))
        .or(() -> before.columnType(table, column));
  }

  @Override
  public OptionalLong rows(String table) {
    return before.rows(table);
  }

  @Override
  public Optional<String> tableOfIndex(String index) {
    return Optional.ofNullable(indexes.get(index)).or(() -> before.tableOfIndex(index));
  }

  @Override
  public Optional<String> foreignKeyTarget(String table, String constraint) {
    return constraint(table, constraint)
        .flatMap(Constraint::references)
        .map(Name::key)
        .or(() -> before.foreignKeyTarget(table, constraint));
  }

  /** A constraint that was validated here and declared elsewhere is taken to be the one meant. */
  @Override
  public boolean provenNotNull(String table, String column) {
    return proven.contains(table + "/" + column)
        || provenSomehow.contains(table)
        || before.provenNotNull(table, column);
  }

  /** Whether a check's bounds are the partition's is not read: one that is valid is believed. */
  @Override
  public boolean partitionProven(String child) {
    return checked.contains(child)
        || provenSomehow.contains(child)
        || before.partitionProven(child);
  }

  @Override
  public List<String> dependents(String table) {
    return before.dependents(table);
  }

  @Override
  public Optional<List<String>> tablesOfDomain(String domain) {
    return before.tablesOfDomain(domain);
  }

  @Override
  public boolean utc() {
    return before.utc();
  }
}
