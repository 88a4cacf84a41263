package dev.curtain.migration.lint;

import dev.curtain.migration.sql.Token;
import java.util.List;
import java.util.Set;

/** Whether a default is one value for all rows, so that no row need be written. */
final class Expressions {
  /** Built in, without arguments, and the same all through a statement: stable or immutable. */
  private static final Set<String> STEADY =
      Set.of(
          "now",
          "transaction_timestamp",
          "statement_timestamp",
          "current_database",
          "current_schema",
          "current_user",
          "current_setting",
          "pg_backend_pid",
          "pi",
          "txid_current",
          "pg_current_xact_id",
          "version",
          "inet_client_addr",
          "inet_server_addr",
          "pg_postmaster_start_time",
          "pg_conf_load_time");

  private Expressions() {}

  /**
   * Constants, casts, operators, and functions of PostgreSQL's own that do not change within a
   * statement. A function with arguments, or one we do not know, may be anything.
   */
  static boolean steady(List<Token> expression) {
    for (int i = 0; i + 1 < expression.size(); i++) {
      Token token = expression.get(i);
      if (!token.isName() || !expression.get(i + 1).is("(")) {
        continue;
      }
      boolean type = i > 0 && (expression.get(i - 1).is("::") || expression.get(i - 1).is("as"));
      boolean syntax = token.is("cast") || token.is("array") || token.is("and") || token.is("or");
      boolean bare = i + 2 < expression.size() && expression.get(i + 2).is(")");
      if (!type && !syntax && !(bare && STEADY.contains(token.name()))) {
        return false;
      }
    }
    return true;
  }
}
