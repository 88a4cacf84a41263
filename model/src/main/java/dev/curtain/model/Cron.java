package dev.curtain.model;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * When something comes again: five fields as of crontab(5), that is minute, hour, day of month,
 * month and day of week (0 and 7 are Sunday, names are allowed). Where both days are restricted,
 * either is enough, as there.
 */
public final class Cron {
  private static final int[] LEAST = {0, 0, 1, 1, 0};
  private static final int[] MOST = {59, 23, 31, 12, 7};
  private static final List<String> MONTHS =
      List.of("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" ", -1));
  private static final List<String> DAYS = List.of("SUN MON TUE WED THU FRI SAT".split(" ", -1));

  private final List<BitSet> fields;
  private final boolean anyDay;
  private final boolean anyWeekday;

  private Cron(List<BitSet> fields, boolean anyDay, boolean anyWeekday) {
    this.fields = fields;
    this.anyDay = anyDay;
    this.anyWeekday = anyWeekday;
  }

  /** Empty where the text is none. */
  public static Optional<Cron> parse(String text) {
    String[] parts = text.strip().split(" +", -1);
    if (parts.length != LEAST.length) {
      return Optional.empty();
    }
    List<BitSet> fields = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      Optional<BitSet> field = field(parts[i].toUpperCase(Locale.ROOT), i);
      if (field.isEmpty()) {
        return Optional.empty();
      }
      fields.add(field.get());
    }
    return Optional.of(new Cron(fields, parts[2].startsWith("*"), parts[4].startsWith("*")));
  }

  private static Optional<BitSet> field(String text, int at) {
    BitSet set = new BitSet();
    for (String part : text.split(",", -1)) {
      String[] stepped = part.split("/", -1);
      String[] range = stepped[0].split("-", -1);
      boolean all = stepped[0].equals("*");
      int from = all ? LEAST[at] : number(range[0], at);
      int to = all ? MOST[at] : range.length == 2 ? number(range[1], at) : from;
      int step = stepped.length == 2 ? plain(stepped[1]) : 1;
      if (stepped.length == 2 && !all && range.length == 1) {
        to = MOST[at];
      }
      if (stepped.length > 2
          || range.length > 2
          || from < LEAST[at]
          || to > MOST[at]
          || to < from
          || step < 1) {
        return Optional.empty();
      }
      for (int value = from; value <= to; value += step) {
        set.set(at == 4 && value == 7 ? 0 : value);
      }
    }
    return Optional.of(set);
  }

  private static int number(String text, int at) {
    List<String> names = at == 3 ? MONTHS : at == 4 ? DAYS : List.of();
    int named = names.indexOf(text);
    return named >= 0 ? named + LEAST[at] : plain(text);
  }

  private static int plain(String text) {
    return text.matches("\\d{1,4}") ? Integer.parseInt(text) : -1;
  }

  /** Whether one begins in the minute of {@code time}. */
  boolean matches(ZonedDateTime time) {
    boolean day = fields.get(2).get(time.getDayOfMonth());
    boolean weekday = fields.get(4).get(time.getDayOfWeek().getValue() % 7);
    return fields.get(0).get(time.getMinute())
        && fields.get(1).get(time.getHour())
        && fields.get(3).get(time.getMonthValue())
        && (anyDay || anyWeekday ? day && weekday : day || weekday);
  }

  /**
   * The end of the stretch that began last and is on at {@code at}; empty where none is.
   *
   * @param lasting how long each lasts, at most 31 days
   */
  public Optional<Instant> until(Instant at, Duration lasting, ZoneId zone) {
    Instant begin = at.truncatedTo(ChronoUnit.MINUTES);
    Instant earliest = at.minus(lasting);
    while (begin.isAfter(earliest)) {
      if (matches(begin.atZone(zone))) {
        return Optional.of(begin.plus(lasting));
      }
      begin = begin.minus(1, ChronoUnit.MINUTES);
    }
    return Optional.empty();
  }

  /** The first beginning after {@code at}, looked for as far as {@code within}. */
  public Optional<Instant> next(Instant at, Duration within, ZoneId zone) {
    Instant time = at.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    Instant latest = at.plus(within);
    while (!time.isAfter(latest)) {
      if (matches(time.atZone(zone))) {
        return Optional.of(time);
      }
      time = time.plus(1, ChronoUnit.MINUTES);
    }
    return Optional.empty();
  }
}
