package dev.curtain.runtime.standin;

import dev.curtain.runtime.standin.Fault.Effect;
import dev.curtain.runtime.standin.Fault.InvalidFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code fault = path "@" version ":" setting { "," setting }}. */
final class FaultParser {
  private static final String FORM =
      "write PATH@VERSION:key=value[,key=value…], as in Shop.API@v2:error_rate=5%,latency=+200ms";
  private static final List<String> KEYS =
      List.of(
          "burst",
          "crash_after",
          "error_rate",
          "latency",
          "latency_p50",
          "latency_p90",
          "latency_p95",
          "latency_p99",
          "unready");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?) *(ms|s|m|h)");
  private static final Pattern PERCENTAGE = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?) *%");

  private final String text;

  private FaultParser(String text) {
    this.text = text;
  }

  static Fault parse(String text) {
    return new FaultParser(text).fault();
  }

  private Fault fault() {
    int at = text.indexOf('@');
    if (at < 0) {
      throw invalid("no version", "say whose fault it is: " + FORM);
    }
    int colon = text.indexOf(':', at);
    if (colon < 0) {
      throw invalid("nothing after the version", FORM);
    }
    String service = text.substring(0, at).strip();
    String version = text.substring(at + 1, colon).strip();
    if (service.isEmpty()) {
      throw invalid("no service before the @", FORM);
    }
    if (version.isEmpty()) {
      throw invalid("no version after the @", FORM);
    }
    List<Effect> effects = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    for (String setting : text.substring(colon + 1).split(",", -1)) {
      int equals = setting.indexOf('=');
      String key = (equals < 0 ? setting : setting.substring(0, equals)).strip();
      String value = equals < 0 ? "" : setting.substring(equals + 1).strip();
      if (seen.contains(key)) {
        throw invalid(key + " is given twice", "keep one of them");
      }
      seen.add(key);
      effects.add(effect(key, value));
    }
    return new Fault(service, version, effects);
  }

  private Effect effect(String key, String value) {
    return switch (key) {
      case "error_rate" -> new Effect.ErrorRate(share(key, value));
      case "latency" ->
          new Effect.AddedLatency(
              duration(key, value.startsWith("+") ? value.substring(1) : value, "+200ms"));
      case "latency_p50" -> new Effect.SlowTail(0.50, duration(key, value, "50ms"));
      case "latency_p90" -> new Effect.SlowTail(0.90, duration(key, value, "200ms"));
      case "latency_p95" -> new Effect.SlowTail(0.95, duration(key, value, "500ms"));
      case "latency_p99" -> new Effect.SlowTail(0.99, duration(key, value, "2s"));
      case "crash_after" -> new Effect.CrashAfter(duration(key, value, "30s"));
      case "unready" -> {
        if (!value.isEmpty()) {
          throw invalid("unready: " + value + " (expected: no value)", "write unready alone");
        }
        yield new Effect.Unready();
      }
      case "burst" -> burst(value);
      default -> throw unknown(key);
    };
  }

  private Effect burst(String value) {
    int slash = value.indexOf('/');
    if (slash < 0) {
      throw invalid(
          "burst: '" + value + "' (expected: LENGTH/PERIOD)",
          "burst=20s/2m is 20 seconds of every two minutes");
    }
    Duration length = duration("burst", value.substring(0, slash).strip(), "20s/2m");
    Duration period = duration("burst", value.substring(slash + 1).strip(), "20s/2m");
    if (length.isZero() || length.compareTo(period) > 0) {
      throw invalid(
          "burst: '" + value + "' (expected: a length above 0 and not above its period)",
          "burst=20s/2m is 20 seconds of every two minutes");
    }
    return new Effect.Burst(length, period);
  }

  private double share(String key, String value) {
    Matcher matcher = PERCENTAGE.matcher(value);
    if (matcher.matches()) {
      double percent = Double.parseDouble(matcher.group(1));
      if (percent <= 100) {
        return percent / 100;
      }
    }
    throw invalid(
        key + ": '" + value + "' (expected: a percentage from 0% to 100%)",
        "for example " + key + "=5%");
  }

  private Duration duration(String key, String value, String example) {
    Matcher matcher = DURATION.matcher(value);
    if (!matcher.matches()) {
      throw invalid(
          key + ": '" + value + "' (expected: a duration in ms, s, m or h)",
          "for example " + key + "=" + example);
    }
    double nanos =
        switch (matcher.group(2)) {
          case "ms" -> 1e6;
          case "s" -> 1e9;
          case "m" -> 60e9;
          default -> 3600e9;
        };
    return Duration.ofNanos(Math.round(Double.parseDouble(matcher.group(1)) * nanos));
  }

  private InvalidFault unknown(String key) {
    String known = "known keys: " + String.join(", ", KEYS);
    String lower = key.toLowerCase(Locale.ROOT).replace('-', '_');
    String nearest =
        KEYS.stream().min(Comparator.comparingInt(k -> distance(k, lower))).orElseThrow();
    boolean close = distance(nearest, lower) <= Math.max(2, nearest.length() / 3);
    return invalid(
        key.isEmpty() ? "a setting without a key" : "unknown key '" + key + "'",
        !key.isEmpty() && close ? "did you mean " + nearest + "? " + known : known);
  }

  private InvalidFault invalid(String what, String hint) {
    return new InvalidFault("fault '" + text + "': " + what, hint);
  }

  /** Levenshtein's: single-character insertions, deletions and substitutions. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substitution, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
