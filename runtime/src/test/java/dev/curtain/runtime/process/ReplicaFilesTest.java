package dev.curtain.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of replicas that are over. */
class ReplicaFilesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path home;

  @Test
  void theLogsOfThoseStoppedLastStay() throws IOException {
    ReplicaFiles files = new ReplicaFiles(home);
    for (int i = 0; i < 5; i++) {
      stopped(files, "api-" + i, NOW.plusSeconds(i));
    }
    files.keepLastStopped(2);
    assertThat(files.ids()).containsExactly("api-3", "api-4");
    assertThat(files.lastOutput("api-4", 100)).isEqualTo("said by api-4");
  }

  @Test
  void whoeverWasNotStoppedIsLeftAlone() throws IOException {
    ReplicaFiles files = new ReplicaFiles(home);
    files.create("starting");
    files.create("fallen");
    // No process has so high a number, so this one is dead; nobody has stopped it yet.
    Files.writeString(files.pid("fallen"), "999999999999999999\n");
    stopped(files, "stopped", NOW);
    files.keepLastStopped(0);
    assertThat(files.ids()).containsExactly("fallen", "starting");
  }

  private static void stopped(ReplicaFiles files, String id, Instant at) throws IOException {
    assertThat(files.bar(id)).isTrue();
    Files.writeString(files.log(id), "said by " + id);
    Files.setLastModifiedTime(files.pid(id), FileTime.from(at));
  }
}
