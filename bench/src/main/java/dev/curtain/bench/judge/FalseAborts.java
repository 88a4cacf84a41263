package dev.curtain.bench.judge;

import dev.curtain.bench.Rows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How often rules abort a candidate that is no different. */
final class FalseAborts {
  static final double ALPHA = 0.01;

  /** Ten minutes of past, ten minutes of canary, in seconds. */
  private static final int PAST = 600;

  private FalseAborts() {}

  static List<Stream> streams() {
    Stream steady =
        new Stream("Poisson", new Stream.Weather.Steady(), 1, PAST, 600, 100, 0.1, 0.02, 0.02);
    List<Stream> streams = new ArrayList<>();
    streams.add(steady);
    streams.add(like(steady, "bursts of both, shape 0.2", new Stream.Weather.Bursts(0.2, true)));
    streams.add(like(steady, "bursts of each, shape 0.2", new Stream.Weather.Bursts(0.2, false)));
    streams.add(like(steady, "AR(1) 0.8 of both", new Stream.Weather.Drift(0.8, true)));
    streams.add(like(steady, "AR(1) 0.8 of each", new Stream.Weather.Drift(0.8, false)));
    streams.add(
        new Stream("diurnal, a day", new Stream.Weather.Day(), 60, 720, 1440, 20, 0.1, 0.02, 0.02));
    streams.add(
        new Stream(
            "1 request/min, a day",
            new Stream.Weather.Steady(),
            60,
            720,
            1440,
            1,
            0.3,
            0.02,
            0.02));
    return streams;
  }

  private static Stream like(Stream steady, String name, Stream.Weather weather) {
    return new Stream(
        name,
        weather,
        steady.blockSeconds(),
        steady.past(),
        steady.blocks(),
        steady.requests(),
        steady.share(),
        steady.p0(),
        steady.p1());
  }

  /**
   * @param runs of the judge; of peers, whose rules are slower to run, a twentieth
   */
  static Plot measure(Rows rows, int runs) {
    Map<String, Function<Stream, Rule>> peers = new LinkedHashMap<>();
    peers.put("argo-like", Peers::argo);
    peers.put("flagger-like", Peers::flagger);
    peers.put("pipecd-like", Peers::pipecd);
    peers.put("kayenta-like", Peers::kayenta);
    peers.put("fixed p < .05", stream -> Peers.fixed(stream, 0.05));
    List<Plot.Row> plot = new ArrayList<>();
    for (Stream stream : streams()) {
      List<Plot.Dot> dots = new ArrayList<>();
      add(rows, dots, "curtain", stream, () -> Rule.curtain(ALPHA), runs);
      add(rows, dots, "curtain, no past", stream.withPast(0), () -> Rule.curtain(ALPHA), runs);
      // An hour, as some look every ten minutes only.
      Stream hour = stream.blockSeconds() == 1 ? stream.lasting(3600).withPast(0) : stream;
      for (Map.Entry<String, Function<Stream, Rule>> peer : peers.entrySet()) {
        add(rows, dots, peer.getKey(), hour, () -> peer.getValue().apply(hour), runs / 20);
      }
      plot.add(new Plot.Row(stream.name(), dots));
    }
    return new Plot(
        "Harmless versions aborted (α = 0.01)", "share of runs", plot, 0.0001, 1, ALPHA);
  }

  private static void add(
      Rows rows,
      List<Plot.Dot> dots,
      String contender,
      Stream stream,
      java.util.function.Supplier<Rule> rule,
      int runs) {
    Trial trial = Trial.of(stream, rule, runs);
    rows.add(contender, stream.name(), Map.of("falseAborts", trial.abortShare(), "runs", runs));
    dots.add(new Plot.Dot(contender, Math.max(trial.abortShare(), 0.0001)));
  }
}
