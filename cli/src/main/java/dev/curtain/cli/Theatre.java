package dev.curtain.cli;

import dev.curtain.cli.Screen.Style;
import dev.curtain.rollout.Pace;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.TrackSpec;
import dev.curtain.rollout.Words;
import dev.curtain.server.document.RolloutDocument;
import dev.curtain.server.engine.Engine;
import dev.curtain.server.rehearsal.Order;
import dev.curtain.server.rehearsal.Rehearsal;
import dev.curtain.server.rehearsal.Report;
import dev.curtain.server.traffic.Failure;
import dev.curtain.server.traffic.SyntheticUsers;
import dev.curtain.server.traffic.TrafficReport;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A rehearsal on a screen: its story line by line, the moving part below where there is a terminal,
 * and what became of it.
 */
final class Theatre implements Rehearsal.Audience, AutoCloseable {
  private static final Duration FRAME = Duration.ofMillis(120);

  private final Screen screen;
  private final List<String> faults;
  private final boolean silent;
  private final Optional<Prompter> prompter;
  private final long start = System.nanoTime();
  private final LiveView view;
  private Story story;
  private @Nullable World world;
  private @Nullable SyntheticUsers traffic;
  private @Nullable Thread frames;
  private boolean raised;

  /**
   * @param faults as they were asked for
   * @param silent a document is wanted, not a story
   * @param stepByStep every step waits for Enter
   */
  Theatre(Screen screen, List<String> faults, boolean silent, boolean stepByStep) {
    this.screen = screen;
    this.faults = List.copyOf(faults);
    this.silent = silent;
    this.prompter = stepByStep ? Optional.of(new Prompter(screen)) : Optional.empty();
    this.view = new LiveView(screen);
    this.story = new Story(screen, false);
  }

  @Override
  public synchronized void begins(Order order, Pace pace, Map<String, String> rollouts) {
    story = new Story(screen, rollouts.size() > 1);
    if (silent) {
      return;
    }
    screen.line(
        screen.styled("Rehearsing ", Style.BOLD)
            + order.file()
            + " · "
            + order.deployment().id()
            + " · seed "
            + order.seed()
            + (pace.speed() > 1
                ? " · model time runs " + Math.round(pace.speed()) + "× faster"
                : ""));
    faults.forEach(fault -> screen.line(screen.styled("Fault: ", Style.YELLOW) + fault));
    screen.line("");
  }

  @Override
  public synchronized void written(Entry entry, World after) {
    world = after;
    if (!silent) {
      tell(entry, after);
    }
    if (entry instanceof Entry.Moved moved) {
      prompter.ifPresent(each -> each.moved(moved, after));
    }
  }

  private static List<String> news(Entry.Moved moved) {
    return moved.event() instanceof RolloutEvent.Commanded said
            && said.who().equals(Prompter.WHO)
            && said.command() != RolloutEvent.Command.ROLLBACK
        ? List.of()
        : moved.notes();
  }

  private void tell(Entry entry, World after) {
    if (entry instanceof Entry.Moved moved) {
      RolloutState state = after.rollouts().get(moved.rollout());
      if (state != null) {
        story.tell(document(state), news(moved)).forEach(this::say);
      }
    }
  }

  @Override
  public synchronized void opened(Engine engine, SyntheticUsers users) {
    traffic = users;
    prompter.ifPresent(each -> each.begin(engine));
    World now = engine.ledger().world();
    raised = true;
    if (silent) {
      return;
    }
    int replicas = now.replicas().size();
    say(
        "· "
            + replicas
            + (replicas == 1 ? " stand-in" : " stand-ins")
            + " of "
            + now.services().size()
            + (now.services().size() == 1 ? " service" : " services")
            + " behind the router; users come in");
    if (screen.outIsTerminal()) {
      frames = Thread.ofVirtual().name("frames").start(this::animate);
    }
  }

  @Override
  public synchronized void trouble(String words) {
    screen.message("curtain: " + words);
  }

