package dev.curtain.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Promises hold of corpora, of what came of them, and of every text that broke one. {@code
 * dev/fuzz-language MINUTES} runs this for longer.
 */
@Timeout(value = 24, unit = TimeUnit.HOURS)
class PromisesTest {
  private static final Optional<Path> CORPORA =
      Optional.ofNullable(System.getProperty("CURTAIN_SHARED"))
          .or(() -> Optional.ofNullable(System.getenv("CURTAIN_SHARED")))
          .map(Path::of)
          .or(() -> Optional.of(Path.of(System.getProperty("curtain.root", "."), "../shared")))
          .filter(Files::isDirectory);

  @Test
  void theyHoldOfEveryModelThereIs() {
    for (String text : new Mutations(1, CORPORA).originals()) {
      assertThat(Promises.broken(text)).as(text).isEmpty();
    }
  }

  @Test
  void theyHoldOfWhatOnceBrokeThem() throws IOException {
    try (InputStream fixtures = PromisesTest.class.getResourceAsStream("finds.txt")) {
      String all = new String(fixtures.readAllBytes(), StandardCharsets.UTF_8);
      List<String> finds = List.of(all.split("(?m)^=====.*\\n"));
      assertThat(finds).hasSizeGreaterThan(3);
      for (String find : finds) {
        assertThat(Promises.broken(find)).as(find).isEmpty();
        assertThat(Promises.broken(find.strip())).as(find).isEmpty();
      }
    }
  }

  @Test
  void theyHoldOfMutations() {
    long seed = Long.getLong("curtain.fuzz.seed", 20260101L);
    int minutes = Integer.getInteger("curtain.fuzz.minutes", 0);
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
    Mutations mutations = new Mutations(seed, CORPORA);
    List<String> found = new ArrayList<>();
    long slowest = 0;
    long rounds = 0;
    while (minutes > 0 ? System.nanoTime() < end : rounds < 4_000) {
      String text = mutations.next();
      long begin = System.nanoTime();
      Optional<String> broken = Promises.broken(text);
      slowest = Math.max(slowest, System.nanoTime() - begin);
      rounds++;
      if (broken.isPresent()) {
        String small = Mutations.smallest(text, shorter -> Promises.broken(shorter).equals(broken));
        found.add("===== " + broken.get() + "\n" + small);
        if (found.size() == 20) {
          break;
        }
      }
    }
    if (minutes > 0) {
      System.out.printf(
          "%d texts from seed %d, %d broken promises, slowest %d ms%n",
          rounds, seed, found.size(), slowest / 1_000_000);
    }
    assertThat(found).as("broken promises, seed " + seed).isEmpty();
  }
}
