package dev.curtain.migration.lint;

import dev.curtain.migration.sql.Action;
import dev.curtain.migration.sql.Name;
import dev.curtain.migration.sql.Statement;
import java.util.Optional;

/** Indexes, partitions, views that are stored, and whole tables written anew. */
final class IndexChecks implements Check {
  @Override
  public void check(Subject subject, Report report) {
    int line = subject.source().line();
    switch (subject.statement()) {
      case Statement.CreateIndex it -> created(subject, report, it, line);
      case Statement.Drop it when it.kind().equals("index") && !it.concurrently() ->
          report.because(Rule.REQUIRE_CONCURRENT_INDEX_DELETION, line, "drops index " + it.names());
      case Statement.Drop it when it.kind().equals("index") && concurrentInTransaction(subject) ->
          report.because(
              Rule.BAN_CONCURRENT_INDEX_CREATION_IN_TRANSACTION,
              line,
              "drops index " + it.names() + " CONCURRENTLY");
      case Statement.Reindex it when !it.concurrently() && !it.kind().equals("system") ->
          report.because(
              Rule.REQUIRE_CONCURRENT_REINDEX, line, "rebuilds " + it.kind() + named(it));
      case Statement.AlterTable it when subject.inUse(it.table().key()) ->
          it.actions().forEach(action -> partition(subject, report, it.table(), action));
      case Statement.CreateTable it
          when it.partitionOf().filter(parent -> subject.inUse(parent.key())).isPresent() ->
          report.because(
              Rule.CREATE_PARTITION_OF,
              line,
              "makes " + it.table() + " a partition of " + it.partitionOf().get());
      case Statement.RefreshView it when !it.concurrently() ->
          report.because(Rule.REFRESH_MATERIALIZED_VIEW, line, "refreshes " + it.view());
      case Statement.Cluster it ->
          report.because(Rule.PREFER_REPACK, line, "clusters " + named(it.table()));
      case Statement.Vacuum it when it.full() ->
          report.because(Rule.PREFER_REPACK, line, "VACUUM FULL of " + named(it.table()));
      default -> {}
    }
  }

  private static String named(Statement.Reindex it) {
    return it.name().map(name -> " " + name).orElse("");
  }

  private static String named(Optional<Name> table) {
    return table.map(Name::toString).orElse("every table");
  }

  private static boolean concurrentInTransaction(Subject subject) {
    Session session = subject.session();
    return session.begun() || (session.assumed() && !session.singleStatement());
  }

  private static void created(Subject subject, Report report, Statement.CreateIndex it, int line) {
    String what = "builds an index on " + it.table();
    if (!it.concurrently() && subject.inUse(it.table().key())) {
      report.because(Rule.REQUIRE_CONCURRENT_INDEX_CREATION, line, what);
    }
    if (it.concurrently() && concurrentInTransaction(subject)) {
      report.because(Rule.BAN_CONCURRENT_INDEX_CREATION_IN_TRANSACTION, line, what);
    }
    if (it.concurrently() && it.ifNotExists()) {
      report.because(
          Rule.IF_NOT_EXISTS_KEEPS_INVALID_INDEX, line, what, "name", it.name().orElse("its name"));
    }
  }

  private static void partition(Subject subject, Report report, Name table, Action action) {
    switch (action) {
      case Action.AttachPartition it -> {
        String child = it.child().key();
        if (subject.inUse(child) && !subject.facts().partitionProven(child)) {
          report.because(
              Rule.ATTACH_PARTITION_SCAN, it.line(), "attaches " + it.child() + " to " + table);
        }
      }
      case Action.DetachPartition it -> {
        if (!it.concurrently() && !it.finalizes()) {
          report.because(
              Rule.REQUIRE_CONCURRENT_PARTITION_DETACH,
              it.line(),
              "detaches " + it.child() + " from " + table);
        }
      }
      default -> {}
    }
  }
}
