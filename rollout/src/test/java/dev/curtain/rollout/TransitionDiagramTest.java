package dev.curtain.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TransitionDiagramTest {
  private static final Path PAGE =
      Path.of(System.getProperty("curtain.root", "..")).resolve("docs/rollout-states.md");

  /**
   * Run with {@code -Dcurtain.update=true} (in {@code surefire.jvm.args}) to write the page anew.
   */
  @Test
  void thePictureInTheDocumentationIsTheTable() throws IOException {
    String page =
        """
        # The states of a rollout

        Drawn from the transition table in `rollout/` by `TransitionDiagramTest`; edit the table, not this page. Whatever happens in a
        state that has no edge for it changes nothing.

        ```mermaid
        %s```
        """
            .formatted(TransitionDiagram.mermaid());
    if (Boolean.getBoolean("curtain.update")) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(page);
  }
}
