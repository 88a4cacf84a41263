package dev.curtain.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads properties, in every way that a key and a value can be written. */
final class Properties {
  private final Cursor c;
  private final Values values;
  private final Parser parser;

  Properties(Cursor cursor, Values values, Parser parser) {
    this.c = cursor;
    this.values = values;
    this.parser = parser;
  }

  /** {@code key}, {@code key value}, {@code key = value}, {@code key: value { … }} … */
  Statement property(Scope scope) {
    int first = c.position();
    boolean quotedKey = c.at(TokenKind.STRING);
    Name key = key();
    boolean separated = c.at(TokenKind.COLON) || c.at(TokenKind.EQUALS);
    if (separated) {
      c.advance();
    }
    List<Value> found = new ArrayList<>(1);
    if (c.value(0) && (c.sameLine(0) || separated && !c.at(TokenKind.WORD))) {
      found.add(values.value());
      more(found, quotedKey);
    } else if (separated && !c.at(TokenKind.OPEN_BRACE)) {
      c.report(
          SyntaxRule.MISSING_VALUE,
          c.spanFrom(first),
          "\"" + Strings.excerpt(key.text()) + "\" has no value",
          "write a value behind it, in quotes if it is text");
    }
    Span span = c.spanFrom(first);
    Optional<Block> body =
        c.at(TokenKind.OPEN_BRACE)
            ? Optional.of(parser.block(Scope.BODY, first))
            : Optional.empty();
    if (scope == Scope.FILE && body.isEmpty() && !separated && meaningless(found)) {
      c.report(
          SyntaxRule.UNEXPECTED,
          span,
          "\"" + Strings.excerpt(c.sourceFrom(first)) + "\" says nothing that is known here",
          "declare something (Shop = system \"Shop\"), relate two elements (A -> B), or make it a"
              + " comment with //");
    } else if (scope == Scope.SPECIFICATION
        && key.text().equals("element")
        && !found.isEmpty()
        && found.getFirst() instanceof Value.Word word) {
      c.declaredKinds.add(word.reference().text());
    }
    return new Statement.Property(key, found, body, span);
  }

  private static boolean meaningless(List<Value> found) {
    return found.stream().allMatch(value -> value instanceof Value.Word);
  }

  private Name key() {
    if (c.at(TokenKind.STRING)) {
      Value.Text text = values.text();
      return new Name(text.text(), text.span());
    }
    if (c.at(TokenKind.WORD)) {
      Reference reference = c.takeReference(c.reference(0));
      return new Name(reference.text(), reference.span());
    }
    return c.takeName();
  }

  /** What may follow a first value: further strings and tags, or more of its kind after commas. */
  private void more(List<Value> found, boolean quotedKey) {
    while (!quotedKey
        && (c.sameLine(0, TokenKind.STRING) && !keyOrEnd() || c.sameLine(0, TokenKind.TAG))) {
      found.add(values.value());
    }
    while (c.sameLine(0, TokenKind.COMMA) && continues(found.getLast())) {
      c.advance();
      found.add(values.value());
    }
  }

  /**
   * Whether the string here begins the next statement: {@code "404": 1}, {@code "new" -> "paid"}.
   */
  private boolean keyOrEnd() {
    return c.sameLine(1)
        && (c.kind(1) == TokenKind.COLON
            || c.kind(1) == TokenKind.EQUALS
            || c.kind(1) == TokenKind.NUMBER
            || c.arrow(1));
  }

  /** In {@code a 1, b 2} the comma separates properties; in {@code tags "a", "b"} it does not. */
  private boolean continues(Value last) {
    TokenKind kind = c.kind(1);
    boolean alike =
        switch (last) {
          case Value.Text text ->
              kind == TokenKind.STRING && text.quoted() || kind == TokenKind.TAG;
          case Value.Word _ -> kind == TokenKind.WORD;
          case Value.Number _, Value.Truth _, Value.Items _ -> false;
        };
    if (!alike || !c.sameLine(1)) {
      return false;
    }
    int behind = 1 + Math.max(1, c.reference(1));
    return !c.sameLine(behind)
        || c.kind(behind) == TokenKind.COMMA
        || kind == TokenKind.STRING && c.kind(behind) == TokenKind.WORD
        || c.kind(behind) == TokenKind.CLOSE_BRACE;
  }

  /** Properties on the line of a declaration: {@code category "security" port=80 #tag [a, b]}. */
  List<Statement.Property> onLine() {
    List<Statement.Property> found = new ArrayList<>(0);
    while (c.sameLine(0)) {
      int first = c.position();
      if (c.at(TokenKind.TAG) || c.at(TokenKind.OPEN_BRACKET)) {
        Span span = c.here();
        Value value = values.value();
        found.add(
            new Statement.Property(
                new Name("tags", span), List.of(value), Optional.empty(), value.span()));
      } else if (c.at(TokenKind.WORD) && scalar(1)) {
        Name key = c.takeName();
        Value value = values.value();
        found.add(new Statement.Property(key, List.of(value), Optional.empty(), c.spanFrom(first)));
      } else if (c.at(TokenKind.WORD) && c.sameLine(1, TokenKind.EQUALS) && scalar(2)) {
        Name key = c.takeName();
        c.advance();
        Value value = values.value();
        found.add(new Statement.Property(key, List.of(value), Optional.empty(), c.spanFrom(first)));
      } else {
        break;
      }
    }
    return found;
  }

  private boolean scalar(int ahead) {
    return c.sameLine(ahead)
        && (c.kind(ahead) == TokenKind.STRING
            || c.kind(ahead) == TokenKind.NUMBER
            || c.is(ahead, "true")
            || c.is(ahead, "false"));
  }
}
