package dev.curtain.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.server.api.ApiClient;
import dev.curtain.server.document.RolloutDocument;
import dev.curtain.server.document.ShowDocument.TimelineDocument;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What no request shows: a version that takes more memory, and says in its log what is wrong. */
@EnabledOnOs(OS.LINUX)
class ResourcesRolloutTest {
  private static final String RELEASE =
      "canary { steps [50, 100] watch \"40s\" } deployment_strategy \"canary\" analysis { memory {"
          + " method \"mann-whitney\" source \"process\" value \"memory\" every \"1s\" points 5"
          + " allowed_increase 1.2 critical true } }";

  @Test
  void it_goes_back_for_its_memory_and_its_new_error_is_on_record() throws Exception {
    Path classes =
        Path.of(TalkingService.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String program =
        System.getProperty("java.home")
            + "/bin/java -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "
            + classes
            + " dev.curtain.e2e.TalkingService {version} {port}";
    try (RaisedShop shop = RaisedShop.raiseRunning(program, RELEASE, Map.of());
        ApiClient api = shop.api()) {
      String id = api.deploy("Shop.API", "v2", Optional.empty()).id();
      RolloutDocument back = shop.awaitPhase("rolled_back", "promoted", "inconclusive", "failed");
      assertThat(back.outcome()).as("%s", back.reason()).isEqualTo("rolled_back");
      assertThat(back.reason()).startsWith("memory is High at 5 points of each side");

      List<String> notes =
          api.show(id).timeline().stream()
              .map(TimelineDocument::notes)
              .flatMap(List::stream)
              .toList();
      assertThat(notes)
          .anySatisfy(note ->
              assertThat(note).startsWith("new in the log of v2: SEVERE: no price for item # of #"))
          .noneMatch(note -> note.contains("mail"))
          .noneMatch(note -> note.contains("ann"));

      Curtain.Said explained = Curtain.run("explain", id, "--port", String.valueOf(shop.port()));
      assertThat(explained.exitCode()).as(explained.all()).isZero();
      assertThat(explained.out())
          .contains("the same verdict, bit for bit")
          .contains("memory: by rank (Mann-Whitney)")
          .contains("High: mean");
    }
  }
}
