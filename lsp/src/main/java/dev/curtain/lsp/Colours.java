package dev.curtain.lsp;

import dev.curtain.language.Block;
import dev.curtain.language.Name;
import dev.curtain.language.Reference;
import dev.curtain.language.Span;
import dev.curtain.language.Statement;
import dev.curtain.language.Token;
import dev.curtain.language.TokenKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.lsp4j.Position;

/**
 * What each word of a text is, so that an editor can colour what no regular expression can tell.
 */
final class Colours {
  static final List<String> TYPES =
      List.of(
          "keyword",
          "type",
          "class",
          "namespace",
          "property",
          "string",
          "number",
          "comment",
          "operator",
          "decorator",
          "variable");
  static final List<String> MODIFIERS = List.of("declaration");

  private static final int KEYWORD = 0;
  private static final int TYPE = 1;
  private static final int CLASS = 2;
  private static final int NAMESPACE = 3;
  private static final int PROPERTY = 4;
  private static final int STRING = 5;
  private static final int NUMBER = 6;
  private static final int COMMENT = 7;
  private static final int OPERATOR = 8;
  private static final int DECORATOR = 9;
  private static final int VARIABLE = 10;
  private static final int DECLARATION = 16;

  private final Map<Integer, Integer> words = new HashMap<>();

  private Colours() {}

  /**
   * Five numbers a token, as the protocol has it: line and column from the one before, and so on.
   */
  static List<Integer> of(Analysis analysis) {
    Colours colours = new Colours();
    colours.walk(analysis.tree().statements());
    List<Integer> data = new ArrayList<>();
    Position last = new Position(0, 0);
    for (Token token : analysis.tree().tokens()) {
      int colour = colours.colour(token);
      if (colour >= 0) {
        last = add(data, last, analysis, token.span(), colour);
      }
    }
    return data;
  }

  private int colour(Token token) {
    return switch (token.kind()) {
      case WORD, STAR -> words.getOrDefault(token.span().offset(), word(token));
      case NUMBER -> NUMBER;
      case STRING -> STRING;
      case COMMENT -> COMMENT;
      case TAG -> DECORATOR;
      case ARROW, LINK, EQUALS, COMPARISON -> OPERATOR;
      case OPEN_BRACE,
          CLOSE_BRACE,
          OPEN_BRACKET,
          CLOSE_BRACKET,
          COLON,
          DOT,
          COMMA,
          SEMICOLON,
          UNKNOWN,
          SPACE,
          NEWLINE,
          END ->
          -1;
    };
  }

  private static int word(Token token) {
    if (token.kind() == TokenKind.STAR) {
      return OPERATOR;
    }
    return switch (token.text()) {
      case "true",
          "false",
          "from",
          "of",
          "extends",
          "import",
          "extend",
          "view",
          "include",
          "exclude" ->
          KEYWORD;
      default -> -1;
    };
  }

  /** A token of several lines is one of each line: few editors take more. */
  private static Position add(
      List<Integer> data, Position before, Analysis analysis, Span span, int colour) {
    Position last = before;
    int from = span.offset();
    while (from < span.endOffset()) {
      int to = from;
      while (to < span.endOffset() && "\r\n".indexOf(analysis.text().charAt(to)) < 0) {
        to++;
      }
      if (to > from) {
        Position at = analysis.lines().position(from);
        int down = at.getLine() - last.getLine();
        data.add(down);
        data.add(down == 0 ? at.getCharacter() - last.getCharacter() : at.getCharacter());
        data.add(to - from);
        data.add(colour % DECLARATION);
        data.add(colour >= DECLARATION ? 1 : 0);
        last = at;
      }
      from = to + 1;
    }
    return last;
  }

  private void walk(List<Statement> statements) {
    for (Statement statement : statements) {
      switch (statement) {
        case Statement.Import imported -> imported.names().forEach(name -> word(name, CLASS));
        case Statement.Extend extend -> {
          reference(extend.target());
          walk(extend.body().statements());
        }
        case Statement.Wrapper wrapper -> {
          word(wrapper.keyword(), KEYWORD);
          walk(wrapper.body().statements());
        }
        case Statement.Element element -> head(element.head(), element.body(), CLASS);
        case Statement.Place place -> head(place.head(), place.body(), NAMESPACE);
        case Statement.Instance instance -> {
          head(instance.head(), instance.body(), CLASS);
          word(instance.head().kind(), KEYWORD);
          reference(instance.target());
        }
        case Statement.Relation relation -> {
          relation.from().ifPresent(this::reference);
          reference(relation.to());
          relation.verb().ifPresent(verb -> word(verb, VARIABLE));
          relation.attributes().forEach(this::property);
          relation.body().ifPresent(body -> walk(body.statements()));
        }
        case Statement.Property property -> property(property);
        case Statement.View view -> {
          view.name().ifPresent(name -> word(name, VARIABLE + DECLARATION));
          view.scope().ifPresent(this::reference);
          view.body().ifPresent(body -> walk(body.statements()));
        }
        case Statement.Selection selection ->
            selection
                .expressions()
                .forEach(name -> word(name, name.text().startsWith("*") ? OPERATOR : CLASS));
        case Statement.Unknown unknown -> walk(unknown.inside());
        case Statement.Literal _, Statement.Tags _ -> {}
      }
    }
  }

  private void head(Statement.Head head, Optional<Block> body, int declared) {
    word(head.kind(), declared == NAMESPACE ? KEYWORD : TYPE);
    head.name().ifPresent(name -> word(name, declared + DECLARATION));
    head.subkind().ifPresent(sub -> word(sub, TYPE));
    head.attributes().forEach(this::property);
    body.ifPresent(block -> walk(block.statements()));
  }

  private void property(Statement.Property property) {
    word(property.key(), PROPERTY);
    property.body().ifPresent(body -> walk(body.statements()));
  }

  private void reference(Reference reference) {
    int at = reference.span().offset();
    for (String part : reference.text().split("\\.", -1)) {
      words.put(at, CLASS);
      at += part.length() + 1;
    }
  }

  private void word(Name name, int colour) {
    words.put(name.span().offset(), colour);
    // A dotted name is one name here and several words in the text.
    int dot = name.text().indexOf('.');
    while (dot >= 0) {
      words.put(name.span().offset() + dot + 1, colour);
      dot = name.text().indexOf('.', dot + 1);
    }
  }
}
