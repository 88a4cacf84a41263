package dev.curtain.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.rollout.RolloutMachine;
import dev.curtain.simulation.invariant.Invariants;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten thousand worlds; {@code dev/simulate-worlds} plays as many as one likes. */
class WorldsTest {
  private static final int WORLDS = 10_000;

  /**
   * One that hardly one world in ten thousand takes: a start that fails after the last replica of
   * the previous version is gone. And one that no controller comes to: what follows for a set is
   * written once, for those who wait. And what is noticed in logs, which replicas of worlds do not
   * write ({@code RolloutMachineTest} has all three).
   */
  private static final List<String> ELSEWHERE =
      List.of("EffectFailed: the previous version is gone", "Met: otherwise", "on Remarked: ");

  @Test
  void noPromiseIsBrokenInTenThousandWorldsAndEveryRowOfTheTableIsTakenInThem() {
    List<String> rows = RolloutMachine.rows();
    AtomicIntegerArray taken = new AtomicIntegerArray(rows.size());
    Machine counting =
        (state, event) -> {
          taken.incrementAndGet(RolloutMachine.row(state, event));
          return RolloutMachine.apply(state, event);
        };
    Parts parts = new Parts(counting, Controller::new, Invariants::all);
    List<String> violations =
        LongStream.rangeClosed(1, WORLDS)
            .parallel()
            .mapToObj(seed -> Worlds.play(seed, parts))
            .flatMap(outcome -> outcome.violation().map(v -> Told.of(outcome.seed(), v)).stream())
            .limit(5)
            .toList();
    assertThat(violations).isEmpty();
    assertThat(
            IntStream.range(0, rows.size())
                .filter(i -> taken.get(i) == 0)
                .mapToObj(rows::get)
                .filter(row -> ELSEWHERE.stream().noneMatch(row::contains)))
        .as("rows of the transition table that no world takes")
        .isEmpty();
  }

  /** Worlds in which a promise was broken once; what each showed is in docs/simulation.md. */
  @ParameterizedTest
  @ValueSource(
      longs = {19, 1_845, 2_451, 7_084, 9_502, 40_485, 119_389, 193_486, 279_485, 379_932, 458_484})
  void whatWasBrokenOnceIsKept(long seed) {
    assertThat(new World(seed, Scenarios.draw(seed), Worlds.SOUND, true).run().violation())
        .as("seed " + seed)
        .isEmpty();
  }

  @Test
  void aSeedIsAWorld() {
    for (long seed = 1; seed <= 50; seed++) {
      Outcome once = new World(seed, Scenarios.draw(seed), Worlds.SOUND, false).run();
      Outcome again = new World(seed, Scenarios.draw(seed), Worlds.SOUND, true).run();
      assertThat(again).as("seed " + seed).isEqualTo(once);
    }
  }

  /** Some collections have another order in each machine: nothing may be done in that order. */
  @Test
  void aSeedIsTheSameWorldInAnotherVirtualMachine() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ManyWorlds.class.getName(),
                "40",
                "6400")
            .redirectErrorStream(true)
            .start();
    String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(other.waitFor()).as(said).isZero();
    List<Outcome> here = LongStream.range(6400, 6440).mapToObj(Worlds::play).toList();
    assertThat(said.lines().reduce("", (_, last) -> last))
        .contains(
            "%d rollouts, %d events, %d crashes"
                .formatted(
                    here.stream().mapToInt(Outcome::rollouts).sum(),
                    here.stream().mapToLong(Outcome::events).sum(),
                    here.stream().mapToInt(Outcome::crashes).sum()));
  }

  /** What worlds must have in them for their silence to mean something. */
  @Test
  void muchGoesWrongInThem() {
    int crashes = 0;
    int rollouts = 0;
    for (long seed = 1; seed <= 500; seed++) {
      Outcome outcome = Worlds.play(seed);
      crashes += outcome.crashes();
      rollouts += outcome.rollouts();
    }
    assertThat(crashes).isGreaterThan(200);
    assertThat(rollouts).isGreaterThan(500);
  }
}
