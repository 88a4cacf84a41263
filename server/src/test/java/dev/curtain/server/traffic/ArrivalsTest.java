package dev.curtain.server.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.server.traffic.Arrivals.Arrival;
import dev.curtain.server.traffic.Load.Target;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
  private static final int COUNT = 20_000;

  @Test
  void the_same_seed_gives_the_same_sequence_and_another_seed_another() {
    assertThat(arrivals(7)).isEqualTo(arrivals(7));
    assertThat(arrivals(8)).isNotEqualTo(arrivals(7));
  }

  @Test
  void gaps_are_those_of_a_poisson_process() {
    List<Arrival> arrivals = arrivals(7);
    // Mean gap 5 ms; for exponential gaps the share above the mean is 1/e.
    assertThat(arrivals.getLast().dueNanos() / 1e6 / COUNT).isBetween(4.9, 5.1);
    long longer = 0;
    for (int i = 1; i < COUNT; i++) {
      long gap = arrivals.get(i).dueNanos() - arrivals.get(i - 1).dueNanos();
      assertThat(gap).isNotNegative();
      longer += gap > 5_000_000 ? 1 : 0;
    }
    assertThat(longer / (double) COUNT).isBetween(0.35, 0.39);
  }

  @Test
  void targets_and_regions_come_by_their_weights_and_a_user_never_moves() {
    List<Arrival> arrivals = arrivals(7);
    assertThat(share(arrivals.stream().filter(a -> a.target().path().equals("/b"))))
        .isBetween(0.65, 0.69);
    assertThat(share(arrivals.stream().filter(a -> a.region().equals("us")))).isBetween(0.2, 0.3);
    assertThat(arrivals.stream().map(a -> a.userName() + a.region()).distinct().count())
        .isEqualTo(1000);
    assertThat(arrivals.stream().map(Arrival::userName)).contains("u-000001", "u-001000");
  }

  private static double share(Stream<Arrival> some) {
    return some.count() / (double) COUNT;
  }

  private static List<Arrival> arrivals(long seed) {
    Load load =
        Load.of(
                InetSocketAddress.createUnresolved("shop", 80),
                List.of(new Target("a", "/a", 1), new Target("b", "/b", 2)),
                1000,
                200,
                seed)
            .withRegions(Map.of("eu", 3.0, "us", 1.0));
    Arrivals arrivals = new Arrivals(load);
    return Stream.generate(arrivals::next).limit(COUNT).toList();
  }
}
