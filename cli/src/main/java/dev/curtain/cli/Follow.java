package dev.curtain.cli;

import dev.curtain.server.api.ApiClient;
import dev.curtain.server.api.ApiRefused;
import dev.curtain.server.api.ApiUnreachable;
import dev.curtain.server.api.LiveEvent;
import dev.curtain.server.document.EventDocument;
import dev.curtain.server.document.RolloutDocument;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Follows a rollout that runs elsewhere until it is settled, telling it as it goes; a controller
 * that restarts is waited for.
 */
final class Follow {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Set<String> SETTLED =
      Set.of("soaking", "promoted", "rolled_back", "inconclusive", "failed");

  private final Screen screen;
  private final boolean silent;
  private final String rollout;
  private final Story story;
  private final LiveView view;
  private final long begin = System.nanoTime();
  private RolloutDocument latest;
  private long seen;

  Follow(Screen screen, boolean silent, RolloutDocument first) {
    this.screen = screen;
    this.silent = silent;
    this.rollout = first.id();
    this.latest = first;
    this.story = new Story(screen, false);
    this.view = new LiveView(screen);
  }

  /** Returns the rollout once the new version has everything or the old one is back. */
  RolloutDocument untilSettled(ApiClient api)
      throws ApiRefused, ApiUnreachable, InterruptedException {
    told(latest, List.of());
    long lost = 0;
    while (!settled()) {
      try {
        api.events(seen == 0 ? OptionalLong.empty() : OptionalLong.of(seen), this::happened);
        lost = 0;
        catchUp(api);
      } catch (ApiUnreachable e) {
        lost = lost == 0 ? System.nanoTime() : lost;
        if (System.nanoTime() - lost > PATIENCE.toNanos()) {
          throw e;
        }
        Thread.sleep(POLL);
      }
    }
    view.clear();
    return latest;
  }

  private boolean settled() {
    return SETTLED.contains(latest.phase());
  }

  /** What happened between two connections is read, not guessed. */
  private void catchUp(ApiClient api) throws ApiRefused, InterruptedException {
    try {
      told(api.show(rollout).rollout(), List.of());
    } catch (ApiUnreachable e) {
      // It went again: the loop around this waits for it.
      Thread.sleep(POLL);
    }
  }

  private boolean happened(LiveEvent event) {
    switch (event) {
      case LiveEvent.Written written -> {
        EventDocument document = written.document();
        seen = document.seq();
        RolloutDocument now = document.rollout();
        if (now != null && now.id().equals(rollout)) {
          told(now, document.notes() == null ? List.of() : document.notes());
        }
      }
      case LiveEvent.Measured _, LiveEvent.Reset _ -> {}
    }
    return !settled();
  }

  private void told(RolloutDocument now, List<String> notes) {
    latest = now;
    if (silent) {
      return;
    }
    List<String> lines = story.tell(now, notes);
    if (!lines.isEmpty()) {
      view.clear();
      Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
      lines.forEach(line -> screen.line(Story.inMargin(screen, elapsed, line)));
    }
    if (screen.outIsTerminal() && !settled()) {
      view.draw(List.of(now), "  Ctrl-C stops watching; the rollout goes on");
    }
  }
}
