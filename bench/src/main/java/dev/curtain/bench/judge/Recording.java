package dev.curtain.bench.judge;

import dev.curtain.router.TrackMeter;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What measuring adds to a request on the router's path: counted as begun and as ended. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Recording {
  private final TrackMeter meter = new TrackMeter();
  private final long[] micros = new SplittableRandom(1).longs(4096, 200, 2_000_000).toArray();
  private int next;

  @Benchmark
  public void request() {
    long took = micros[next++ & 4095];
    meter.started(took);
    meter.completed(next % 100 == 0 ? 503 : 200, took);
  }
}
