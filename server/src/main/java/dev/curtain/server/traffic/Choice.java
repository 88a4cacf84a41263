package dev.curtain.server.traffic;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/** Picks among things by their weights. */
final class Choice<T> {
  private final List<T> things;
  private final double[] cumulative;

  Choice(List<T> things, ToDoubleFunction<T> weight) {
    this.things = List.copyOf(things);
    this.cumulative = new double[things.size()];
    double sum = 0;
    for (int i = 0; i < cumulative.length; i++) {
      sum += weight.applyAsDouble(things.get(i));
      cumulative[i] = sum;
    }
  }

  T pick(RandomGenerator random) {
    double point = random.nextDouble() * cumulative[cumulative.length - 1];
    for (int i = 0; i < cumulative.length - 1; i++) {
      if (point < cumulative[i]) {
        return things.get(i);
      }
    }
    return things.getLast();
  }
}
