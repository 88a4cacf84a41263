package dev.curtain.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
