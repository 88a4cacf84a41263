package dev.curtain.rollout;

import java.time.Duration;

/** Quantities as people write them. */
public final class Words {
  private Words() {}

  /** {@code 5 min}, {@code 1 h 30 min}, {@code 2.5 s}, {@code 80 ms}. */
  public static String duration(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return millis % 1_000 == 0 ? millis / 1_000 + " s" : Math.round(millis / 100.0) / 10.0 + " s";
    }
    long minutes = Math.round(millis / 60_000.0);
    if (minutes < 60) {
      long seconds = millis / 1_000 % 60;
      return seconds == 0 || minutes >= 10
          ? minutes + " min"
          : millis / 60_000 + " min " + seconds + " s";
    }
    long hours = minutes / 60;
    if (hours < 48) {
      return minutes % 60 == 0 ? hours + " h" : hours + " h " + minutes % 60 + " min";
    }
    return hours / 24 + " days";
  }

  /** {@code 12 034}. */
  public static String count(long count) {
    return "%,d".formatted(count).replace(',', '\u202F').replace('.', '\u202F');
  }
}
