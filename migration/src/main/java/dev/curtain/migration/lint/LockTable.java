package dev.curtain.migration.lint;

import dev.curtain.migration.sql.Action;
import dev.curtain.migration.sql.Column;
import dev.curtain.migration.sql.Constraint;
import dev.curtain.migration.sql.LockMode;
import dev.curtain.migration.sql.Name;
import dev.curtain.migration.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * What each statement locks, writes anew and reads through. Measured, not remembered: every line
 * was compared with {@code pg_locks}, file nodes and rows read on a running PostgreSQL, and is
 * again by the tests of this package.
 */
final class LockTable {
  private final Facts facts;

  LockTable(Facts facts) {
    this.facts = facts;
  }

  Impact impact(Statement statement) {
    return switch (statement) {
      case Statement.CreateTable it -> create(it);
      case Statement.AlterTable it ->
          it.actions().stream()
              .map(action -> action(it.table().key(), action))
              .reduce(Impact.NONE, Impact::and);
      case Statement.CreateIndex it ->
          Impact.of(
                  it.table().key(),
                  it.concurrently() ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.SHARE)
              .scanning(it.table().key());
      case Statement.Drop it -> drop(it);
      case Statement.Reindex it -> reindex(it);
      case Statement.Truncate it -> {
        Impact all = Impact.NONE;
        for (Name table : it.tables()) {
          all = all.and(table.key(), LockMode.ACCESS_EXCLUSIVE).replacing(table.key());
        }
        yield all;
      }
      case Statement.Vacuum it -> whole(it.table(), it.full());
      case Statement.Cluster it -> whole(it.table(), true);
      case Statement.Lock it ->
          it.tables().stream()
              .map(table -> Impact.of(table.key(), it.mode()))
              .reduce(Impact.NONE, Impact::and);
      case Statement.RefreshView it ->
          it.concurrently()
              ? Impact.of(it.view().key(), LockMode.EXCLUSIVE).scanning(it.view().key())
              : Impact.of(it.view().key(), LockMode.ACCESS_EXCLUSIVE).rewriting(it.view().key());
      case Statement.CreateTrigger it -> Impact.of(it.table().key(), LockMode.SHARE_ROW_EXCLUSIVE);
      case Statement.Comment it ->
          it.kind().matches("table|column|constraint|trigger|index|view|materialized view|policy")
              ? Impact.of(it.object().key(), LockMode.SHARE_UPDATE_EXCLUSIVE)
              : Impact.NONE;
      case Statement.Analyze it -> whole(it.table(), false);
      case Statement.AlterDomain it -> domain(it);
      case Statement.AlterOther it ->
          it.kind().endsWith("view")
              ? Impact.of(it.name().key(), LockMode.ACCESS_EXCLUSIVE)
              : Impact.NONE;
      case Statement.Dml it -> dml(it);
      case Statement.CreateDomain _,
          Statement.CreateType _,
          Statement.AddEnumValue _,
          Statement.RenameEnumValue _,
          Statement.Transaction _,
          Statement.SetVariable _,
          Statement.CreateOther _ ->
          Impact.NONE;
      case Statement.Other it ->
          it.keyword().matches("grant|revoke|reset|show|discard|listen|notify|deallocate")
              ? Impact.NONE
              : Impact.UNKNOWN;
    };
  }

  private Impact create(Statement.CreateTable it) {
    Impact impact =
        it.partitionOf()
            .map(parent -> Impact.of(parent.key(), LockMode.ACCESS_EXCLUSIVE))
            .orElse(Impact.NONE);
    for (Column column : it.columns()) {
      impact = referring(impact, column.references());
    }
    for (Constraint constraint : it.constraints()) {
      impact = referring(impact, constraint.references());
    }
    return impact;
  }

  private static Impact referring(Impact impact, Optional<Name> parent) {
    return parent
        .map(table -> impact.and(table.key(), LockMode.SHARE_ROW_EXCLUSIVE))
        .orElse(impact);
  }

  private Impact action(String table, Action action) {
    Impact exclusive = Impact.of(table, LockMode.ACCESS_EXCLUSIVE);
    return switch (action) {
      case Action.AddColumn it -> addColumn(exclusive, table, it.column());
      case Action.AlterType it -> {
        boolean free =
            facts
                .columnType(table, it.column())
                .filter(from -> Types.free(from, it.type(), it.using(), facts.utc()))
                .isPresent();
        yield free ? exclusive : exclusive.rewriting(table);
      }
      case Action.SetNotNull it ->
          facts.provenNotNull(table, it.column()) ? exclusive : exclusive.scanning(table);
      case Action.AddConstraint it -> addConstraint(exclusive, table, it.constraint());
      case Action.DropConstraint it ->
          facts
              .foreignKeyTarget(table, it.name())
              .map(parent -> exclusive.and(parent, LockMode.ACCESS_EXCLUSIVE))
              .orElse(exclusive);
      case Action.ValidateConstraint it -> {
        Impact check = Impact.of(table, LockMode.SHARE_UPDATE_EXCLUSIVE).scanning(table);
        yield facts
            .foreignKeyTarget(table, it.name())
            .map(parent -> check.and(parent, LockMode.ROW_SHARE).scanning(parent))
            .orElse(check);
      }
      case Action.AttachPartition it -> {
        String child = it.child().key();
        Impact attach =
            Impact.of(table, LockMode.SHARE_UPDATE_EXCLUSIVE).and(child, LockMode.ACCESS_EXCLUSIVE);
        yield facts.partitionProven(child) ? attach : attach.scanning(child);
      }
      case Action.DetachPartition it ->
          Impact.of(
                  table,
                  it.concurrently() || it.finalizes()
                      ? LockMode.SHARE_UPDATE_EXCLUSIVE
                      : LockMode.ACCESS_EXCLUSIVE)
              .and(it.child().key(), LockMode.ACCESS_EXCLUSIVE);
      case Action.Rewrite _ -> exclusive.rewriting(table);
      case Action.Plain it -> Impact.of(table, it.lock());
      case Action.DropColumn _,
          Action.SetDefault _,
          Action.DropNotNull _,
          Action.RenameColumn _,
          Action.RenameTable _ ->
          exclusive;
    };
  }

