package dev.curtain.server.api;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.curtain.rollout.Pace;
import dev.curtain.server.traffic.SyntheticUsers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long the live map takes until it is seen: {@code dev/dashboard-paint}. */
class DashboardPaintTest {
  @TempDir private Path home;

  @Test
  @SuppressWarnings("SystemOut")
  void the_live_map_is_painted_within_a_second() throws Exception {
    String loads = System.getProperty("curtain.loads", "");
    assumeTrue(!loads.isEmpty(), "says something on a quiet machine alone: dev/dashboard-paint");
    Chromium.installed();
    try (Backstage backstage = Backstage.raise(home, "shop.sruja", DashboardTest.MODEL, Pace.REAL);
        SyntheticUsers _ = SyntheticUsers.start(Chromium.load(backstage));
        ApiServer server = ApiServer.start(Binding.loopback(0), backstage.parts(() -> {}))) {
      System.err.print(Chromium.play("paint.mjs", server, home, Duration.ofMinutes(5), loads));
    }
  }
}
