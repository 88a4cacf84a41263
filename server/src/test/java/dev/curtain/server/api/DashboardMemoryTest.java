package dev.curtain.server.api;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.curtain.rollout.Pace;
import dev.curtain.server.traffic.SyntheticUsers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page open for long over one rollout after the other: {@code dev/dashboard-memory}. */
class DashboardMemoryTest {
  @TempDir private Path home;

  @Test
  @SuppressWarnings("SystemOut")
  void a_page_that_stays_open_takes_no_more_and_more_memory() throws Exception {
    String minutes = System.getProperty("curtain.minutes", "");
    assumeTrue(!minutes.isEmpty(), "takes minutes: dev/dashboard-memory");
    Chromium.installed();
    Pace pace = new Pace(20, Duration.ofSeconds(20));
    try (Backstage backstage = Backstage.raise(home, "shop.sruja", DashboardTest.MODEL, pace);
        SyntheticUsers _ = SyntheticUsers.start(Chromium.load(backstage));
        ApiServer server = ApiServer.start(Binding.loopback(0), backstage.parts(() -> {}))) {
      Duration atMost = Duration.ofMinutes(Long.parseLong(minutes) + 3);
      System.err.println(Chromium.play("memory.mjs", server, home, atMost, minutes));
    }
  }
}