  private Impact addColumn(Impact exclusive, String table, Column column) {
    Impact impact = referring(exclusive, column.references());
    if (Writes.everyRow(column)) {
      return impact.rewriting(table);
    }
    boolean reads = !column.check().isEmpty() || column.unique() || column.primaryKey();
    return reads ? impact.scanning(table) : impact;
  }

  private static Impact addConstraint(Impact exclusive, String table, Constraint constraint) {
    return switch (constraint.kind()) {
      case CHECK, NOT_NULL -> constraint.notValid() ? exclusive : exclusive.scanning(table);
      case FOREIGN_KEY -> {
        Impact impact =
            referring(Impact.of(table, LockMode.SHARE_ROW_EXCLUSIVE), constraint.references());
        if (constraint.notValid()) {
          yield impact;
        }
        Impact scanning = impact.scanning(table);
        yield constraint
            .references()
            .map(parent -> scanning.scanning(parent.key()))
            .orElse(scanning);
      }
      case UNIQUE, PRIMARY_KEY, EXCLUDE ->
          constraint.usingIndex().isPresent() ? exclusive : exclusive.scanning(table);
    };
  }

  private Impact drop(Statement.Drop it) {
    LockMode lock = it.concurrently() ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
    Impact impact = it.on().map(table -> Impact.of(table.key(), lock)).orElse(Impact.NONE);
    if (it.on().isPresent()) {
      return impact;
    }
    if (!it.kind().matches("table|foreign table|view|materialized view|index|sequence")) {
      return impact;
    }
    for (Name name : it.names()) {
      impact = impact.and(name.key(), lock);
      if (it.kind().equals("index")) {
        Optional<String> table = facts.tableOfIndex(name.key());
        impact = table.isPresent() ? impact.and(table.get(), lock) : impact;
      } else if (it.cascade()) {
        for (String view : facts.dependents(name.key())) {
          impact = impact.and(view, lock);
        }
      }
    }
    return impact;
  }

  private Impact reindex(Statement.Reindex it) {
    if (it.name().isEmpty()) {
      return Impact.UNKNOWN;
    }
    String name = it.name().get().key();
    if (it.concurrently()) {
      Impact index = Impact.of(name, LockMode.SHARE_UPDATE_EXCLUSIVE);
      return facts
          .tableOfIndex(name)
          .map(table -> index.and(table, LockMode.SHARE_UPDATE_EXCLUSIVE).scanning(table))
          .orElse(index);
    }
    if (it.kind().equals("index")) {
      Impact index = Impact.of(name, LockMode.ACCESS_EXCLUSIVE);
      return facts
          .tableOfIndex(name)
          .map(table -> index.and(table, LockMode.SHARE).scanning(table))
          .orElse(index);
    }
    return Impact.of(name, LockMode.SHARE).scanning(name);
  }

  private static Impact whole(Optional<Name> table, boolean rewrites) {
    String name = table.map(Name::key).orElse("every table");
    return rewrites
        ? Impact.of(name, LockMode.ACCESS_EXCLUSIVE).rewriting(name)
        : Impact.of(name, LockMode.SHARE_UPDATE_EXCLUSIVE);
  }

  private Impact domain(Statement.AlterDomain it) {
    if (!it.addsConstraint() || it.notValid()) {
      return Impact.NONE;
    }
    Optional<List<String>> tables = facts.tablesOfDomain(it.name().key());
    if (tables.isEmpty()) {
      return Impact.of("every table with a column of " + it.name(), LockMode.SHARE);
    }
    Impact impact = Impact.NONE;
    for (String table : tables.get()) {
      impact = impact.and(table, LockMode.SHARE).scanning(table);
    }
    return impact;
  }

  private static Impact dml(Statement.Dml it) {
    if (it.kind() == Statement.Dml.Kind.SELECT || it.table().isEmpty()) {
      return Impact.NONE;
    }
    String table = it.table().get().key();
    Impact rows = Impact.of(table, LockMode.ROW_EXCLUSIVE);
    return it.where() ? rows : rows.scanning(table);
  }
}
