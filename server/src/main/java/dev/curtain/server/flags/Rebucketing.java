package dev.curtain.server.flags;

import dev.curtain.flags.Context;
import dev.curtain.flags.FlagSet;
import dev.curtain.flags.InvalidFlags;
import dev.curtain.flags.Json;
import dev.curtain.flags.Moves;
import dev.curtain.flags.Value;
import dev.curtain.flags.change.EditRefused;
import dev.curtain.server.ofrep.Definition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A change of how users are divided: another generation of bucketing, another salt, another
 * attribute. It moves people without anybody having meant to, so it is tried first; the word that
 * the trial gives makes it possible, for as long as the flag is as it was tried.
 */
public final class Rebucketing {
  /** Users who are made up where no contexts are given. */
  public static final int USERS = 10_000;

  private Rebucketing() {}

  /**
   * What the change would do.
   *
   * @param word without it the change is refused
   */
  public record Tried(Moves moves, String word) {}

  /**
   * @param version empty: as it is
   * @param salt empty: as it is
   * @param by the attribute a share is a share of; empty: as it is
   */
  public record Wanted(Optional<String> version, Optional<String> salt, Optional<String> by) {}

  public static Value.Fields apply(Value.Fields flag, Wanted wanted) {
    Map<String, Value> fields = new LinkedHashMap<>(flag.values());
    if (wanted.version().isPresent() || wanted.salt().isPresent()) {
      Map<String, Value> bucketing = new LinkedHashMap<>();
      switch (flag.values().getOrDefault("bucketing", Value.NULL)) {
        case Value.Fields there -> bucketing.putAll(there.values());
        case Value.Num version -> bucketing.put("version", version);
        case Value.Nothing _, Value.Bool _, Value.Text _, Value.Items _ -> {}
      }
      wanted.version().ifPresent(text -> bucketing.put("version", Value.of(version(text))));
      wanted.salt().ifPresent(text -> bucketing.put("salt", Value.of(text)));
      bucketing.putIfAbsent("version", Value.of(2));
      fields.put("bucketing", new Value.Fields(bucketing));
    }
    if (wanted.by().isPresent()) {
      if (!(flag.values().get("exposure") instanceof Value.Fields exposure)) {
        throw new EditRefused("by: it is let out to nobody (expected: a flag that is let out)");
      }
      Map<String, Value> more = new LinkedHashMap<>(exposure.values());
      more.put("by", Value.of(wanted.by().get()));
      fields.put("exposure", new Value.Fields(more));
    }
    return new Value.Fields(fields);
  }

  private static int version(String text) {
    if (!text.matches("[1-3]")) {
      throw new EditRefused("bucketing: " + text + " (expected: 1, 2 or 3)");
    }
    return Integer.parseInt(text);
  }

  /**
   * @param contexts empty: {@link #USERS} made-up users
   * @param timestamp the time in seconds since 1970
   */
  public static Tried tried(
      FlagSet set,
      String name,
      Value.Fields before,
      Wanted wanted,
      List<Context> contexts,
      long timestamp)
      throws FlagRefused {
    Value.Fields after = apply(before, wanted);
    try {
      Moves moves =
          Moves.between(
              set,
              set.with(name, after),
              name,
              contexts.isEmpty() ? madeUp(by(after)) : contexts,
              timestamp);
      return new Tried(moves, word(before, after));
    } catch (InvalidFlags e) {
      throw FlagRefused.invalid(String.valueOf(e.getMessage()));
    }
  }

  private static List<Context> madeUp(String by) {
    List<Context> users = new ArrayList<>(USERS);
    for (int i = 0; i < USERS; i++) {
      users.add(Context.of("user-" + i).with(by, Value.of("user-" + i)));
    }
    return users;
  }

  /**
   * @throws EditRefused if users are divided otherwise by the change and the word is missing or old
   */
  public static Value.Fields checked(
      String name, Value.Fields before, Value.Fields after, Optional<String> word) {
    boolean shared = before.values().containsKey("exposure");
    if (dividing(before, shared).equals(dividing(after, shared))
        || word.equals(Optional.of(word(before, after)))) {
      return after;
    }
    throw new EditRefused(
        "users would be divided otherwise, and some of them moved"
            + (word.isPresent() ? "; the flag has changed since that was tried" : "")
            + " (expected: curtain flag rebucket "
            + name
            + " first, which says who, and gives the word for --confirm)");
  }

  private static String word(Value.Fields before, Value.Fields after) {
    return Definition.digest(Json.node(before) + dividing(after, true)).substring(0, 8);
  }

  private static String dividing(Value.Fields flag, boolean shared) {
    Value bucketing = flag.values().getOrDefault("bucketing", Value.of(2));
    Value.Fields said =
        bucketing instanceof Value.Fields fields
            ? fields
            : new Value.Fields(Map.of("version", bucketing));
    String salt = said.values().getOrDefault("salt", Value.NULL).toString();
    String version = Json.node(said.values().getOrDefault("version", Value.of(2))).toString();
    return version + " " + salt + (shared ? " " + by(flag) : "");
  }

  private static String by(Value.Fields flag) {
    return flag.values().get("exposure") instanceof Value.Fields exposure
            && exposure.values().get("by") instanceof Value.Text(String by)
        ? by
        : Context.TARGETING_KEY;
  }
}
