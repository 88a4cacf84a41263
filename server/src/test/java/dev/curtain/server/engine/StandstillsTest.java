package dev.curtain.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StandstillsTest {
  private static final long MILLI = 1_000_000;
  private final Standstills found = new Standstills();
  private long now = 1_000 * MILLI;

  /** One beat of five milliseconds that comes so much later. */
  private void beat(double lateMillis) {
    long due = now + 5 * MILLI;
    now = due + (long) (lateMillis * MILLI);
    found.beat(due, now);
  }

  private void beats(int count, double lateMillis) {
    for (int i = 0; i < count; i++) {
      beat(lateMillis);
    }
  }

  @Test
  void aSteadyBeatIsNoStandstill() {
    long from = now;
    beats(2_000, 0.3);
    assertThat(found.within(from, now)).isFalse();
  }

  @Test
  void aStandstillIsKnownWhereverAStretchTouchesItOrWhatItLeftToDo() {
    beats(200, 0.3);
    long before = now;
    beat(100);
    long after = now;
    beats(200, 0.3);
    assertThat(found.within(before - 100 * MILLI, before)).as("before it").isFalse();
    assertThat(found.within(before, after)).isTrue();
    assertThat(found.within(before + 40 * MILLI, before + 60 * MILLI)).as("in it").isTrue();
    assertThat(found.within(after, after + 100 * MILLI)).as("catching up").isTrue();
    assertThat(found.within(after + 200 * MILLI, now)).as("long after").isFalse();
  }

  @Test
  void onAMachineThatIsAlwaysLateThatIsUsual() {
    SplittableRandom random = new SplittableRandom(1);
    beats(200, 0.3);
    int left = 0;
    int looks = 0;
    for (int second = 0; second < 60; second++) {
      for (int tenth = 0; tenth < 10; tenth++) {
        long from = now;
        while (now - from < 100 * MILLI) {
          beat(-12 * Math.log(1 - random.nextDouble()));
        }
        looks++;
        left += found.within(from, now) ? 1 : 0;
      }
    }
    assertThat(left).as("of " + looks + " looks").isLessThan(looks * 2 / 3);
  }

  @Test
  void aMachineThatBecomesBusyIsNotLeftOutForEver() {
    beats(2_000, 0.3);
    beats(500, 30);
    long from = now;
    beats(100, 30);
    assertThat(found.within(from + 200 * MILLI, now)).isFalse();
  }
}
