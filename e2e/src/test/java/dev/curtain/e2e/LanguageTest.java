package dev.curtain.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that work on a model's text. */
class LanguageTest {
  private static final String UGLY = "Shop = system \"Shop\"{ // here\n API=container \"API\"\n}\n";
  private static final String NEAT =
      "Shop = system \"Shop\" { // here\n  API = container \"API\"\n}\n";

  @TempDir private Path directory;

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("model.sruja"), text);
  }

  @Test
  void fmtChecksThenWritesThenHasNothingToDo() throws Exception {
    Path model = file(UGLY);
    Curtain.Said check = Curtain.run("fmt", "--check", model.toString());
    assertThat(check.exitCode()).as(check.all()).isEqualTo(1);
    assertThat(check.out()).contains("model.sruja");
    assertThat(model).hasContent(UGLY);
    assertThat(Curtain.run("fmt", model.toString()).exitCode()).isZero();
    assertThat(Files.readString(model)).isEqualTo(NEAT);
    assertThat(Curtain.run("fmt", "--check", model.toString()).exitCode()).isZero();
    assertThat(directory).isDirectoryNotContaining("glob:**.curtain-fmt*");
  }

  @Test
  void fmtLeavesAloneWhatItCannotRead() throws Exception {
    Path model = file("Shop = system \"Shop\" {\n");
    Curtain.Said said = Curtain.run("fmt", model.toString());
    assertThat(said.exitCode()).as(said.all()).isEqualTo(1);
    assertThat(said.err()).contains("error S002").contains("left as it is");
    assertThat(model).hasContent("Shop = system \"Shop\" {\n");
  }

  @Test
  void fmtUpgradesOldForms() throws Exception {
    Path model = file("model {\n  system Shop \"Shop\" { maxSurge 1 } // here\n}\n");
    assertThat(Curtain.run("fmt", "--upgrade", "--check", model.toString()).exitCode())
        .isEqualTo(1);
    assertThat(Curtain.run("fmt", "--upgrade", model.toString()).exitCode()).isZero();
    assertThat(Files.readString(model))
        .isEqualTo("Shop = system \"Shop\" { max_surge 1 } // here\n");
  }

  @Test
  void explainKnowsEveryCodeThatValidatePrints() throws Exception {
    assertThat(Curtain.run("explain", "D001").out()).contains("add up to 100 %");
    assertThat(Curtain.run("explain", "X999").exitCode()).isEqualTo(2);
  }

  @Test
  void sarifNamesRulePlaceAndSeverity() throws Exception {
    Path model =
        file(
            "S = system \"S\" { C = container \"C\" { slo { latency { p95 \"2s\" p99 \"1s\" } } }"
                + " }");
    Curtain.Said said = Curtain.run("validate", "--format", "sarif", model.toString());
    assertThat(said.exitCode()).as(said.all()).isZero();
    assertThat(said.out())
        .contains("\"version\" : \"2.1.0\"", "\"ruleId\" : \"A013\"", "\"level\" : \"warning\"")
        .contains("\"startLine\" : 1", "file:///");
    assertThat(Curtain.run("validate", "--strict", model.toString()).exitCode()).isEqualTo(1);
  }

  @Test
  void importsAreReadBesideTheFileThatNamesThem() throws Exception {
    Files.createDirectories(directory.resolve("parts"));
    Path shop = directory.resolve("parts/shop.sruja");
    Files.writeString(shop, "Shop = system \"Shop\" { API = container \"API\" }\n");
    Path model =
        file(
            """
            import { * } from './parts/shop.sruja'
            deployment P "P" {
              node A "A" { containerInstance Shop.API { version "v1" replicas 2 } }
            }
            """);
    Curtain.Said planned = Curtain.run("plan", model.toString(), "--set", "Shop.API=v2");
    assertThat(planned.exitCode()).as(planned.all()).isZero();
    assertThat(planned.out()).contains("Shop.API");
    Files.writeString(
        shop, "Shop = system \"Shop\" {\n  API = container \"API\"\n  API -> DB\n}\n");
    Curtain.Said said = Curtain.run("validate", model.toString());
    assertThat(said.exitCode()).isEqualTo(1);
    assertThat(said.err()).contains("parts/shop.sruja:3:10: error N001");
    Files.delete(shop);
    assertThat(Curtain.run("validate", model.toString()).err())
        .contains("model.sruja:1:19: error N010");
  }

  @Test
  void viewDrawsElementsAndPlaces() throws Exception {
    String shop = Curtain.root().resolve("examples/shop/shop.sruja").toString();
    Path picture = directory.resolve("shop.svg");
    Curtain.Said said = Curtain.run("view", shop, "-o", picture.toString());
    assertThat(said.exitCode()).as(said.all()).isZero();
    assertThat(Files.readString(picture)).startsWith("<svg ").contains(">Shop API<", "Asks for");
    Curtain.Said mermaid =
        Curtain.run("view", shop, "--deployment", "Local", "--format", "mermaid");
    assertThat(mermaid.out()).contains("flowchart TB", "v1 · 2 replicas");
    assertThat(Curtain.run("view", shop, "--view", "nope").err()).contains("there are: index");
    assertThat(Curtain.run("view", shop, "--format", "gif").exitCode()).isEqualTo(2);
  }

  @Test
  void aPictureAsJsonKeepsToItsSchema() throws Exception {
    Path root = Curtain.root();
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(root.resolve("docs/schema/picture.schema.json")));
    String shop = root.resolve("examples/shop/shop.sruja").toString();
    String places = Curtain.run("view", shop, "--deployment", "Local", "--format", "json").out();
    assertThat(schema.validate(places, InputFormat.JSON)).isEmpty();
    String logical = Curtain.run("view", shop, "--format", "json").out();
    assertThat(schema.validate(logical, InputFormat.JSON)).isEmpty();
    assertThat(schema.validate(logical.replace("\"tone\"", "\"tune\""), InputFormat.JSON))
        .isNotEmpty();
  }

  @Test
  void aPictureIsDrawnAsTheFilesNameEnds() throws Exception {
    String shop = Curtain.root().resolve("examples/shop/shop.sruja").toString();
    Path png = directory.resolve("shop.png");
    Curtain.Said said = Curtain.run("view", shop, "--theme", "dark", "-o", png.toString());
    assertThat(said.exitCode()).as(said.all()).isZero();
    BufferedImage image = ImageIO.read(png.toFile());
    assertThat(new Color(image.getRGB(1, 1))).isEqualTo(new Color(0x14, 0x18, 0x1f));
    assertThat(image.getWidth()).isGreaterThan(300);
    assertThat(Curtain.run("view", shop, "--level", "context", "--format", "d2").out())
        .contains("[system]");
    assertThat(Curtain.run("view", shop, "--of", "Shop").exitCode()).isEqualTo(2);
    assertThat(Curtain.run("view", shop, "--level", "container", "--of", "Nope").err())
        .contains("no such element");
  }

  @Test
  void whichStrategyFitsIsSaidWithItsReasons() throws Exception {
    String shop = Curtain.root().resolve("examples/shop/shop.sruja").toString();
    Curtain.Said page = Curtain.run("advise", shop);
    assertThat(page.exitCode()).as(page.all()).isZero();
    assertThat(page.out()).contains("Shop.API", "May it be down while it changes?", "Next: ");
    Curtain.Said told =
        Curtain.run(
            "advise", shop, "Shop.API", "--budget", "generous", "--downtime", "no", "--json");
    assertThat(told.exitCode()).as(told.all()).isZero();
    assertThat(told.out()).contains("\"origin\" : \"told\"", "\"suggested\" : \"");
    assertThat(Curtain.run("advise", shop, "Shop.Nope").err()).contains("no such service");
    assertThat(Curtain.run("advise", shop, "--rps", "0").exitCode()).isEqualTo(2);
  }
}
