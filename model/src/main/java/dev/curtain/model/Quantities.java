package dev.curtain.model;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Quantities as models write them. A reading is empty where the text is none; the {@code …_FORMS}
 * say what would have been.
 */
public final class Quantities {
  public static final String DURATION_FORMS =
      "\"200ms\", \"30s\", \"5 minutes\", \"1h30m\", \"30 days\"";
  public static final String PERCENTAGE_FORMS = "\"99.9%\", \"5%\", 5";
  public static final String CPU_FORMS = "\"2 cores\", \"500m\", 2, 0.5";
  public static final String SIZE_FORMS = "\"512Mi\", \"4GB\", \"4 GiB\"";
  public static final String MONEY_FORMS = "\"$500/month\", \"20 EUR/day\"";

  private static final String NUMBER = "(\\d{1,15}(?:\\.\\d{1,9})?)";
  private static final Pattern AMOUNT = Pattern.compile(NUMBER + "\\s*([\\p{L}µ]+)[\\s,]*");
  private static final Pattern PERCENTAGE =
      Pattern.compile("([-+]?\\d{1,15}(?:\\.\\d{1,9})?)\\s*(?:%|percent)?");
  private static final Pattern CPU =
      Pattern.compile(NUMBER + "\\s*(m|millicores?|cores?|v?cpus?|)", Pattern.CASE_INSENSITIVE);
  private static final Pattern SIZE =
      Pattern.compile(NUMBER + "\\s*([kmgtp]?)(i?)b?", Pattern.CASE_INSENSITIVE);
  private static final Pattern MONEY =
      Pattern.compile(
          "([$€£]?)\\s*([\\d,]{1,20}(?:\\.\\d{1,9})?)\\s*([A-Z]{3})?\\s*(?:(?:/|per )\\s*(\\w+))?");

  private static final Map<String, Duration> UNITS =
      Map.ofEntries(
          Map.entry("ns", Duration.ofNanos(1)),
          Map.entry("us", Duration.ofNanos(1_000)),
          Map.entry("µs", Duration.ofNanos(1_000)),
          Map.entry("ms", Duration.ofMillis(1)),
          Map.entry("millis", Duration.ofMillis(1)),
          Map.entry("millisecond", Duration.ofMillis(1)),
          Map.entry("s", Duration.ofSeconds(1)),
          Map.entry("sec", Duration.ofSeconds(1)),
          Map.entry("second", Duration.ofSeconds(1)),
          Map.entry("m", Duration.ofMinutes(1)),
          Map.entry("min", Duration.ofMinutes(1)),
          Map.entry("minute", Duration.ofMinutes(1)),
          Map.entry("h", Duration.ofHours(1)),
          Map.entry("hr", Duration.ofHours(1)),
          Map.entry("hour", Duration.ofHours(1)),
          Map.entry("d", Duration.ofDays(1)),
          Map.entry("day", Duration.ofDays(1)),
          Map.entry("w", Duration.ofDays(7)),
          Map.entry("week", Duration.ofDays(7)),
          Map.entry("month", Duration.ofDays(30)),
          Map.entry("year", Duration.ofDays(365)));

  private Quantities() {}

  /** A month is 30 days and a year 365, as error budgets count them. */
  public static Optional<Duration> duration(String text) {
    Matcher matcher = AMOUNT.matcher(text.strip());
    Duration total = Duration.ZERO;
    int at = 0;
    while (matcher.find() && matcher.start() == at) {
      Duration unit = unit(matcher.group(2));
      if (unit.isZero()) {
        return Optional.empty();
      }
      BigDecimal nanos =
          new BigDecimal(matcher.group(1))
              .multiply(BigDecimal.valueOf(unit.getSeconds()).movePointRight(9))
              .add(new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit.getNano())));
      if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
        return Optional.empty();
      }
      total = total.plusNanos(nanos.longValue());
      at = matcher.end();
    }
    return at > 0 && at == text.strip().length() ? Optional.of(total) : Optional.empty();
  }

  private static Duration unit(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    Duration unit = UNITS.get(lower);
    if (unit == null && lower.endsWith("s")) {
      unit = UNITS.get(lower.substring(0, lower.length() - 1));
    }
    return unit == null ? Duration.ZERO : unit;
  }

  /** Per cent, the sign optional: 99.9 for {@code "99.9%"}. */
  public static Optional<Double> percentage(String text) {
    Matcher matcher = PERCENTAGE.matcher(text.strip());
    return matcher.matches() ? Optional.of(Double.parseDouble(matcher.group(1))) : Optional.empty();
  }

  /** Thousandths of a core. */
  public static Optional<Long> millicores(String text) {
    Matcher matcher = CPU.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    boolean thousandths = matcher.group(2).toLowerCase(Locale.ROOT).startsWith("m");
    BigDecimal number = new BigDecimal(matcher.group(1));
    return Optional.of((thousandths ? number : number.movePointRight(3)).longValue());
  }

  /** Bytes: {@code GB} is 10⁹, {@code Gi} and {@code GiB} are 2³⁰. */
  public static Optional<Long> bytes(String text) {
    Matcher matcher = SIZE.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int power =
        " kmgtp"
            .indexOf(matcher.group(2).isEmpty() ? " " : matcher.group(2).toLowerCase(Locale.ROOT));
    BigDecimal base = BigDecimal.valueOf(matcher.group(3).isEmpty() ? 1000 : 1024);
    BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(base.pow(power));
    return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? Optional.empty()
        : Optional.of(bytes.longValue());
  }

  public static Optional<Money> money(String text) {
    Matcher matcher = MONEY.matcher(text.strip());
    if (!matcher.matches() || matcher.group(2).replace(",", "").isEmpty()) {
      return Optional.empty();
    }
    String code = matcher.group(3);
    String currency =
        code != null
            ? code
            : switch (matcher.group(1)) {
              case "€" -> "EUR";
              case "£" -> "GBP";
              default -> "USD";
            };
    String per = matcher.group(4);
    return Optional.of(
        new Money(
            new BigDecimal(matcher.group(2).replace(",", "")), currency, per == null ? "" : per));
  }
}
