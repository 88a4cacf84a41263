package dev.curtain.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what declares something: elements, kinds, places, instances; and the old wrappers. */
final class Declarations {
  private static final Set<String> TITLED_KINDS =
      Set.of("system", "container", "component", "person");
  private static final Set<String> PROPERTY_WORDS =
      Set.of("technology", "tech", "description", "title", "category", "enforcement", "status");

  private final Cursor c;
  private final Values values;
  private final Properties properties;
  private final Views views;
  private final Parser parser;

  Declarations(Cursor cursor, Values values, Properties properties, Views views, Parser parser) {
    this.c = cursor;
    this.values = values;
    this.properties = properties;
    this.views = views;
    this.parser = parser;
  }

  private boolean known(String word) {
    return Vocabulary.knownKind(word) || c.declaredKinds.contains(word);
  }

  /** What {@code name = …} declares here, if it does: {@code Shop = system "Shop"}. */
  Optional<Statement> assigned(Scope scope) {
    if (c.kind(2) != TokenKind.WORD || c.reference(2) != 1) {
      return Optional.empty();
    }
    String kind = c.source(2);
    if (!c.sameLine(2) && (!known(kind) || c.kind(3) == TokenKind.EQUALS)) {
      return Optional.empty();
    }
    boolean titledOrOpen = c.sameLine(3, TokenKind.STRING) || c.kind(3) == TokenKind.OPEN_BRACE;
    if (kind.equals("view") && (titledOrOpen || c.is(3, "of") && c.sameLine(3))) {
      return Optional.of(views.assigned());
    }
    if (Vocabulary.INSTANCES.contains(kind) && target(3)) {
      return Optional.of(instance(true));
    }
    if (Vocabulary.PLACES.contains(kind)) {
      return Optional.of(place(true));
    }
    if (known(kind) || scope == Scope.FILE && !truth(kind) || titledOrOpen) {
      return Optional.of(element(true));
    }
    return Optional.empty();
  }

  private static boolean truth(String word) {
    return word.equals("true") || word.equals("false");
  }

  private boolean target(int ahead) {
    return c.sameLine(ahead, TokenKind.WORD) || c.sameLine(ahead, TokenKind.STRING);
  }

  /** What a keyword declares here, if it does: {@code node AWS "AWS Cloud"}. */
  Optional<Statement> keyword(Scope scope) {
    String word = c.source(0);
    if (scope == Scope.FILE) {
      if (word.equals("import") && importBegins()) {
        return Optional.of(imported());
      }
      if (Vocabulary.WRAPPERS.contains(word) && opensBehindName()) {
        return Optional.of(wrapper());
      }
    }
    if (word.equals("extend") && c.sameLine(1, TokenKind.WORD)) {
      int length = c.reference(1);
      if (c.kind(1 + length) == TokenKind.OPEN_BRACE) {
        int first = c.position();
        c.advance();
        Reference target = c.takeReference(length);
        Span span = c.spanFrom(first);
        return Optional.of(new Statement.Extend(target, parser.block(Scope.ELEMENT, first), span));
      }
    }
    if (scope != Scope.PLACE && views.begins()) {
      return Optional.of(views.view());
    }
    if (Vocabulary.INSTANCES.contains(word) && target(1)) {
      return Optional.of(instance(false));
    }
    if (scope != Scope.ELEMENT && Vocabulary.PLACES.contains(word) && target(1)) {
      return Optional.of(place(false));
    }
    return declaresElement(scope, word) ? Optional.of(element(false)) : Optional.empty();
  }

  private boolean importBegins() {
    return c.kind(1) == TokenKind.OPEN_BRACE
        || c.sameLine(1, TokenKind.STRING)
        || c.sameLine(1, TokenKind.STAR)
        || c.sameLine(1, TokenKind.WORD) && c.is(2, "from");
  }

  private boolean opensBehindName() {
    int ahead = 1;
    if (c.sameLine(ahead, TokenKind.WORD)) {
      ahead++;
    }
    if (c.sameLine(ahead, TokenKind.STRING)) {
      ahead++;
    }
    return c.kind(ahead) == TokenKind.OPEN_BRACE;
  }

  private boolean declaresElement(Scope scope, String word) {
    boolean known = known(word);
    if (c.sameLine(1, TokenKind.WORD) && c.reference(1) == 1) {
      boolean more = c.sameLine(2, TokenKind.STRING) || c.kind(2) == TokenKind.OPEN_BRACE;
      return switch (scope) {
        case FILE -> known || more;
        case ELEMENT -> more || known && !word.equals("role");
        case PLACE -> known && more;
        case SPECIFICATION, VIEW, STEPS, BODY -> false;
      };
    }
    if (!known || !c.sameLine(1, TokenKind.STRING)) {
      return false;
    }
    int ahead = 2;
    while (c.sameLine(ahead, TokenKind.STRING)) {
      ahead++;
    }
    return scope == Scope.FILE
        || c.kind(ahead) == TokenKind.OPEN_BRACE
        || scope == Scope.ELEMENT && TITLED_KINDS.contains(word);
  }

