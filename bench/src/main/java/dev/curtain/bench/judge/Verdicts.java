package dev.curtain.bench.judge;

import dev.curtain.analysis.Block;
import dev.curtain.analysis.Judge;
import dev.curtain.analysis.JudgePolicy;
import dev.curtain.analysis.Judges;
import dev.curtain.analysis.Metric;
import dev.curtain.analysis.Tally;
import dev.curtain.analysis.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a verdict costs after an hour of seconds at 100 requests a second, one metric. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Verdicts {
  private final List<Block> hour = new ArrayList<>();
  private Judge judge = judge();

  private static Judge judge() {
    return Judges.sequential(
        new JudgePolicy(
            0.01, List.of(new Metric("error_rate", Optional.of(0.05), 0.01, "failed")), 50));
  }

  @Setup
  public void setup() {
    Stream.Run run =
        new Stream.Run(
            new Stream("", new Stream.Weather.Steady(), 1, 0, 3600, 100, 0.05, 0.02, 0.02), 1);
    for (int second = 0; second < 3600; second++) {
      run.next();
      hour.add(
          new Block(
              Map.of(
                  "error_rate",
                  new Block.Sides(new Tally(run.n0, run.bad0), new Tally(run.n1, run.bad1)))));
    }
    judge = replay();
  }

  /** One more block, and the verdict after it. */
  @Benchmark
  public Verdict next() {
    return judge.observe(hour.getFirst()).verdict();
  }

  /** The whole hour again, as a recomputation does it. */
  @Benchmark
  public Judge replay() {
    Judge all = judge();
    for (Block block : hour) {
      all = all.observe(block);
    }
    return all;
  }
}
