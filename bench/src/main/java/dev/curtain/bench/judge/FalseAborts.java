package dev.curtain.bench.judge;

import dev.curtain.bench.Rows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

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
   * @param part of the judge's runs that it gets: what is far from α is known after fewer
   * @param minutesPart the same for a day in minutes: a rank sum over all of it, again and again,
   *     takes longer than everything else together
   */
  private record Peer(String name, Function<Stream, Rule> rule, int part, int minutesPart) {}

  private static final List<Peer> PEERS =
      List.of(
          new Peer("argo-like", Peers::argo, 10, 10),
          new Peer("flagger-like", Peers::flagger, 10, 10),
          new Peer("pipecd-like", Peers::pipecd, 20, 20),
          new Peer("kayenta-like", Peers::kayenta, 20, 1000),
          new Peer("fixed p < .05", stream -> Peers.fixed(stream, 0.05), 10, 10));

  /**
   * @param runs of the judge; a tenth of it where it is shown no past
   */
  static Plot measure(Rows rows, int runs) {
    List<Plot.Row> plot = new ArrayList<>();
    for (Stream stream : streams()) {
      List<Plot.Dot> dots = new ArrayList<>();
      add(rows, dots, "curtain", stream, () -> Rule.curtain(ALPHA), runs);
      Stream young = stream.withPast(0);
      add(rows, dots, "curtain, no past", young, () -> Rule.curtain(ALPHA), runs / 10);
      // An hour, as some look every ten minutes only.
      Stream hour = stream.blockSeconds() == 1 ? stream.lasting(3600).withPast(0) : stream;
      for (Peer peer : PEERS) {
        int part = stream.blockSeconds() == 1 ? peer.part() : peer.minutesPart();
        int some = Math.max(1, runs / part);
        add(rows, dots, peer.name(), hour, () -> peer.rule().apply(hour), some);
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
      Supplier<Rule> rule,
      int runs) {
    Trial trial = Trial.of(stream, rule, runs);
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("falseAborts", trial.abortShare());
    figures.put("atMost", trial.mostAbortShare());
    figures.put("runs", runs);
    rows.add(contender, stream.name(), figures);
    // A run of all takes its time; the table comes at the end.
    System.err.println(stream.name() + ", " + contender + ": " + figures);
    dots.add(new Plot.Dot(contender, Math.max(trial.abortShare(), 0.0001)));
  }
}
