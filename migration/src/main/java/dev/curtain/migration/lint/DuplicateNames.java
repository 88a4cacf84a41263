package dev.curtain.migration.lint;

import dev.curtain.migration.sql.Statement;
import dev.curtain.migration.sql.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The same column named twice where PostgreSQL allows it once. */
final class DuplicateNames implements Check {
  private static final Set<String> CLAUSES =
      Set.of("from", "where", "returning", "when", "group", "order", "limit", "into", "union");

  @Override
  public void check(Subject subject, Report report) {
    List<Token> tokens = subject.source().tokens();
    switch (subject.statement()) {
      case Statement.CreateTable it ->
          once(
              report,
              it.columns().stream()
                  .map(column -> new Named(column.name(), "", column.line()))
                  .toList());
      case Statement.CreateOther it when it.kind().contains("view") -> view(report, tokens);
      case Statement.Dml _ -> dml(report, tokens);
      default -> {}
    }
  }

  /** A target: its column, and what of the column ({@code .x}, {@code [1]}; all of it is ""). */
  private record Named(String column, String part, int line) {}

  private static void once(Report report, List<Named> targets) {
    Set<String> whole = new HashSet<>();
    Set<String> any = new HashSet<>();
    for (Named target : targets) {
      boolean clash =
          target.part().isEmpty() ? !any.add(target.column()) : whole.contains(target.column());
      any.add(target.column());
      if (target.part().isEmpty()) {
        whole.add(target.column());
      }
      if (clash) {
        report.because(
            Rule.BAN_DUPLICATE_COLUMN_ASSIGNMENTS, target.line(), target.column() + " comes twice");
      }
    }
  }

  private static void dml(Report report, List<Token> tokens) {
    int depth = 0;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      depth += depth(token);
      if (depth != 0) {
        continue;
      }
      if (token.is("set")) {
        once(report, assignments(parts(tokens, i + 1)));
      } else if (token.is("insert")) {
        int open = i + 1;
        while (open < tokens.size()
            && (tokens.get(open).isName() || tokens.get(open).is("."))
            && !tokens.get(open).is("values")
            && !tokens.get(open).is("select")) {
          open++;
        }
        if (open < tokens.size() && tokens.get(open).is("(")) {
          once(report, targets(parts(tokens, open + 1)));
        }
      } else if (token.is("select") && i == 0 && hasInto(tokens)) {
        once(report, outputs(parts(tokens, 1)));
      }
    }
  }

  private static boolean hasInto(List<Token> tokens) {
    int depth = 0;
    for (Token token : tokens) {
      depth += depth(token);
      if (depth == 0 && token.is("into")) {
        return true;
      }
    }
    return false;
  }

  private static void view(Report report, List<Token> tokens) {
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.get(i).is("(")) {
        once(report, targets(parts(tokens, i + 1)));
        return;
      }
      if (tokens.get(i).is("select")) {
        once(report, outputs(parts(tokens, i + 1)));
        return;
      }
    }
  }

  private static int depth(Token token) {
    return token.is("(") || token.is("[") ? 1 : token.is(")") || token.is("]") ? -1 : 0;
  }

  /** What stands between commas from {@code start} to the end of the list or the next clause. */
  private static List<List<Token>> parts(List<Token> tokens, int start) {
    List<List<Token>> parts = new ArrayList<>();
    List<Token> part = new ArrayList<>();
    int depth = 0;
    for (int i = start; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      depth += depth(token);
      boolean clause =
          depth == 0 && token.kind() == Token.Kind.WORD && CLAUSES.contains(token.name());
      if (depth < 0 || clause) {
        break;
      }
      if (depth == 0 && token.is(",")) {
        parts.add(part);
        part = new ArrayList<>();
      } else {
        part.add(token);
      }
    }
    parts.add(part);
    return parts.stream().filter(each -> !each.isEmpty()).toList();
  }

  private static List<Named> assignments(List<List<Token>> parts) {
    List<Named> all = new ArrayList<>();
    for (List<Token> part : parts) {
      if (part.getFirst().is("(")) {
        all.addAll(targets(parts(part, 1)));
        continue;
      }
      int equals = 0;
      while (equals < part.size() && !part.get(equals).is("=")) {
        equals++;
      }
      target(part.subList(0, equals)).ifPresent(all::add);
    }
    return all;
  }

  private static List<Named> targets(List<List<Token>> parts) {
    return parts.stream().flatMap(part -> target(part).stream()).toList();
  }

  private static Optional<Named> target(List<Token> part) {
    if (part.isEmpty() || !part.getFirst().isName()) {
      return Optional.empty();
    }
    Token first = part.getFirst();
    String rest = String.join("", part.stream().skip(1).map(Token::text).toList());
    return Optional.of(new Named(first.name(), rest, first.line()));
  }

  /** The names of a query's columns, where they can be told. */
  private static List<Named> outputs(List<List<Token>> parts) {
    return parts.stream().flatMap(part -> output(part).stream()).toList();
  }

  private static Optional<Named> output(List<Token> part) {
    Token last = part.getLast();
    if (part.size() == 1 && !last.isName() && !last.is("*")) {
      return Optional.of(new Named("?column?", "", last.line()));
    }
    if (!last.isName()) {
      return Optional.empty();
    }
    Token before = part.size() > 1 ? part.get(part.size() - 2) : last;
    boolean named =
        part.size() == 1
            || before.is("as")
            || before.is(".")
            || before.kind() != Token.Kind.SYMBOL
            || before.is(")");
    return named ? Optional.of(new Named(last.name(), "", last.line())) : Optional.empty();
  }
}
