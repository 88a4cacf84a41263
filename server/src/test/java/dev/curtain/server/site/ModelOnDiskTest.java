package dev.curtain.server.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.curtain.model.Deployment;
import dev.curtain.model.ModelReader;
import dev.curtain.model.Service;
import dev.curtain.server.engine.Refused;
import dev.curtain.server.world.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is read when a version is deployed, and what may have changed when a controller comes back.
 */
class ModelOnDiskTest {
  private static final String MODEL =
      """
      Shop = system "Shop" { API = container "API" { env { LEVEL "info" } host "shop.test" } }
      deployment P "P" {
        listen ":8080"
        node Box "Box" { containerInstance Shop.API { version "v1" replicas 2 } }
      }
      """;

  @TempDir private Path home;
  private Path file;
  private final List<String> trouble = new ArrayList<>();

  @BeforeEach
  void write() throws Exception {
    file = home.resolve("shop.sruja");
    Files.writeString(file, MODEL);
  }

  private Optional<Deployment> read() throws Refused {
    Entry.Raised raised = new Entry.Raised(Instant.EPOCH, file.toString(), MODEL, "P");
    return new ModelOnDisk(raised, trouble::add).read();
  }

  @Test
  void whatIsAsItWasRaisedIsNotReadAgain() throws Exception {
    assertThat(read()).isEmpty();
    assertThat(trouble).isEmpty();
  }

  @Test
  void whatItSaysNowCountsAlsoWhereItIsImported() throws Exception {
    Files.writeString(file, MODEL.replace("info", "debug"));
    assertThat(level()).isEqualTo("debug");
    Files.writeString(
        home.resolve("shared.sruja"),
        "Shop = system \"Shop\" { API = container \"API\" { env { LEVEL \"trace\" } } }");
    Files.writeString(
        file,
        "import { * } from './shared.sruja'\n" + MODEL.substring(MODEL.indexOf("deployment")));
    assertThat(level()).isEqualTo("trace");
  }

  private String level() throws Refused {
    Service api = read().orElseThrow().services().getFirst();
    return api.configurations().of("v1", "P/Box").env().getOrDefault("LEVEL", "");
  }

  @Test
  void oneThatIsGoneIsTakenAsItWasRaisedAndThatIsSaid() throws Exception {
    Files.delete(file);
    assertThat(read()).isEmpty();
    assertThat(trouble).singleElement().asString().contains("shop.sruja is gone");
  }

  @Test
  void oneThatCannotBeUsedRefusesWithTheLineThatIsWrong() throws Exception {
    Files.writeString(file, MODEL.replace("replicas 2", "replicas \"two\""));
    assertThatThrownBy(this::read)
        .isInstanceOf(Refused.class)
        .hasMessageContaining(file + ":4:")
        .hasMessageContaining("rollback and undo need no file");
    Files.writeString(file, MODEL.replace("deployment P", "deployment Q"));
    assertThatThrownBy(this::read)
        .isInstanceOf(Refused.class)
        .hasMessageContaining("has no deployment P");
    Files.delete(file);
    Files.createDirectory(file);
    assertThatThrownBy(this::read).isInstanceOf(Refused.class).hasMessageContaining("be read");
  }

  @Test
  void whereItRunsIsToldFromWhatItRunsWith() {
    assertThat(changes("info", "debug")).isEmpty();
    assertThat(changes("version \"v1\"", "version \"v2\" soak \"1h\"")).isEmpty();
    assertThat(changes("replicas 2", "replicas 3")).singleElement().asString().contains("replicas");
    assertThat(changes("shop.test", "shop.example")).containsExactly("Shop.API: host or path");
    assertThat(changes(":8080", ":8081")).containsExactly("listen");
    assertThat(
            changes(
                "node Box \"Box\" {",
                "node Bin \"Bin\" { containerInstance Shop { version \"v1\" } }\n"
                    + "  node Box \"\" {"))
        .containsExactly("Shop is new");
    assertThat(changes("containerInstance Shop.API {", "containerInstance Shop {"))
        .containsExactlyInAnyOrder("Shop.API is not in it any more", "Shop is new");
  }

  private static List<String> changes(String from, String to) {
    assertThat(MODEL).contains(from);
    return Whereabouts.changes(deployment(MODEL), deployment(MODEL.replace(from, to)));
  }

  private static Deployment deployment(String text) {
    return ModelReader.read(text).model().deployments().getFirst();
  }
}
