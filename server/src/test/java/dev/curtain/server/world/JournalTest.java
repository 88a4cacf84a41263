package dev.curtain.server.world;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.rollout.RolloutState;
import dev.curtain.server.log.EventLog;
import dev.curtain.server.log.EventLog.Durability;
import dev.curtain.server.log.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Logs that earlier versions wrote about a real shop: they are read for ever, and come to the same
 * end. A journal is never edited; a new version adds its own.
 */
class JournalTest {
  private static final Path JOURNALS =
      Path.of(System.getProperty("curtain.root"), "server/src/test/resources/journals");

  @TempDir private Path home;

  static List<Path> journals() throws IOException {
    try (Stream<Path> files = Files.walk(JOURNALS)) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("journals")
  void a_journal_comes_to_the_end_that_it_had(Path journal) throws IOException {
    assertThat(end(entries(journal))).isEqualTo(Files.readString(end(journal)));
  }

  /** What a log comes to, in words. */
  static String end(List<Entry> entries) {
    World world = World.EMPTY;
    String services = "";
    for (Entry entry : entries) {
      if (entry instanceof Entry.Lowered) {
        services = services(world);
      }
      world = world.after(entry);
    }
    return services
        + world.rollouts().values().stream()
            .map(JournalTest::line)
            .collect(joining("\n", "", "\n"));
  }

  @ParameterizedTest
  @MethodSource("journals")
  void a_snapshot_taken_anywhere_and_the_rest_are_the_same_world(Path journal) throws IOException {
    List<Entry> entries = entries(journal);
    try (EventLog log = EventLog.open(home.resolve("events.db"), Durability.PROCESS)) {
      World world = World.EMPTY;
      for (int i = 0; i < entries.size(); i++) {
        log.append(entries.subList(i, i + 1), Durability.PROCESS);
        world = world.after(entries.get(i));
        if (i % 23 == 0 || i == entries.size() - 1) {
          WorldSnapshot.keep(log, world, i + 1);
          WorldSnapshot.Known known = WorldSnapshot.read(log);
          assertThat(known.seq()).isEqualTo(i + 1);
          // A judge is compared by what it has come to, which is in the rollout's state.
          assertThat(known.world())
              .as("after entry %s", i + 1)
              .usingRecursiveComparison()
              // Not a number is not a number in both.
              .withComparatorForType(Double::compare, Double.class)
              .isEqualTo(world);
        }
      }
    }
  }

  static List<Entry> entries(Path journal) throws IOException {
    Json json = new Json();
    return Files.readAllLines(journal).stream().map(line -> json.read(line, Entry.class)).toList();
  }

  private static Path end(Path journal) {
    return journal.resolveSibling(journal.getFileName().toString().replace(".jsonl", ".end"));
  }

  private static String services(World world) {
    return world.services().values().stream()
        .map(service -> service.path() + " " + service.version().orElse("?") + "\n")
        .collect(joining());
  }

  private static String line(RolloutState rollout) {
    return rollout.spec().id()
        + " "
        + rollout.spec().change()
        + " "
        + rollout.spec().strategy()
        + ": "
        + rollout.phase().words()
        + ", "
        + rollout.exposure().started()
        + " requests met it";
  }
}
