package dev.curtain.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is said of flags without any Curtain running: code that names them, exports, models. */
class FlagHygieneTest {
  @TempDir Path folder;

  @Test
  void codeThatNamesAFlagIsFoundAndWhatNobodyNamesIsSaid() throws Exception {
    Path source = folder.resolve("src/node_modules");
    Files.createDirectories(source.resolve("x"));
    Path code = folder.resolve("src/Checkout.java");
    Files.writeString(
        code,
        """
        // new-checkout: the page
        if (flags.on("new-checkout")) { search(); }
        flags.on("search"); flags.on("new-checkout-2");
        """);
    Files.writeString(source.resolve("x/lib.js"), "on('ghost')");
    Path flags = folder.resolve("flags.json");
    String flag = "{\"state\":\"ENABLED\",\"variants\":{\"on\":true}}";
    Files.writeString(
        flags,
        "{\"flags\":{\"new-checkout\":%s,\"search\":%s,\"ghost\":%s}}".formatted(flag, flag, flag));
    Curtain.Said said =
        Curtain.run(
            "flag",
            "references",
            folder.resolve("src").toString(),
            "--flags",
            flags.toString(),
            "--json");
    assertThat(said.exitCode()).as(said.all()).isZero();
    JsonNode found = JsonMapper.shared().readTree(said.out());
    assertThat(found.at("/references/new-checkout").size()).isEqualTo(2);
    assertThat(found.at("/references/new-checkout/1/line").asInt()).isEqualTo(2);
    assertThat(found.at("/references/search").size()).isEqualTo(1);
    assertThat(found.at("/unnamed").size()).isEqualTo(1);
    assertThat(found.at("/unnamed/0").asString()).isEqualTo("ghost");
  }

  @Test
  void anExportIsPrintedAsADefinitionThatCanBeServed() throws Exception {
    Path export = folder.resolve("unleash.json");
    Files.writeString(
        export,
        """
        {"version":2,"features":[{"name":"a","type":"release","enabled":true,"strategies":[
          {"name":"flexibleRollout","parameters":{"rollout":"25","groupId":"a"}}]}]}
        """);
    Curtain.Said said = Curtain.run("flag", "import", export.toString(), "--print");
    assertThat(said.exitCode()).as(said.all()).isZero();
    assertThat(said.err()).contains("25 % of users, others than in Unleash");
    Path definition = Files.writeString(folder.resolve("flags.json"), said.out());
    Curtain.Said lint = Curtain.run("flag", "lint", definition.toString());
    assertThat(lint.exitCode()).as(lint.all()).isZero();
  }

  @Test
  void aFlagOfTheModelIsCheckedAndListed() throws Exception {
    Path model = folder.resolve("shop.sruja");
    Files.writeString(
        model,
        """
        Shop = system "Shop" { API = container "API" }
        flag NewCheckout "The checkout" {
          key "new-checkout" category "release" owner "checkout" remove_by "2027-03-01" service API
        }
        """);
    Curtain.Said said = Curtain.run("model", model.toString(), "--format", "json");
    JsonNode flag = JsonMapper.shared().readTree(said.out()).at("/flags/0");
    assertThat(flag.at("/key").asString()).as(said.all()).isEqualTo("new-checkout");
    assertThat(flag.at("/service").asString()).isEqualTo("Shop.API");
    Files.writeString(model, "flag X \"x\" { category \"forever\" owner \"y\" }\n");
    Curtain.Said wrong = Curtain.run("validate", model.toString());
    assertThat(wrong.exitCode()).isEqualTo(1);
    assertThat(wrong.err() + wrong.out()).contains("F001", "remove_by", "F002", "forever");
  }
}
