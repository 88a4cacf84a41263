package dev.curtain.router;

import java.util.List;

/**
 * Something about a request.
 *
 * @param source where to look
 * @param name of the header or cookie; salt of a share; empty elsewhere
 * @param values one of these, exactly; none: whatever is there. For addresses: networks as {@code
 *     10.0.0.0/8}
 * @param below of a share: the user's bucket under the salt {@code name} is below it, 0..{@link
 *     Route#WHOLE}
 */
public record Condition(Source source, String name, List<String> values, int below) {
  public enum Source {
    /** A header's value, as {@code x-country: DE}. */
    HEADER,
    /** A cookie's value. */
    COOKIE,
    /** Who the user is: the user cookie, else {@code x-user-id}. */
    USER,
    /** Where the client's connection comes from. */
    ADDRESS,
    /** A stable share of all users. */
    SHARE
  }

  public Condition {
    values = List.copyOf(values);
    boolean named = source == Source.HEADER || source == Source.COOKIE;
    if (named && (name.isEmpty() || !name.chars().allMatch(c -> HttpBytes.isToken((byte) c)))) {
      throw new IllegalArgumentException(
          "condition: name \"" + name + "\" (expected: the name of a header or cookie)");
    }
    if (below < 0 || below > Route.WHOLE) {
      throw new IllegalArgumentException(
          "condition: below " + below + " (expected: 0.." + Route.WHOLE + ")");
    }
    if (source == Source.ADDRESS) {
      values.forEach(Network::parse);
    }
  }

  public static Condition header(String name, String... values) {
    return new Condition(Source.HEADER, name, List.of(values), 0);
  }

  public static Condition cookie(String name, String... values) {
    return new Condition(Source.COOKIE, name, List.of(values), 0);
  }

  public static Condition user(String... ids) {
    return new Condition(Source.USER, "", List.of(ids), 0);
  }

  public static Condition address(String... networks) {
    return new Condition(Source.ADDRESS, "", List.of(networks), 0);
  }

  public static Condition share(String salt, int below) {
    return new Condition(Source.SHARE, salt, List.of(), below);
  }
}
