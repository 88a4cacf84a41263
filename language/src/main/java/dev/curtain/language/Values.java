package dev.curtain.language;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Reads values: {@code "x"}, {@code 10}, {@code 99.9%}, {@code > 1%}, {@code [a, "b"]}. */
final class Values {
  private static final int DEEPEST_LIST = 50;

  private final Cursor c;

  Values(Cursor cursor) {
    this.c = cursor;
  }

  /** The string that stands here. */
  Value.Text text() {
    Value.Text text = new Value.Text(Strings.content(c.source(0)), true, c.here());
    c.advance();
    return text;
  }

  /** All strings from here to the end of the line. */
  List<Value.Text> textsOnLine() {
    List<Value.Text> texts = new ArrayList<>(2);
    while (c.sameLine(0, TokenKind.STRING)) {
      texts.add(text());
    }
    return texts;
  }

  /** The value that begins here; {@link Cursor#value} has said that one does. */
  Value value() {
    return value(0);
  }

  private Value value(int depth) {
    int first = c.position();
    return switch (c.kind(0)) {
      case STRING -> text();
      case NUMBER -> number();
      case OPEN_BRACKET -> items(depth);
      case COMPARISON -> {
        c.advance();
        if (c.sameLine(0) && (c.at(TokenKind.NUMBER) || c.at(TokenKind.WORD))) {
          c.advance();
        }
        yield new Value.Text(c.sourceFrom(first), false, c.spanFrom(first));
      }
      case TAG -> {
        String tag = c.source(0).substring(1);
        c.advance();
        yield new Value.Text(tag, false, c.spanFrom(first));
      }
      case WORD -> word();
      default -> new Value.Word(c.takeReference(1));
    };
  }

  private Value word() {
    int length = c.reference(0);
    boolean truth = c.is(0, "true");
    if (length == 1 && (truth || c.is(0, "false"))) {
      Span span = c.here();
      c.advance();
      return new Value.Truth(truth, span);
    }
    return new Value.Word(c.takeReference(length));
  }

  private Value number() {
    Span span = c.here();
    String source = c.source(0);
    c.advance();
    return plain(source)
        ? new Value.Number(new BigDecimal(source), span)
        : new Value.Text(source, false, span);
  }

  /** Digits with at most one point and a sign; longer ones are text, whatever they mean. */
  private static boolean plain(String source) {
    int points = 0;
    for (int i = 0; i < source.length(); i++) {
      char ch = source.charAt(i);
      boolean sign = i == 0 && (ch == '-' || ch == '+');
      if (ch == '.') {
        points++;
      } else if (!sign && !Letters.digit(ch)) {
        return false;
      }
    }
    return points <= 1 && source.length() <= 40;
  }

  private Value items(int depth) {
    int first = c.position();
    c.advance();
    List<Value> items = new ArrayList<>();
    while (!c.at(TokenKind.CLOSE_BRACKET)) {
      if (c.at(TokenKind.COMMA) || c.at(TokenKind.SEMICOLON)) {
        c.advance();
      } else if (c.value(0) && depth < DEEPEST_LIST) {
        items.add(value(depth + 1));
      } else {
        if (depth == 0) {
          c.report(
              SyntaxRule.UNCLOSED_LIST,
              c.span(first),
              "the list is not closed before \"" + Strings.excerpt(c.source(0)) + "\"",
              "close it with ]");
        }
        skipToEnd();
        return new Value.Items(items, c.spanFrom(first));
      }
    }
    c.advance();
    return new Value.Items(items, c.spanFrom(first));
  }

  private void skipToEnd() {
    while (c.sameLine(0)
        && !c.at(TokenKind.CLOSE_BRACKET)
        && !c.at(TokenKind.OPEN_BRACE)
        && !c.at(TokenKind.CLOSE_BRACE)
        && !c.at(TokenKind.END)) {
      c.advance();
    }
    if (c.sameLine(0, TokenKind.CLOSE_BRACKET)) {
      c.advance();
    }
  }
}
