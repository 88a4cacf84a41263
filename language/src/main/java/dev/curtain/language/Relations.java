package dev.curtain.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads relations and steps. */
final class Relations {
  /** Words behind a relation that say something about it and are not its verb. */
  private static final Set<String> ATTRIBUTES =
      Set.of("technology", "tech", "order", "on", "protocol", "via", "description");

  private final Cursor c;
  private final Values values;
  private final Properties properties;
  private final Parser parser;

  Relations(Cursor cursor, Values values, Properties properties, Parser parser) {
    this.c = cursor;
    this.values = values;
    this.properties = properties;
    this.parser = parser;
  }

  /** Whether a relation begins here, with {@code step} before it or not. */
  boolean begins() {
    return c.arrow(0)
        || c.arrow(c.at(TokenKind.STRING) ? 1 : c.reference(0)) && c.kind(0) != TokenKind.END
        || step();
  }

  private boolean step() {
    return c.is(0, "step") && c.sameLine(1, TokenKind.WORD) && c.arrow(1 + c.reference(1));
  }

  /**
   * @param chained the end of the relation before, where this one goes on from it: {@code A -> B ->
   *     C}
   */
  Statement relation(Optional<Reference> chained) {
    int first = c.position();
    boolean step = !c.arrow(0) && step();
    if (step) {
      c.advance();
    }
    Optional<Reference> from = c.arrow(0) ? chained : Optional.of(end());
    Optional<Name> verb = Optional.empty();
    Name arrow;
    if (c.at(TokenKind.LINK)) {
      arrow = c.takeName();
      if (c.at(TokenKind.WORD)) {
        verb = Optional.of(c.takeName());
      }
      if (c.at(TokenKind.CLOSE_BRACKET) && c.kind(1) == TokenKind.ARROW) {
        c.advance();
        arrow = c.takeName();
      } else {
        c.report(
            SyntaxRule.UNEXPECTED,
            c.spanFrom(first),
            "the arrow that begins here with -[ does not end",
            "write it as -[verb]->, or A -> B verb");
      }
    } else {
      arrow = c.takeName();
    }
    if (c.kind(0) != TokenKind.WORD && c.kind(0) != TokenKind.STRING) {
      Span span = c.spanFrom(first);
      c.report(
          SyntaxRule.MISSING_END,
          span,
          "the relation \"" + Strings.excerpt(c.sourceFrom(first)) + "\" leads nowhere",
          "name an element behind the arrow: A -> B \"label\"");
      return new Statement.Unknown(List.of(), span);
    }
    Reference to = end();
    if (c.sameLine(0, TokenKind.COLON) && c.sameLine(1, TokenKind.STRING)) {
      c.advance();
    }
    if (verb.isEmpty() && verbHere()) {
      verb = Optional.of(c.takeName());
    }
    List<Value.Text> texts = values.textsOnLine();
    List<Statement.Property> attributes = new ArrayList<>(0);
    attributes(attributes);
    Span span = c.spanFrom(first);
    Optional<Block> body =
        c.at(TokenKind.OPEN_BRACE)
            ? Optional.of(parser.block(Scope.BODY, first))
            : Optional.empty();
    return new Statement.Relation(from, arrow, verb, to, texts, attributes, body, step, span);
  }

  private Reference end() {
    if (c.at(TokenKind.STRING)) {
      Value.Text text = values.text();
      return new Reference(text.text(), text.span());
    }
    return c.takeReference(c.reference(0));
  }

  private boolean verbHere() {
    if (!c.sameLine(0, TokenKind.WORD) || c.reference(0) != 1) {
      return false;
    }
    if (ATTRIBUTES.contains(c.source(0)) && c.sameLine(1) && c.value(1)) {
      return false;
    }
    return !c.arrow(1)
        && c.kind(1) != TokenKind.EQUALS
        && c.kind(1) != TokenKind.COLON
        && (!c.sameLine(1) || c.kind(1) != TokenKind.WORD || ATTRIBUTES.contains(c.source(1)));
  }

  private void attributes(List<Statement.Property> into) {
    boolean more = true;
    while (more && c.sameLine(0)) {
      int first = c.position();
      if (c.at(TokenKind.WORD)
          && ATTRIBUTES.contains(c.source(0))
          && c.sameLine(1)
          && (c.kind(1) == TokenKind.STRING || c.kind(1) == TokenKind.NUMBER)) {
        Name key = c.takeName();
        Value value = values.value();
        into.add(new Statement.Property(key, List.of(value), Optional.empty(), c.spanFrom(first)));
      } else if (c.at(TokenKind.TAG) || c.at(TokenKind.OPEN_BRACKET)) {
        into.addAll(properties.onLine());
        more = c.position() > first;
      } else {
        more = false;
      }
    }
  }
}
