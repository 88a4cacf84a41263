package dev.curtain.rollout;

import dev.curtain.model.Configuration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One thing that the new version runs with and the previous one does not, or the other way round.
 *
 * @param kind {@code run}, {@code image}, {@code ready}, {@code env} or {@code secret}
 * @param name of the variable; else the kind
 * @param from what it was; empty where there was none, and always of a secret
 * @param to what it becomes; empty where there is none any more, and always of a secret
 */
public record Reconfigured(
    String kind, String name, What what, Optional<String> from, Optional<String> to) {
  /** What happens to it. */
  public enum What {
    ADDED,
    CHANGED,
    REMOVED
  }

  /**
   * What differs between the tracks of both sides, place by place; a place that only the new
   * version has is compared with the first of the previous one. Nothing where it is not on record
   * what the previous version runs with.
   */
  static List<Reconfigured> between(List<TrackSpec> stable, List<TrackSpec> candidate) {
    Set<Reconfigured> all = new LinkedHashSet<>();
    for (TrackSpec track : candidate) {
      Optional<Configuration> before = Optional.empty();
      for (TrackSpec each : stable) {
        before =
            each.node().equals(track.node()) || before.isEmpty() ? each.configuration() : before;
      }
      if (before.isPresent() && track.configuration().isPresent()) {
        compare(before.get(), track.configuration().get(), all);
      }
    }
    return List.copyOf(all);
  }

  private static void compare(Configuration from, Configuration to, Set<Reconfigured> all) {
    text("run", "run", from.run(), to.run(), all);
    text("image", "image", from.image(), to.image(), all);
    text("ready", "ready", from.ready(), to.ready(), all);
    for (String name : names(from.env(), to.env())) {
      text("env", name, in(from.env(), name), in(to.env(), name), all);
    }
    for (String name : names(from.secrets(), to.secrets())) {
      what(in(from.secrets(), name), in(to.secrets(), name))
          .ifPresent(what ->
              all.add(new Reconfigured("secret", name, what, Optional.empty(), Optional.empty())));
    }
  }

  private static void text(
      String kind, String name, Optional<String> from, Optional<String> to, Set<Reconfigured> all) {
    what(from, to).ifPresent(what -> all.add(new Reconfigured(kind, name, what, from, to)));
  }

  private static Optional<What> what(Optional<String> from, Optional<String> to) {
    if (from.equals(to)) {
      return Optional.empty();
    }
    return Optional.of(from.isEmpty() ? What.ADDED : to.isEmpty() ? What.REMOVED : What.CHANGED);
  }

  private static Set<String> names(Map<String, String> from, Map<String, String> to) {
    Set<String> names = new TreeSet<>(from.keySet());
    names.addAll(to.keySet());
    return names;
  }

  private static Optional<String> in(Map<String, String> values, String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** {@code env LOG_LEVEL: info → debug}; of a secret, that its place is another one. */
  public String words() {
    String subject = kind.equals(name) ? kind : kind + " " + name;
    if (kind.equals("secret")) {
      return subject
          + switch (what) {
            case ADDED -> ": new";
            case CHANGED -> ": is elsewhere";
            case REMOVED -> ": gone";
          };
    }
    return subject
        + ": "
        + from.map(Reconfigured::shown).orElse("(none)")
        + " → "
        + to.map(Reconfigured::shown).orElse("(none)");
  }

  private static String shown(String value) {
    return value.isEmpty() ? "\"\"" : value;
  }
}
