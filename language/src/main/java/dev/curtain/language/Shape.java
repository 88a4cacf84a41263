package dev.curtain.language;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a formatter has to know of a text without syntax errors: which token begins a statement,
 * which brace ends where, which blocks stand on several lines, and where spaces are part of a
 * value.
 */
final class Shape {
  private final Tokens tokens;

  /** By token: the other bracket of a pair, or -1. */
  private final int[] partner;

  /** By token: the innermost opening bracket around it, or -1. */
  private final int[] around;

  private final BitSet begins = new BitSet();
  private final BitSet blocks = new BitSet();
  private final BitSet tall = new BitSet();
  private final BitSet verbatim = new BitSet();
  private final List<String> outline;

  private Shape(Tokens tokens, List<Statement> statements) {
    this.tokens = tokens;
    this.partner = new int[tokens.size()];
    this.around = new int[tokens.size()];
    Arrays.fill(partner, -1);
    pair();
    Reader reader = new Reader();
    reader.read(statements);
    this.outline = outline(tokens, reader.marks);
    for (int i = 0; i < tokens.size(); i++) {
      int start = tokens.start(i);
      begins.set(i, reader.starts.contains(start) && continuable(i));
      blocks.set(i, reader.openings.contains(start));
    }
  }

  static Shape of(Tokens tokens, List<Statement> statements) {
    return new Shape(tokens, statements);
  }

  /** A chained relation and tags behind something stay on its line: there they mean something. */
  private boolean continuable(int token) {
    return switch (tokens.kind(token)) {
      case ARROW, LINK, TAG -> false;
      default -> true;
    };
  }

  private void pair() {
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < tokens.size(); i++) {
      TokenKind kind = tokens.kind(i);
      boolean closing = kind == TokenKind.CLOSE_BRACE || kind == TokenKind.CLOSE_BRACKET;
      if (closing && !open.isEmpty()) {
        int opening = open.pop();
        partner[opening] = i;
        partner[i] = opening;
      }
      around[i] = open.isEmpty() ? -1 : open.peek();
      if (kind == TokenKind.NEWLINE && !open.isEmpty()) {
        open.forEach(tall::set);
      } else if (kind == TokenKind.OPEN_BRACE
          || kind == TokenKind.OPEN_BRACKET
          || kind == TokenKind.LINK) {
        open.push(i);
      }
    }
  }

  boolean opens(int token) {
    return partner[token] > token;
  }

  boolean closes(int token) {
    return partner[token] >= 0 && partner[token] < token;
  }

  boolean blockOpens(int token) {
    return blocks.get(token);
  }

  int end(int opening) {
    return partner[opening];
  }

  /** Whether the brackets of which this is one stand on different lines. */
  boolean tall(int bracket) {
    int opening = Math.min(bracket, partner[bracket]);
    return tall.get(opening) && tokens.kind(opening) == TokenKind.OPEN_BRACE;
  }

  void makeTall(int opening) {
    if (blocks.get(opening)) {
      tall.set(opening);
    }
  }

  boolean begins(int token) {
    return begins.get(token);
  }

  /** Whether statements around this token have a line each. */
  boolean inTall(int token) {
    return around[token] < 0 || tall.get(around[token]);
  }

  /** Whether a token stands between brackets that hold no statements. */
  boolean inList(int token) {
    return around[token] >= 0 && !blocks.get(around[token]);
  }

  /** Whether the space between two tokens belongs to a value, and is kept as it is. */
  boolean verbatim(int left, int right) {
    TokenKind first = tokens.kind(left);
    TokenKind second = tokens.kind(right);
    return first == TokenKind.DOT
        || second == TokenKind.DOT
        || first == TokenKind.COMPARISON
        || first == TokenKind.CLOSE_BRACKET && second == TokenKind.ARROW
        || verbatim.get(tokens.start(left)) && verbatim.get(tokens.start(right));
  }

  /** Whether a text has the same tokens and is read as the same statements. */
  boolean sameAs(String text) {
    SyntaxTree.Parsed parsed = SyntaxTree.parse(text);
    return parsed.diagnostics().isEmpty()
        && outline.equals(new Shape(parsed.tree().all(), parsed.tree().statements()).outline);
  }

  private record Mark(String what, Span span) {}

  /** Statements and values by the numbers of their first and last meaningful token. */
  private static List<String> outline(Tokens tokens, List<Mark> marks) {
    int length = tokens.text().length();
    int[] numbers = new int[length + 1];
    List<String> outline = new ArrayList<>();
    int number = 0;
    for (int i = 0; i < tokens.size(); i++) {
      boolean meaningful = !tokens.kind(i).isTrivia();
      if (meaningful) {
        outline.add(tokens.source(i));
        number++;
      }
      Arrays.fill(numbers, tokens.start(i), tokens.end(i), number);
    }
    for (Mark mark : marks) {
      int last = Math.max(mark.span.offset(), mark.span.endOffset() - 1);
      outline.add(mark.what + " " + numbers[mark.span.offset()] + " " + numbers[last]);
    }
    return outline;
  }

  /** Walks the statements and notes where they begin. */
  private final class Reader {
    private final Set<Integer> starts = new HashSet<>();
    private final Set<Integer> openings = new HashSet<>();
    private final List<Mark> marks = new ArrayList<>();

    void read(List<Statement> statements) {
      for (Statement statement : statements) {
        starts.add(statement.span().offset());
        mark(statement.getClass().getSimpleName(), statement.span());
        switch (statement) {
          case Statement.Import _, Statement.Literal _, Statement.Tags _ -> {}
          case Statement.Extend extend -> block(Optional.of(extend.body()));
          case Statement.Wrapper wrapper -> block(Optional.of(wrapper.body()));
          case Statement.Element element -> declared(element.head(), element.body());
          case Statement.Place place -> declared(place.head(), place.body());
          case Statement.Instance instance -> declared(instance.head(), instance.body());
          case Statement.Relation relation -> {
            relation.verb().ifPresent(verb -> mark("verb", verb.span()));
            relation.texts().forEach(text -> mark("text", text.span()));
            relation.attributes().forEach(one -> mark("attribute", one.span()));
            block(relation.body());
          }
          case Statement.Property property -> {
            property.values().forEach(value -> mark("value", value.span()));
            block(property.body());
          }
          case Statement.View view -> block(view.body());
          case Statement.Selection selection ->
              selection
                  .expressions()
                  .forEach(name -> {
                    mark("expression", name.span());
                    if (name.text().startsWith("[")) {
                      verbatim.set(name.span().offset(), name.span().endOffset());
                    }
                  });
          case Statement.Unknown unknown -> read(unknown.inside());
        }
      }
    }

    private void declared(Statement.Head head, Optional<Block> body) {
      head.name().ifPresent(name -> mark("name", name.span()));
      mark("kind", head.kind().span());
      head.subkind().ifPresent(kind -> mark("subkind", kind.span()));
      head.texts().forEach(text -> mark("text", text.span()));
      head.attributes().forEach(one -> mark("attribute", one.span()));
      block(body);
    }

    private void block(Optional<Block> body) {
      body.ifPresent(block -> {
        openings.add(block.span().offset());
        mark("block", block.span());
        read(block.statements());
      });
    }

    private void mark(String what, Span span) {
      marks.add(new Mark(what, span));
    }
  }
}
