package dev.curtain.migration.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file of statements.
 *
 * @param file how messages name it
 * @param comments every comment, without the marks
 */
public record Script(String file, List<Parsed> statements, List<String> comments) {
  public Script {
    statements = List.copyOf(statements);
    comments = List.copyOf(comments);
  }

  /**
   * A statement with what it says.
   *
   * @param problem why the grammar refuses it, where it does
   */
  public record Parsed(Source source, Statement statement, Optional<String> problem) {}

  /** Reads every statement; what the grammar refuses is still there, with the reason. */
  public static Script read(String file, String sql, Grammar grammar) {
    Lexer lexer = new Lexer(sql);
    List<Parsed> parsed = new ArrayList<>();
    for (Source source : split(sql, lexer)) {
      parsed.add(
          new Parsed(
              source, StatementReader.read(source.tokens()), grammar.problem(source.text())));
    }
    return new Script(file, parsed, lexer.comments().stream().map(Lexer.Comment::text).toList());
  }

  private static List<Source> split(String sql, Lexer lexer) {
    List<Source> sources = new ArrayList<>();
    List<Token> open = new ArrayList<>();
    List<Lexer.Comment> comments = new ArrayList<>(lexer.comments());
    int depth = 0;
    int body = 0;
    for (Token token : lexer.tokens()) {
      if (token.is(";") && depth <= 0 && body == 0) {
        close(sql, open, token.offset(), token.line(), comments, sources);
        continue;
      }
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      body = body(open, token, body);
      open.add(token);
      if (token.is(";") && body == 0) {
        depth = 0;
      }
    }
    close(sql, open, sql.length(), Integer.MAX_VALUE, comments, sources);
    return sources;
  }

  /** How deep inside {@code BEGIN ATOMIC ... END} of a function: its semicolons end nothing. */
  private static int body(List<Token> before, Token token, int body) {
    boolean function =
        before.size() > 2
            && before.getFirst().is("create")
            && before.subList(0, Math.min(4, before.size())).stream()
                .anyMatch(each -> each.is("function") || each.is("procedure"));
    if (!function) {
      return 0;
    }
    if (token.is("atomic") && before.getLast().is("begin")) {
      return body + 1;
    }
    if (body > 0 && token.is("case")) {
      return body + 1;
    }
    return body > 0 && token.is("end") ? body - 1 : body;
  }

  private static void close(
      String sql,
      List<Token> open,
      int end,
      int endLine,
      List<Lexer.Comment> comments,
      List<Source> sources) {
    if (open.isEmpty()) {
      return;
    }
    List<String> own = new ArrayList<>();
    comments.removeIf(comment -> {
      boolean mine = comment.offset() < end || comment.line() == endLine;
      if (mine) {
        own.add(comment.text());
      }
      return mine;
    });
    Token first = open.getFirst();
    sources.add(
        new Source(
            sources.size() + 1,
            sql.substring(first.offset(), open.getLast().end()),
            first.line(),
            open,
            own));
    open.clear();
  }
}
