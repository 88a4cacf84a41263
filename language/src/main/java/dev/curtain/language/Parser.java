package dev.curtain.language;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Recursive descent over statements. What follows a word decides what it is; a line break ends
 * whatever is optional. Where a statement makes no sense, one thing is said about it and reading
 * goes on with the next line.
 *
 * <p>Where braces are missing, a second reading closes the blocks in which, judging by the
 * indentation, they are missing, so that the rest of the text keeps its meaning.
 */
final class Parser {
  /** Deeper nesting is nobody's model, and would exhaust the stack. */
  private static final int DEEPEST = 200;

  private final Cursor c;
  private final Values values;
  private final Properties properties;
  private final Relations relations;
  private final Views views;
  private final Declarations declarations;

  /** Openings of blocks, by position, with the position before which each has to end. */
  private final Map<Integer, Integer> forced;

  private final List<Suspicion> suspicions = new ArrayList<>();
  private int unclosed;
  private int depth;

  /** A block whose content returns to the column of the statement that opened it. */
  private record Suspicion(int opening, int end) {}

  private Parser(Tokens tokens, Map<Integer, Integer> forced) {
    this.forced = forced;
    this.c = new Cursor(tokens);
    this.values = new Values(c);
    this.properties = new Properties(c, values, this);
    this.relations = new Relations(c, values, properties, this);
    this.views = new Views(c, values, this);
    this.declarations = new Declarations(c, values, properties, views, this);
  }

  static SyntaxTree.Parsed parse(String text, int source) {
    if (Letters.binary(text)) {
      return notText(text, source);
    }
    Lexer lexer = new Lexer(text, source);
    Tokens tokens = lexer.run();
    Parser parser = new Parser(tokens, Map.of());
    List<Statement> statements = parser.file();
    if (parser.unclosed > 0 && !parser.suspicions.isEmpty()) {
      parser = new Parser(tokens, parser.missingEnds());
      statements = parser.file();
    }
    List<Diagnostic> diagnostics = parser.c.diagnostics;
    for (Lexer.Trouble trouble : lexer.troubles()) {
      Span span = tokens.span(trouble.token(), trouble.token());
      diagnostics.add(trouble.rule().at(span, trouble.message(), trouble.hint()));
    }
    diagnostics.sort(Comparator.comparingInt(diagnostic -> diagnostic.span().offset()));
    return new SyntaxTree.Parsed(new SyntaxTree(tokens, statements), diagnostics);
  }

  private static SyntaxTree.Parsed notText(String text, int source) {
    Tokens tokens = new Tokens(text, source);
    tokens.add(TokenKind.UNKNOWN, 0);
    tokens.add(TokenKind.END, text.length());
    Diagnostic diagnostic =
        SyntaxRule.NOT_TEXT.at(
            new Span(0, 0, 1, 1, 1, 1, source),
            "this is not a text file",
            "give a model written as UTF-8 text");
    return new SyntaxTree.Parsed(new SyntaxTree(tokens, List.of()), List.of(diagnostic));
  }

  private Map<Integer, Integer> missingEnds() {
    Map<Integer, Integer> ends = new HashMap<>();
    suspicions.stream()
        .sorted(Comparator.comparingInt(Suspicion::end).thenComparingInt(s -> -s.opening()))
        .limit(unclosed)
        .forEach(suspicion -> ends.put(suspicion.opening(), suspicion.end()));
    return ends;
  }

  private List<Statement> file() {
    List<Statement> statements = new ArrayList<>();
    while (!c.at(TokenKind.END)) {
      if (c.at(TokenKind.CLOSE_BRACE)) {
        c.report(
            SyntaxRule.STRAY_BRACE,
            c.here(),
            "this brace closes nothing",
            "remove it, or look for a block above that ends too early");
        c.advance();
      } else {
        statement(Scope.FILE, statements);
      }
    }
    return statements;
  }

  /**
   * The block whose brace opens here.
   *
   * @param head where the statement begins to which it belongs
   */
  Block block(Scope scope, int head) {
    int opening = c.position();
    if (depth >= DEEPEST) {
      return tooDeep(opening);
    }
    depth++;
    c.advance();
    int end = forced.getOrDefault(opening, -1);
    int outer = column(head);
    int inner = 0;
    boolean suspected = false;
    List<Statement> statements = new ArrayList<>();
    while (true) {
      boolean newLine = !c.sameLine(0);
      if (newLine && inner == 0) {
        inner = c.column();
      }
      boolean brace = c.at(TokenKind.CLOSE_BRACE);
      if (newLine && !suspected && inner > outer && c.column() < outer + (brace ? 0 : 1)) {
        suspected = true;
        suspicions.add(new Suspicion(opening, c.position()));
      }
      if (brace && c.position() != end) {
        c.advance();
        break;
      }
      if (c.position() == end || c.at(TokenKind.END)) {
        unclosed++;
        c.report(
            SyntaxRule.UNCLOSED_BLOCK,
            c.span(opening),
            "the block that opens here is never closed",
            c.position() == end ? "add } before line " + c.here().line() : "add } where it ends");
        break;
      }
      statement(scope, statements);
    }
    depth--;
    return new Block(statements, c.spanFrom(opening));
  }