  private void animate() {
    try {
      while (true) {
        frame();
        Thread.sleep(FRAME);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void frame() {
    if (world == null || traffic == null || Thread.currentThread().isInterrupted()) {
      return;
    }
    TrafficReport seen = traffic.snapshot();
    view.draw(
        world.rollouts().values().stream().map(Theatre::document).toList(),
        "  %s requests, %s failed · %s"
            .formatted(
                Words.count(seen.requests()),
                Words.count(seen.failed()),
                Words.duration(elapsed())));
  }

  private void say(String line) {
    view.clear();
    screen.line(Story.inMargin(screen, elapsed(), line));
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static RolloutDocument document(RolloutState state) {
    return RolloutDocument.of(state, OptionalLong.empty());
  }

  /** What became of it. */
  void ended(Report report) {
    close();
    unasked(report.traffic());
    if (silent) {
      return;
    }
    synchronized (this) {
      screen.line("");
      for (RolloutState rollout : report.rollouts()) {
        RolloutDocument document =
            RolloutDocument.of(
                rollout, OptionalLong.of(report.users().getOrDefault(rollout.spec().id(), 0L)));
        summary(document).forEach(screen::line);
      }
      if (report.rollouts().isEmpty()) {
        screen.line(
            "The model shows no candidate: nothing was rolled out. Try --set PATH=VERSION.");
      }
      TrafficReport seen = report.traffic();
      screen.line(
          row(
              "traffic",
              Words.count(seen.requests())
                  + " requests, "
                  + Words.count(seen.failed())
                  + " failed, "
                  + good(seen.failedNotInjected())
                  + " of them not by a fault that was asked for; p50 "
                  + millis(seen.latency().quantile(0.5))
                  + ", p99 "
                  + millis(seen.latency().quantile(0.99))));
      if (seen.heldBack() > 0) {
        screen.line(
            row(
                "held back",
                Words.count(seen.heldBack())
                    + " requests that this machine could not carry were not sent; fewer by --rps"));
      }
      screen.line(row("took", Words.duration(report.took()) + ", nothing is left behind"));
    }
  }

  /** A rehearsal in which requests fail by themselves says what became of them. */
  private void unasked(TrafficReport seen) {
    if (seen.failedNotInjected() == 0) {
      return;
    }
    Map<String, Long> kinds = new TreeMap<>();
    for (Failure failure : seen.failures()) {
      String track = failure.track().isEmpty() ? "" : " from " + failure.track();
      kinds.merge(failure.detail() + track, 1L, Long::sum);
    }
    screen.message(
        "curtain: %s of %s requests failed though no fault was asked for%s: %s"
            .formatted(
                Words.count(seen.failedNotInjected()),
                Words.count(seen.requests()),
                seen.failures().size() < seen.failedNotInjected()
                    ? "; the first " + seen.failures().size()
                    : "",
                kinds.entrySet().stream()
                    .map(each -> each.getValue() + " × " + each.getKey())
                    .collect(Collectors.joining(", "))));
  }

  private List<String> summary(RolloutDocument rollout) {
    boolean back = !"promoted".equals(rollout.outcome()) && !"reported".equals(rollout.outcome());
    String outcome =
        String.valueOf(rollout.outcome()).replace('_', ' ')
            + (rollout.detectionMillis() == null || !back
                ? ""
                : ", "
                    + Words.duration(Duration.ofMillis(rollout.detectionMillis()))
                    + " after its first request");
    return List.of(
        screen.styled(rollout.service(), Style.BOLD)
            + "  "
            + rollout.strategy()
            + "  "
            + (rollout.from() == null ? TrackSpec.UNVERSIONED : rollout.from())
            + " → "
            + rollout.to()
            + "  "
            + screen.styled(outcome, back ? Style.RED : Style.GREEN, Style.BOLD),
        row(
            "exposure",
            Words.count(rollout.exposure().requests())
                + " requests of "
                + (rollout.exposure().users() == null
                    ? "?"
                    : Words.count(rollout.exposure().users()))
                + " users met "
                + rollout.to()),
        row(
            "cutover",
            rollout.receipt().inFlight()
                + " in flight, "
                + rollout.receipt().completed()
                + " completed, "
                + good(rollout.receipt().lost())
                + " lost"
                + (back && rollout.rollbackMillis() != null
                    ? "; back in "
                        + rollout.rollbackMillis()
                        + " ms, "
                        + good(rollout.requestsToCandidateAfterRollback())
                        + " requests to "
                        + rollout.to()
                        + " afterwards"
                    : "")));
  }

  private String good(long count) {
    return screen.styled(String.valueOf(count), count == 0 ? Style.GREEN : Style.RED);
  }

  private String row(String name, String text) {
    return "  " + screen.styled("%-10s".formatted(name), Style.DIM) + text;
  }

  private static String millis(long micros) {
    return String.format(Locale.ROOT, "%.1f ms", micros / 1000.0);
  }

  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      running = frames;
      frames = null;
      if (raised) {
        view.clear();
      }
    }
    if (running != null) {
      running.interrupt();
    }
    prompter.ifPresent(Prompter::close);
  }
}
