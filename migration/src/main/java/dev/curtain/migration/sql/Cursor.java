package dev.curtain.migration.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A place in the tokens of a statement. Asking beyond the end is a "no", never an error. */
final class Cursor {
  private static final Token NONE = new Token(Token.Kind.SYMBOL, "", 0, 0);

  private final List<Token> tokens;
  private int at;

  Cursor(List<Token> tokens) {
    this.tokens = tokens;
  }

  boolean done() {
    return at >= tokens.size();
  }

  Token peek() {
    return peek(0);
  }

  Token peek(int ahead) {
    return at + ahead < tokens.size() ? tokens.get(at + ahead) : NONE;
  }

  Token next() {
    Token token = peek();
    at++;
    return token;
  }

  int line() {
    return done() ? tokens.getLast().line() : peek().line();
  }

  boolean at(String... words) {
    for (int i = 0; i < words.length; i++) {
      if (!peek(i).is(words[i])) {
        return false;
      }
    }
    return true;
  }

  boolean accept(String... words) {
    if (at(words)) {
      at += words.length;
      return true;
    }
    return false;
  }

  /** Whether {@code words} stand anywhere from here on, outside parentheses. */
  boolean has(String... words) {
    return find(words).isPresent();
  }

  /** Goes on behind {@code words}, where they stand outside parentheses. */
  boolean skipTo(String... words) {
    Optional<Integer> place = find(words);
    place.ifPresent(each -> at = each + words.length);
    return place.isPresent();
  }

  private Optional<Integer> find(String... words) {
    int depth = 0;
    for (int i = at; i < tokens.size(); i++) {
      if (depth == 0 && new Cursor(tokens.subList(i, tokens.size())).at(words)) {
        return Optional.of(i);
      }
      depth += depth(tokens.get(i));
    }
    return Optional.empty();
  }

  private static int depth(Token token) {
    return token.is("(") || token.is("[") ? 1 : token.is(")") || token.is("]") ? -1 : 0;
  }

  Name name() {
    String first = next().name();
    if (at(".") && peek(1).isName()) {
      next();
      String second = next().name();
      if (at(".") && peek(1).isName()) {
        next();
        return new Name(Optional.of(second), next().name());
      }
      return new Name(Optional.of(first), second);
    }
    return Name.of(first);
  }

  List<Name> names() {
    List<Name> names = new ArrayList<>();
    do {
      accept("only");
      names.add(name());
      accept("*");
      if (at("(")) {
        parenthesis();
      }
    } while (accept(","));
    return names;
  }

  /** What stands between the parenthesis here and its partner. */
  List<Token> parenthesis() {
    List<Token> inside = new ArrayList<>();
    int depth = depth(next());
    while (!done()) {
      Token token = next();
      depth += depth(token);
      if (depth == 0) {
        break;
      }
      inside.add(token);
    }
    return inside;
  }

  /** The tokens up to one of {@code stops}, which is left, outside parentheses. */
  List<Token> until(String... stops) {
    List<Token> taken = new ArrayList<>();
    int depth = 0;
    while (!done()) {
      Token token = peek();
      if (depth == 0) {
        for (String stop : stops) {
          if (token.is(stop)) {
            return taken;
          }
        }
      }
      depth += depth(token);
      taken.add(next());
    }
    return taken;
  }

  List<Token> rest() {
    List<Token> rest = tokens.subList(Math.min(at, tokens.size()), tokens.size());
    at = tokens.size();
    return rest;
  }

  /** {@code tokens} divided at commas outside parentheses. */
  static List<List<Token>> divide(List<Token> tokens) {
    List<List<Token>> parts = new ArrayList<>();
    Cursor cursor = new Cursor(tokens);
    while (!cursor.done()) {
      parts.add(cursor.until(","));
      cursor.accept(",");
    }
    return parts;
  }
}