  private Statement imported() {
    int first = c.position();
    c.advance();
    List<Name> names = new ArrayList<>();
    boolean braces = c.at(TokenKind.OPEN_BRACE);
    if (braces) {
      c.advance();
    }
    while (c.at(TokenKind.STAR) || c.at(TokenKind.COMMA) || c.at(TokenKind.WORD)) {
      if (!braces && c.is(0, "from")) {
        break;
      }
      if (c.at(TokenKind.COMMA)) {
        c.advance();
      } else {
        names.add(c.takeName());
      }
    }
    boolean closed = !braces || c.at(TokenKind.CLOSE_BRACE);
    if (braces && closed) {
      c.advance();
    }
    if (c.is(0, "from")) {
      c.advance();
    }
    if (closed && c.at(TokenKind.STRING)) {
      Value.Text from = values.text();
      return new Statement.Import(names, from, c.spanFrom(first));
    }
    Span span = c.spanFrom(first);
    c.report(
        SyntaxRule.BROKEN_IMPORT,
        span,
        "the import does not say from where",
        "write import { * } from 'sruja.ai/stdlib', or a path in quotes");
    return new Statement.Unknown(List.of(), span);
  }

  private Statement wrapper() {
    int first = c.position();
    Name keyword = c.takeName();
    Optional<Name> name = c.at(TokenKind.WORD) ? Optional.of(c.takeName()) : Optional.empty();
    Optional<Value.Text> title =
        c.at(TokenKind.STRING) ? Optional.of(values.text()) : Optional.empty();
    Span span = c.spanFrom(first);
    Scope inside = keyword.text().equals("specification") ? Scope.SPECIFICATION : Scope.FILE;
    return new Statement.Wrapper(keyword, name, title, parser.block(inside, first), span);
  }

  private Statement element(boolean assigned) {
    int first = c.position();
    Statement.Head head = head(assigned, true);
    String kind = head.kind().text();
    if (Vocabulary.DECLARERS.contains(kind) && head.name().isPresent()) {
      c.declaredKinds.add(head.name().get().text());
    }
    return new Statement.Element(head, body(Scope.of(kind), first));
  }

  private Statement place(boolean assigned) {
    int first = c.position();
    return new Statement.Place(head(assigned, false), body(Scope.PLACE, first));
  }

  private Optional<Block> body(Scope scope, int first) {
    return c.at(TokenKind.OPEN_BRACE) ? Optional.of(parser.block(scope, first)) : Optional.empty();
  }

  private Statement instance(boolean assigned) {
    int first = c.position();
    Optional<Name> name = Optional.empty();
    if (assigned) {
      name = Optional.of(c.takeName());
      c.advance();
    }
    Name kind = c.takeName();
    Reference target;
    if (c.at(TokenKind.STRING)) {
      Value.Text text = values.text();
      target = new Reference(text.text(), text.span());
    } else {
      target = c.takeReference(c.reference(0));
    }
    List<Value.Text> texts = values.textsOnLine();
    List<Statement.Property> attributes = properties.onLine();
    Statement.Head head =
        new Statement.Head(
            name, kind, Optional.empty(), texts, attributes, !assigned, c.spanFrom(first));
    return new Statement.Instance(head, target, body(Scope.BODY, first));
  }

  private Statement.Head head(boolean assigned, boolean subkinds) {
    int first = c.position();
    Optional<Name> name = Optional.empty();
    if (assigned) {
      name = Optional.of(c.takeName());
      c.advance();
    }
    Name kind = c.takeName();
    if (!assigned && c.sameLine(0, TokenKind.WORD)) {
      name = Optional.of(c.takeName());
    }
    Optional<Name> subkind =
        subkinds && subkindHere() ? Optional.of(c.takeName()) : Optional.empty();
    List<Value.Text> texts = values.textsOnLine();
    List<Statement.Property> attributes = properties.onLine();
    return new Statement.Head(name, kind, subkind, texts, attributes, !assigned, c.spanFrom(first));
  }

  /** {@code requirement R1 functional "…"}; but not the next statement on the same line. */
  private boolean subkindHere() {
    if (!c.sameLine(0, TokenKind.WORD)
        || c.reference(0) != 1
        || PROPERTY_WORDS.contains(c.source(0))) {
      return false;
    }
    return c.kind(1) == TokenKind.STRING && c.sameLine(1)
        || c.kind(1) == TokenKind.OPEN_BRACE
        || c.kind(1) != TokenKind.EQUALS && c.kind(1) != TokenKind.COLON && !c.sameLine(1);
  }
}
