package dev.curtain.migration.plan;

import dev.curtain.migration.sql.Script;
import dev.curtain.migration.sql.Token;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Pieces of SQL, quoted where they have to be. */
public final class Sql {
  private Sql() {}

  /** A name, quoted. */
  public static String name(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  /** A table's name as written, each part quoted: {@code shop.orders}. */
  public static String table(String name) {
    return Arrays.stream(name.split("\\.", -1))
        .map(part -> part.startsWith("\"") ? part : name(part))
        .collect(Collectors.joining("."));
  }

  public static String names(Collection<String> names) {
    return names.stream().map(Sql::name).collect(Collectors.joining(", "));
  }

  public static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** {@code expression} with {@code row} before every column of {@code columns} that it names. */
  static String of(String row, String expression, Collection<String> columns) {
    List<Token> tokens =
        Script.read("", expression, _ -> Optional.empty()).statements().stream()
            .flatMap(statement -> statement.source().tokens().stream())
            .toList();
    StringBuilder said = new StringBuilder();
    int copied = 0;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      boolean qualified = i > 0 && tokens.get(i - 1).is(".");
      boolean type = i > 0 && tokens.get(i - 1).is("::");
      boolean called = i + 1 < tokens.size() && tokens.get(i + 1).is("(");
      boolean qualifies = i + 1 < tokens.size() && tokens.get(i + 1).is(".");
      if (token.isName()
          && columns.contains(token.name())
          && !qualified
          && !type
          && !called
          && !qualifies) {
        said.append(expression, copied, token.offset())
            .append(row)
            .append('.')
            .append(name(token.name()));
        copied = token.offset() + token.text().length();
      }
    }
    return said.append(expression.substring(copied)).toString();
  }
}
