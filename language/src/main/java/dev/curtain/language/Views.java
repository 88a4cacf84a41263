package dev.curtain.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads views and what they select. */
final class Views {
  private final Cursor c;
  private final Values values;
  private final Parser parser;

  Views(Cursor cursor, Values values, Parser parser) {
    this.c = cursor;
    this.values = values;
    this.parser = parser;
  }

  /** {@code view index}, {@code view "Title"}, {@code view of Shop { … }}. */
  boolean begins() {
    return c.is(0, "view")
        && (c.kind(1) == TokenKind.OPEN_BRACE
            || c.sameLine(1)
                && (c.kind(1) == TokenKind.STRING
                    || c.kind(1) == TokenKind.WORD && !c.arrow(1 + c.reference(1))));
  }

  Statement view() {
    int first = c.position();
    c.advance();
    boolean named =
        c.sameLine(0, TokenKind.WORD)
            && !((c.is(0, "of") || c.is(0, "extends")) && c.sameLine(1, TokenKind.WORD));
    return rest(first, named ? Optional.of(c.takeName()) : Optional.empty());
  }

  /** {@code index = view "Title" of Shop { … }}. */
  Statement assigned() {
    int first = c.position();
    Name name = c.takeName();
    c.advance();
    c.advance();
    return rest(first, Optional.of(name));
  }

  private Statement rest(int first, Optional<Name> name) {
    Optional<Name> base = Optional.empty();
    Optional<Reference> scope = Optional.empty();
    Optional<Value.Text> title = Optional.empty();
    boolean more = true;
    while (more && c.sameLine(0)) {
      if (c.at(TokenKind.STRING)) {
        Value.Text text = values.text();
        title = title.isPresent() ? title : Optional.of(text);
      } else if (c.is(0, "title") && c.sameLine(1, TokenKind.STRING)) {
        c.advance();
      } else if (c.is(0, "extends") && c.sameLine(1, TokenKind.WORD)) {
        c.advance();
        base = Optional.of(c.takeName());
      } else if (c.is(0, "of") && c.sameLine(1, TokenKind.WORD)) {
        c.advance();
        scope = Optional.of(c.takeReference(c.reference(0)));
      } else {
        more = false;
      }
    }
    Span span = c.spanFrom(first);
    Optional<Block> body =
        c.at(TokenKind.OPEN_BRACE)
            ? Optional.of(parser.block(Scope.VIEW, first))
            : Optional.empty();
    return new Statement.View(name, base, scope, title, body, span);
  }

  boolean selects() {
    if (!c.is(0, "include") && !c.is(0, "exclude")) {
      return false;
    }
    boolean separated = c.sameLine(1, TokenKind.COLON) || c.sameLine(1, TokenKind.EQUALS);
    int ahead = separated ? 2 : 1;
    return c.sameLine(ahead) && expression(ahead);
  }

  private boolean expression(int ahead) {
    return switch (c.kind(ahead)) {
      case WORD, STAR, STRING, OPEN_BRACKET, ARROW, TAG -> true;
      default -> false;
    };
  }

  Statement selection() {
    int first = c.position();
    boolean exclude = c.is(0, "exclude");
    c.advance();
    if (c.at(TokenKind.COLON) || c.at(TokenKind.EQUALS)) {
      c.advance();
    }
    List<Name> expressions = new ArrayList<>();
    boolean comma = true;
    boolean list = c.at(TokenKind.OPEN_BRACKET) && !condition();
    int opening = c.position();
    if (list) {
      c.advance();
    }
    while (expression(0) && (comma || c.sameLine(0) && !nextItem())) {
      expressions.add(takeExpression());
      comma = c.sameLine(0, TokenKind.COMMA);
      if (comma) {
        c.advance();
      }
    }
    if (list) {
      close(opening, c.at(TokenKind.CLOSE_BRACKET));
    }
    return new Statement.Selection(exclude, expressions, c.spanFrom(first));
  }

  private void close(int opening, boolean closed) {
    if (closed) {
      c.advance();
    } else {
      c.report(
          SyntaxRule.UNCLOSED_LIST,
          c.span(opening),
          "what is selected is not closed before \"" + Strings.excerpt(c.source(0)) + "\"",
          "close it with ]");
    }
  }

  /** Whether the brackets here hold {@code tag=core}, and not a list of elements. */
  private boolean condition() {
    int ahead = 1;
    while (c.sameLine(ahead)
        && (c.kind(ahead) == TokenKind.WORD
            || c.kind(ahead) == TokenKind.STRING
            || c.kind(ahead) == TokenKind.DOT
            || c.kind(ahead) == TokenKind.STAR
            || c.kind(ahead) == TokenKind.COMMA)) {
      ahead++;
    }
    return ahead == 1 || c.kind(ahead) != TokenKind.CLOSE_BRACKET;
  }

  /** On one line, {@code include A exclude B} are two statements. */
  private boolean nextItem() {
    return c.at(TokenKind.WORD)
        && c.reference(0) == 1
        && Vocabulary.VIEW_WORDS.contains(c.source(0))
        && (c.value(1)
            || c.kind(1) == TokenKind.OPEN_BRACE
            || c.kind(1) == TokenKind.COLON
            || c.kind(1) == TokenKind.EQUALS)
        && c.sameLine(1);
  }

  private Name takeExpression() {
    int first = c.position();
    if (c.at(TokenKind.STRING)) {
      Value.Text text = values.text();
      return new Name(text.text(), text.span());
    }
    if (c.at(TokenKind.OPEN_BRACKET)) {
      c.advance();
      while (c.sameLine(0) && !c.at(TokenKind.CLOSE_BRACKET) && !c.at(TokenKind.CLOSE_BRACE)) {
        c.advance();
      }
      close(first, c.sameLine(0, TokenKind.CLOSE_BRACKET));
      return new Name(c.sourceFrom(first), c.spanFrom(first));
    }
    if (c.at(TokenKind.WORD)) {
      c.takeReference(c.reference(0));
      if (c.sameLine(0, TokenKind.DOT) && c.sameLine(1, TokenKind.STAR)) {
        c.advance();
        c.advance();
      }
    } else {
      c.advance();
    }
    return new Name(c.sourceFrom(first), c.spanFrom(first));
  }
}
