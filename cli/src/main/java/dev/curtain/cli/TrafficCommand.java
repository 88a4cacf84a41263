package dev.curtain.cli;

import dev.curtain.rollout.Words;
import dev.curtain.server.traffic.Load;
import dev.curtain.server.traffic.SyntheticUsers;
import dev.curtain.server.traffic.TrafficReport;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code curtain traffic URL}: synthetic users, so that a canary has somebody to be judged by. */
@Command(
    name = "traffic",
    mixinStandardHelpOptions = true,
    description =
        "Send real requests from synthetic users, each with an identity of its own, to a service on"
            + " this machine.",
    footer = {
      "",
      "Examples:",
      "  curtain traffic http://127.0.0.1:8080/orders/1 --rps 200 --seconds 60",
      "  curtain traffic http://127.0.0.1:8080/orders/1 --users 50"
    })
final class TrafficCommand implements Callable<Integer> {
  @Mixin private final Settings settings;

  @Parameters(paramLabel = "URL", description = "What they ask for.")
  private String url = "";

  @Option(
      names = "--rps",
      paramLabel = "N",
      description = "Requests per second of all together (100).")
  private double rps = 100;

  @Option(names = "--users", paramLabel = "N", description = "How many there are (500).")
  private int users = 500;

  @Option(names = "--seconds", paramLabel = "N", description = "For how long (60).")
  private double seconds = 60;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same seed gives the same users (1).")
  private long seed = 1;

  TrafficCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws InterruptedException {
    Screen screen = settings.screen();
    Load load;
    try {
      URI target = URI.create(url);
      if (target.getHost() != null
          && !java.net.InetAddress.getByName(target.getHost()).isLoopbackAddress()) {
        throw Failure.usage(url + ": is not on this machine (expected: a loopback address)");
      }
      load = Load.of(target, users, rps, seed);
    } catch (IllegalArgumentException | java.net.UnknownHostException e) {
      throw Failure.usage(url + ": " + e.getMessage());
    }
    if (!(seconds > 0 && seconds <= 86_400)) {
      throw Failure.usage("--seconds " + seconds + " (expected: above 0, at most 86400)");
    }
    TrafficReport report;
    try (SyntheticUsers traffic = SyntheticUsers.start(load)) {
      Thread.sleep((long) (seconds * 1_000));
      report = traffic.stop();
    }
    screen.line(
        String.format(
            Locale.ROOT,
            "%s requests, %s failed; p50 %.1f ms, p99 %.1f ms",
            Words.count(report.requests()),
            Words.count(report.failed()),
            report.latency().quantile(0.5) / 1000.0,
            report.latency().quantile(0.99) / 1000.0));
    return report.failed() == 0 ? ExitCode.GOOD : ExitCode.NO;
  }
}
