package dev.curtain.lsp;

import dev.curtain.language.Token;
import dev.curtain.language.TokenKind;
import dev.curtain.language.Vocabulary;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where in a text somebody is writing: in what block, behind which words of the statement. Read
 * from the tokens alone, because what is being written is not a statement yet.
 *
 * @param context of the innermost block: {@code file}, {@code element}, {@code instance}, {@code
 *     slo} …
 * @param owner the path of the element whose block it is, where it is one's
 * @param rest the statement so far, without properties that are complete
 * @param used keys that the block already has before here
 * @param from where the word or string begins that is being written
 * @param inString whether that is a string
 */
record Spot(
    String context, String owner, List<Token> rest, Set<String> used, int from, boolean inString) {

  private static final Set<String> INSTANCES =
      Set.of("containerInstance", "container_instance", "systemInstance", "instanceOf");

  /** Words that begin something else than a property. */
  private static final Set<String> OPENERS =
      Set.of(
          "view", "include", "exclude", "extend", "import", "style", "styles", "element", "step");

  /** A block that is open. */
  private static final class Frame {
    private final String context;
    private final String owner;
    private final Set<String> used = new LinkedHashSet<>();

    Frame(String context, String owner) {
      this.context = context;
      this.owner = owner;
    }
  }

  static Spot of(List<Token> tokens, int offset) {
    Deque<Frame> frames = new ArrayDeque<>();
    frames.push(new Frame("file", ""));
    List<Token> statement = new ArrayList<>();
    int from = offset;
    boolean inString = false;
    int brackets = 0;
    for (Token token : tokens) {
      if (token.span().offset() >= offset) {
        break;
      }
      boolean touches = token.span().endOffset() >= offset;
      if (touches && token.kind() == TokenKind.WORD) {
        from = token.span().offset();
        break;
      }
      if (token.kind() == TokenKind.STRING
          && (token.span().endOffset() > offset || !closed(token))) {
        from = token.span().offset() + 1;
        inString = true;
        break;
      }
      if (token.kind() == TokenKind.COMMENT && touches) {
        return new Spot("comment", "", List.of(), Set.of(), offset, false);
      }
      switch (token.kind()) {
        case OPEN_BRACE -> {
          frames.push(open(statement, frames.getFirst()));
          statement.clear();
        }
        case CLOSE_BRACE -> {
          if (frames.size() > 1) {
            frames.pop();
          }
          statement.clear();
        }
        case OPEN_BRACKET, LINK -> {
          brackets++;
          statement.add(token);
        }
        case CLOSE_BRACKET -> {
          brackets = Math.max(0, brackets - 1);
          statement.add(token);
        }
        case NEWLINE, SEMICOLON -> {
          if (brackets == 0 || token.kind() == TokenKind.NEWLINE && statement.size() < 2) {
            peel(statement, frames.getFirst().used);
            statement.clear();
            brackets = 0;
          }
        }
        case SPACE, COMMENT, END -> {}
        case WORD,
            NUMBER,
            STRING,
            EQUALS,
            COLON,
            DOT,
            COMMA,
            STAR,
            TAG,
            ARROW,
            COMPARISON,
            UNKNOWN ->
            statement.add(token);
      }
    }
    Frame frame = frames.getFirst();
    peel(statement, frame.used);
    return new Spot(
        frame.context, frame.owner, List.copyOf(statement), Set.copyOf(frame.used), from, inString);
  }

  private static boolean closed(Token string) {
    String text = string.text();
    return text.length() > 1 && text.charAt(text.length() - 1) == text.charAt(0);
  }

  /** Takes complete properties off the front: {@code version "v1" replicas} is {@code replicas}. */
  private static void peel(List<Token> statement, Set<String> used) {
    while (statement.size() > 1 && statement.getFirst().kind() == TokenKind.WORD) {
      String key = statement.getFirst().text();
      if (INSTANCES.contains(key) || Vocabulary.PLACES.contains(key) || OPENERS.contains(key)) {
        return;
      }
      int value = 1;
      TokenKind mark = statement.get(1).kind();
      boolean assigned = mark == TokenKind.EQUALS || mark == TokenKind.COLON;
      value += assigned ? 1 : 0;
      int end = value < statement.size() ? valueEnd(statement, value) : -1;
      if (end < 0) {
        return;
      }
      used.add(key);
      statement.subList(0, end).clear();
    }
  }

  private static int valueEnd(List<Token> statement, int at) {
    return switch (statement.get(at).kind()) {
      case STRING, NUMBER -> at + 1;
      case WORD -> {
        String word = statement.get(at).text();
        yield word.equals("true") || word.equals("false") ? at + 1 : -1;
      }
      case COMPARISON -> at + 1 < statement.size() ? at + 2 : -1;
      case OPEN_BRACKET -> {
        for (int i = at; i < statement.size(); i++) {
          if (statement.get(i).kind() == TokenKind.CLOSE_BRACKET) {
            yield i + 1;
          }
        }
        yield -1;
      }
      default -> -1;
    };
  }

  /** The block that opens behind these words. */
  private static Frame open(List<Token> statement, Frame outer) {
    peel(statement, outer.used);
    List<String> words =
        statement.stream()
            .filter(token -> token.kind() == TokenKind.WORD)
            .map(Token::text)
            .toList();
    if (words.isEmpty()) {
      return new Frame("unknown", outer.owner);
    }
    String first = words.getFirst();
    boolean assigned = statement.size() > 1 && statement.get(1).kind() == TokenKind.EQUALS;
    if (statement.stream().anyMatch(token -> token.kind() == TokenKind.ARROW)) {
      return new Frame("relation", outer.owner);
    }
    if (assigned) {
      boolean place = words.size() > 1 && Vocabulary.PLACES.contains(words.get(1));
      String context =
          !place ? "element" : words.get(1).equals("deployment") ? "deployment" : "node";
      return new Frame(context, outer.owner.isEmpty() ? first : outer.owner + "." + first);
    }
    if (INSTANCES.contains(first)) {
      return new Frame("instance", "");
    }
    if (Vocabulary.PLACES.contains(first)) {
      return new Frame(first.equals("deployment") ? "deployment" : "node", "");
    }
    if (Vocabulary.STRUCTURE.contains(first) && words.size() > 1) {
      return new Frame(
          "element", outer.owner.isEmpty() ? words.get(1) : outer.owner + "." + words.get(1));
    }
    if (first.equals("extend") && words.size() > 1) {
      return new Frame("element", String.join(".", words.subList(1, words.size())));
    }
    if (first.equals("model") || first.equals("views") || first.equals("architecture")) {
      return new Frame("file", "");
    }
    if (Vocabulary.GOVERNANCE.contains(first) && words.size() > 1) {
      return new Frame("story", outer.owner);
    }
    outer.used.add(first);
    return new Frame(Lexicon.inside(outer.context, first), outer.owner);
  }

  /** The last token of the statement so far. */
  TokenKind last() {
    return rest.isEmpty() ? TokenKind.END : rest.getLast().kind();
  }

  boolean begins(String... words) {
    return !rest.isEmpty() && List.of(words).contains(rest.getFirst().text());
  }

  boolean instance() {
    return !rest.isEmpty() && INSTANCES.contains(rest.getFirst().text());
  }

  /** The dotted name that ends the statement with a dot: {@code Shop} of {@code Shop.}. */
  String prefix() {
    StringBuilder prefix = new StringBuilder();
    int at = rest.size() - 2;
    while (at >= 0 && rest.get(at).kind() == TokenKind.WORD) {
      prefix.insert(0, (prefix.isEmpty() ? "" : ".")).insert(0, rest.get(at).text());
      if (at == 0 || rest.get(at - 1).kind() != TokenKind.DOT) {
        break;
      }
      at -= 2;
    }
    return prefix.toString();
  }
}