  private int column(int position) {
    return c.span(position).column();
  }

  private Block tooDeep(int opening) {
    c.report(
        SyntaxRule.TOO_DEEP,
        c.here(),
        "blocks are nested more than " + DEEPEST + " deep",
        "flatten the model; what is in this block is not read");
    int open = 0;
    do {
      open += c.at(TokenKind.OPEN_BRACE) ? 1 : c.at(TokenKind.CLOSE_BRACE) ? -1 : 0;
      c.advance();
    } while (open > 0 && !c.at(TokenKind.END));
    return new Block(List.of(), c.spanFrom(opening));
  }

  /** Reads one statement into {@code into} and leaves the cursor further on than it was. */
  private void statement(Scope scope, List<Statement> into) {
    switch (c.kind(0)) {
      case COMMA, SEMICOLON -> c.advance();
      case WORD -> into.add(word(scope));
      case STRING -> into.add(string(scope));
      case NUMBER ->
          into.add(
              c.sameLine(1) && (c.value(1) || c.kind(1) == TokenKind.COLON)
                  ? properties.property(scope)
                  : unexpected());
      case TAG -> into.add(tags());
      case ARROW, LINK -> into.add(relations.relation(chained(into)));
      default -> into.add(unexpected());
    }
  }

  private Optional<Reference> chained(List<Statement> before) {
    return c.sameLine(0)
            && !before.isEmpty()
            && before.getLast() instanceof Statement.Relation relation
        ? Optional.of(relation.to())
        : Optional.empty();
  }

  private Statement word(Scope scope) {
    if (scope == Scope.VIEW && views.selects()) {
      return views.selection();
    }
    if (relations.begins()) {
      return relations.relation(Optional.empty());
    }
    if (scope.declares() && c.reference(0) == 1) {
      Optional<Statement> declared =
          c.kind(1) == TokenKind.EQUALS
              ? declarations.assigned(scope)
              : declarations.keyword(scope);
      if (declared.isPresent()) {
        return declared.get();
      }
    }
    return properties.property(scope);
  }

  private Statement string(Scope scope) {
    if (relations.begins()) {
      return relations.relation(Optional.empty());
    }
    boolean key =
        c.sameLine(1, TokenKind.COLON)
            || c.sameLine(1, TokenKind.EQUALS)
            || c.kind(1) == TokenKind.OPEN_BRACE
            || c.sameLine(1) && c.value(1);
    if (key) {
      return properties.property(scope);
    }
    if (scope == Scope.FILE) {
      c.report(
          SyntaxRule.UNEXPECTED,
          c.here(),
          "a string by itself says nothing here",
          "make it a comment with //, or write a key before it");
    }
    return new Statement.Literal(values.text());
  }

  private Statement tags() {
    int first = c.position();
    List<Name> names = new ArrayList<>();
    do {
      String tag = c.source(0).substring(1);
      names.add(new Name(tag, c.here()));
      c.advance();
    } while (c.sameLine(0, TokenKind.TAG));
    return new Statement.Tags(names, c.spanFrom(first));
  }

  /** Says what stands here, and skips the rest of its line; a block in it is read, not skipped. */
  private Statement unexpected() {
    int first = c.position();
    String source = c.source(0);
    boolean ellipsis = source.equals("…") || source.equals(".") && c.kind(1) == TokenKind.DOT;
    List<Statement> inside = new ArrayList<>();
    boolean more = true;
    while (more) {
      if (c.at(TokenKind.OPEN_BRACE)) {
        inside.addAll(block(Scope.BODY, first).statements());
      } else {
        c.advance();
      }
      more = c.sameLine(0) && !c.at(TokenKind.CLOSE_BRACE) && !c.at(TokenKind.END);
    }
    Span span = c.spanFrom(first);
    if (ellipsis) {
      c.report(SyntaxRule.PLACEHOLDER, span, "an ellipsis is not a model", "write it out, or //");
    } else {
      c.report(
          SyntaxRule.UNEXPECTED,
          c.span(first),
          "unexpected \"" + Strings.excerpt(source) + "\"",
          hint(source));
    }
    return new Statement.Unknown(inside, span);
  }

  private static String hint(String source) {
    return switch (source) {
      case "{" -> "name the block: key { … } or Name = kind \"Title\" { … }";
      case "/", "\\" -> "put paths and addresses in quotes";
      case "(", ")" -> "there are no parentheses in the language; lists are in [ ]";
      case "=" -> "write a name before it";
      case ":" -> "write a name before it, or put paths and addresses in quotes";
      case "#" -> "comments begin with //";
      default -> "remove it, or put text in quotes";
    };
  }
}
