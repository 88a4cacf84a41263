package dev.curtain.server.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who holds which token and what it opens. Without any, whoever reaches the API may do everything.
 */
public record Keys(List<Key> keys) {
  /** Nobody has to show anything. */
  public static final Keys NONE = new Keys(List.of());

  private static final int SHORTEST_TOKEN = 16;
  private static final String FORM =
      "ROLE NAME TOKEN, ROLE being viewer, operator, approver or admin";
  private static final Pattern SPACE = Pattern.compile("\\s+");

  public Keys {
    keys = List.copyOf(keys);
  }

  /**
   * @param name who it is, for the record; empty: whoever has the one token
   * @param token at least 16 characters
   */
  public record Key(String name, Role role, String token) {
    public Key {
      if (token.length() < SHORTEST_TOKEN) {
        throw new IllegalArgumentException(
            "token: "
                + token.length()
                + " characters (expected: at least "
                + SHORTEST_TOKEN
                + ", such as openssl rand -hex 32 prints)");
      }
    }

    /** Never shows the token. */
    @Override
    public String toString() {
      return role.word() + " " + name;
    }
  }

  /** One token that opens everything. */
  public static Keys one(String token) {
    return new Keys(List.of(new Key("", Role.ADMIN, token)));
  }

  /**
   * A line for each: {@code operator ada 8f3…}; empty lines and those that begin with # are passed
   * over.
   *
   * @throws IllegalArgumentException saying the line and what was expected
   */
  public static Keys parse(String text) {
    List<Key> keys = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<String> tokens = new HashSet<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.isBlank() || line.strip().startsWith("#")) {
        continue;
      }
      String[] words = SPACE.split(line.strip(), -1);
      String where = "line " + number + ": ";
      if (words.length != 3) {
        throw new IllegalArgumentException(
            where + words.length + " words (expected: " + FORM + ")");
      }
      Role role =
          Role.of(words[0])
              .orElseThrow(() ->
                  new IllegalArgumentException(where + words[0] + " (expected: " + FORM + ")"));
      if (!names.add(words[1]) || !tokens.add(words[2])) {
        throw new IllegalArgumentException(
            where + words[1] + ": this name or its token is there twice");
      }
      try {
        keys.add(new Key(words[1], role, words[2]));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(where + e.getMessage(), e);
      }
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("no line with a key (expected: " + FORM + ")");
    }
    return new Keys(keys);
  }

  boolean isOpen() {
    return keys.isEmpty();
  }

  /** Takes as long for a wrong token as for a right one. */
  Optional<Key> of(String shown) {
    byte[] bytes = shown.getBytes(StandardCharsets.UTF_8);
    Optional<Key> found = Optional.empty();
    for (Key key : keys) {
      if (MessageDigest.isEqual(key.token().getBytes(StandardCharsets.UTF_8), bytes)) {
        found = Optional.of(key);
      }
    }
    return found;
  }

  List<String> tokens() {
    return keys.stream().map(Key::token).toList();
  }

  /** A token that may do everything, for the controller's own questions. */
  public Optional<String> own() {
    return keys.stream().filter(key -> key.role() == Role.ADMIN).map(Key::token).findFirst();
  }
}
