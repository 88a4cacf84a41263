package dev.curtain.cli;

import dev.curtain.cli.Screen.Style;
import dev.curtain.rollout.Shares;
import dev.curtain.server.api.ApiClient;
import dev.curtain.server.api.ApiRefused;
import dev.curtain.server.api.ApiUnreachable;
import dev.curtain.server.document.RolloutDocument;
import dev.curtain.server.document.SetDocument;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Follows services that move as one until all have arrived or all are back. */
final class SetFollow {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Screen screen;
  private final boolean silent;
  private final Map<String, String> told = new HashMap<>();

  SetFollow(Screen screen, boolean silent) {
    this.screen = screen;
    this.silent = silent;
  }

  SetDocument untilSettled(ApiClient api, SetDocument first)
      throws ApiRefused, ApiUnreachable, InterruptedException {
    SetDocument now = first;
    tell(now);
    while (!arrived(now) && !back(now)) {
      Thread.sleep(POLL);
      now = api.set(first.id());
      tell(now);
    }
    return now;
  }

  /** Whether every member has everything, and none is on its way back. */
  static boolean arrived(SetDocument set) {
    return set.members().stream()
        .allMatch(member ->
            "promoted".equals(member.outcome())
                || member.outcome() == null && member.share() == 100);
  }

  private static boolean back(SetDocument set) {
    return set.members().stream().allMatch(member -> member.endedAt() != null);
  }

  private void tell(SetDocument set) {
    for (RolloutDocument member : set.members()) {
      if (!silent && !member.phase().equals(told.put(member.id(), member.phase()))) {
        screen.line(line(screen, member));
      }
    }
  }

  static String line(Screen screen, RolloutDocument member) {
    return "  "
        + screen.styled(member.service(), Style.BOLD)
        + "  "
        + (member.from() == null ? "" : member.from() + " → ")
        + member.to()
        + "  "
        + Shares.percent(member.share())
        + "  "
        + member.phase().replace('_', ' ')
        + (member.reason() == null ? "" : ": " + member.reason());
  }
}
