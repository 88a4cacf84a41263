package dev.curtain.language;

import java.util.List;
import java.util.Optional;

/** Changes of one value in a text, after which everything else stands where it stood. */
public final class Edits {
  private Edits() {}

  /** One replacement; {@code from == to} inserts. Offsets count from 0. */
  public record Edit(int from, int to, String replacement) {
    public String applyTo(String text) {
      return text.substring(0, from) + replacement + text.substring(to);
    }
  }

  /**
   * Gives a property of an element, place or instance another value, or adds it.
   *
   * @param statement the span of the statement's head, as {@link Statement#span} has it
   * @param value written bare where it is a number or a boolean, else in quotes: those that the old
   *     value had
   * @return empty where no statement with a body begins there
   */
  public static Optional<Edit> set(SyntaxTree tree, Span statement, String key, String value) {
    return find(tree.statements(), statement.offset())
        .map(found -> edit(tree.text(), found, key, value));
  }

  private record Found(
      List<Statement.Property> attributes, Optional<Block> body, Span head, int column) {}

  private static Optional<Found> find(List<Statement> statements, int offset) {
    for (Statement statement : statements) {
      Optional<Block> body =
          switch (statement) {
            case Statement.Element element -> element.body();
            case Statement.Place place -> place.body();
            case Statement.Instance instance -> instance.body();
            case Statement.Extend extend -> Optional.of(extend.body());
            case Statement.Wrapper wrapper -> Optional.of(wrapper.body());
            case Statement.Import _,
                Statement.Relation _,
                Statement.Property _,
                Statement.Literal _,
                Statement.Tags _,
                Statement.View _,
                Statement.Selection _,
                Statement.Unknown _ ->
                Optional.empty();
          };
      List<Statement.Property> attributes =
          switch (statement) {
            case Statement.Element element -> element.head().attributes();
            case Statement.Place place -> place.head().attributes();
            case Statement.Instance instance -> instance.head().attributes();
            default -> List.of();
          };
      if (statement.span().offset() == offset) {
        Span span = statement.span();
        return Optional.of(new Found(attributes, body, span, span.column()));
      }
      Optional<Found> inside = body.flatMap(block -> find(block.statements(), offset));
      if (inside.isPresent()) {
        return inside;
      }
    }
    return Optional.empty();
  }

  private static Edit edit(String text, Found found, String key, String value) {
    List<Statement> inside = found.body().map(Block::statements).orElse(List.of());
    for (Statement statement : inside) {
      if (statement instanceof Statement.Property property
          && property.key().text().equals(key)
          && !property.values().isEmpty()) {
        return replace(text, property.values().getFirst(), value);
      }
    }
    for (Statement.Property property : found.attributes()) {
      if (property.key().text().equals(key) && !property.values().isEmpty()) {
        return replace(text, property.values().getFirst(), value);
      }
    }
    String written = key + " " + literal(value, '"');
    if (found.body().isEmpty()) {
      int end = found.head().endOffset();
      return new Edit(end, end, " { " + written + " }");
    }
    return insert(text, found.body().get(), found.column(), written);
  }

  private static Edit replace(String text, Value old, String value) {
    int from = old.span().offset();
    int to = old.span().endOffset();
    char quote = text.charAt(from) == '\'' ? '\'' : '"';
    boolean quoted = text.charAt(from) == '"' || text.charAt(from) == '\'';
    return new Edit(from, to, quoted ? quote(value, quote) : literal(value, quote));
  }

  /**
   * A new property comes before whatever else the block holds: on a line of its own, behind a
   * comment on the line of the brace; on that line only where the block begins there.
   */
  private static Edit insert(String text, Block body, int column, String written) {
    int at = body.span().offset() + 1;
    List<Statement> inside = body.statements();
    boolean empty = inside.isEmpty();
    int next = empty ? body.span().endOffset() - 1 : inside.getFirst().span().offset();
    int nextLine = empty ? body.span().endLine() : inside.getFirst().span().line();
    if (nextLine == body.span().line()) {
      boolean joins = "\"'#@".indexOf(text.charAt(next)) >= 0;
      return new Edit(
          at,
          at,
          " " + written + (joins ? ";" : "") + (empty && text.charAt(at) == '}' ? " " : ""));
    }
    String newline = text.contains("\r\n") ? "\r\n" : "\n";
    int indent = empty ? column + 1 : inside.getFirst().span().column() - 1;
    String line = " ".repeat(Math.max(indent, 0)) + written;
    int end = at;
    while (end < text.length() && Letters.space(text.charAt(end))) {
      end++;
    }
    if (text.charAt(end) == '\n' || text.charAt(end) == '\r') {
      return new Edit(at, at, newline + line);
    }
    int start = next;
    while (Letters.space(text.charAt(start - 1))) {
      start--;
    }
    boolean alone = text.charAt(start - 1) == '\n' || text.charAt(start - 1) == '\r';
    return alone
        ? new Edit(start, start, line + newline)
        : new Edit(next, next, written + newline + " ".repeat(Math.max(indent, 0)));
  }

  private static String literal(String value, char quote) {
    boolean bare =
        value.matches("-?\\d{1,15}(\\.\\d{1,9})?") || value.equals("true") || value.equals("false");
    return bare ? value : quote(value, quote);
  }

  private static String quote(String value, char quote) {
    StringBuilder quoted = new StringBuilder().append(quote);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        case '\r' -> quoted.append("\\r");
        case '\\' -> quoted.append("\\\\");
        default -> quoted.append(c == quote ? "\\" : "").append(c);
      }
    }
    return quoted.append(quote).toString();
  }
}
