package dev.curtain.lsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.lsp4j.TextEdit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenamesTest {
  private static final String SHOP =
      "Shop = system \"Shop\" {\n"
          + "  API = container \"API\"\n"
          + "  DB = database \"DB\"\n"
          + "  API -> DB\n"
          + "}\n";
  private static final String HERE = "import { * } from './shop.sruja'\nShop.API -> Shop.DB\n";
  private static final String THERE =
      "import { Shop } from './shop'\nview v { include Shop.API }\n";

  @TempDir private Path directory;
  private final Workspace workspace = new Workspace();
  private String shop = "";
  private String here = "";

  @BeforeEach
  void files() throws IOException {
    Path real = directory.toRealPath();
    shop = Files.writeString(real.resolve("shop.sruja"), SHOP).toUri().toString();
    here = Files.writeString(real.resolve("here.sruja"), HERE).toUri().toString();
    Files.writeString(real.resolve("there.sruja"), THERE);
    Files.writeString(
        real.resolve("other.sruja"), "Shop = system \"S\" { API = container \"A\" }\n");
    workspace.root(real.toUri().toString());
    workspace.put(here, HERE);
  }

  private Analysis analysis(String uri) {
    return workspace.analysis(uri).orElseThrow();
  }

  @Test
  void aNameChangesInEveryFileThatMeansIt() {
    var renamed = new Renames(workspace).rename(analysis(here), HERE.indexOf("API"), "Api");
    assertThat(renamed.edits().keySet())
        .map(uri -> uri.substring(uri.lastIndexOf('/') + 1))
        .containsExactlyInAnyOrder("shop.sruja", "here.sruja", "there.sruja");
    assertThat(renamed.edits().get(shop))
        .hasSize(2)
        .extracting(TextEdit::getNewText)
        .containsOnly("Api");
    assertThat(renamed.edits().get(here)).hasSize(1);
  }

  @Test
  void aNameThatIsTakenIsRefused() {
    Renames renames = new Renames(workspace);
    assertThatThrownBy(() -> renames.rename(analysis(here), HERE.indexOf("API"), "DB"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("DB is taken");
    assertThatThrownBy(() -> renames.rename(analysis(here), HERE.indexOf("API"), "two words"))
        .hasMessageContaining("expected: letters");
  }

  @Test
  void definitionAndReferencesCrossFiles() {
    Renames renames = new Renames(workspace);
    assertThat(renames.definition(analysis(here), HERE.indexOf("DB")))
        .hasValueSatisfying(found -> {
          assertThat(found.getUri()).isEqualTo(shop);
          assertThat(found.getRange().getStart().getLine()).isEqualTo(2);
        });
    assertThat(renames.references(analysis(shop), SHOP.indexOf("API"), false))
        .extracting(found -> found.getUri().substring(found.getUri().lastIndexOf('/') + 1))
        .containsExactlyInAnyOrder("shop.sruja", "here.sruja", "there.sruja");
  }

  @Test
  void whatIsWrongInAnImportIsShownWhereItIsImported() throws IOException {
    Files.writeString(directory.resolve("shop.sruja"), SHOP + "Shop -> Nobody\n");
    workspace.changed();
    List<org.eclipse.lsp4j.Diagnostic> reports = Reports.of(analysis(here), workspace);
    assertThat(reports)
        .singleElement()
        .satisfies(report -> {
          assertThat(report.getMessage().getLeft()).contains("in what is imported", "Nobody");
          assertThat(report.getRange().getStart().getLine()).isZero();
          assertThat(report.getRelatedInformation().getFirst().getLocation().getUri())
              .isEqualTo(shop);
        });
  }
}
