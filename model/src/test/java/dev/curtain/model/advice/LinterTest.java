package dev.curtain.model.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.curtain.language.Diagnostic;
import dev.curtain.language.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinterTest {
  private static final String RACK =
      """
      Shop = system "Shop" { API = container "API" }
      deployment P "P" {
        node Rack "Rack" {
          %s
          containerInstance Shop.API { replicas 4 } %s
        }
      }
      """;

  private static List<String> codes(String text) {
    return Linter.lint(text).diagnostics().stream().map(Diagnostic::code).toList();
  }

  @Test
  void whatIsAllowedWithAReasonIsLeftOut() {
    assertThat(codes(RACK.formatted("", ""))).containsExactly("A003");
    assertThat(codes(RACK.formatted("// curtain:allow A003 one rack", ""))).isEmpty();
    assertThat(codes(RACK.formatted("", "// curtain:allow A003 one rack"))).isEmpty();
    assertThat(codes(RACK.formatted("/* curtain:allow A003 one rack */", ""))).isEmpty();
    assertThat(codes(RACK.formatted("// curtain:allow A004 another", ""))).containsExactly("A003");
    assertThat(codes(RACK.formatted("// curtain:allow A003", ""))).containsExactly("A015", "A003");
  }

  @Test
  void anErrorIsNeverAllowed() {
    assertThat(codes("// curtain:allow N001 it is fine\nA -> B\n")).contains("N001");
  }

  @Test
  void aMessageNeverRepeatsASecret() {
    String text = "S = system \"S\" { C = container \"C\" { env { API_KEY \"hunter2\" } } }";
    assertThat(Linter.lint(text).diagnostics())
        .singleElement()
        .satisfies(found -> {
          assertThat(found.code()).isEqualTo("A010");
          assertThat(found.message() + found.hint()).doesNotContain("hunter2");
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"TOKEN_URL", "PASSWORD_FILE", "KEY", "CACHE_KEY_PREFIX", "TOKENS", "SECRET_NAME"})
  void whatOnlySoundsLikeASecretIsNone(String key) {
    assertThat(PlainSecret.secret(key)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"DB_PASSWORD", "apiKey", "GITHUB_TOKEN", "secret", "AWS_SECRET_ACCESS_KEY"})
  void whatIsASecretIsOne(String key) {
    assertThat(PlainSecret.secret(key)).isTrue();
  }

  @Test
  void theSeedModelsAreGivenAdviceAndNoWarning() throws IOException {
    String shared =
        Optional.ofNullable(System.getProperty("CURTAIN_SHARED"))
            .or(() -> Optional.ofNullable(System.getenv("CURTAIN_SHARED")))
            .orElse(System.getProperty("curtain.root", ".") + "/../shared");
    Path models = Path.of(shared).resolve("models");
    assumeTrue(Files.isDirectory(models), () -> models + " is not there");
    try (Stream<Path> files = Files.list(models)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".sruja")).toList()) {
        assertThat(Linter.lint(Files.readString(file)).diagnostics())
            .as(file.toString())
            .allMatch(found -> found.severity() == Severity.INFO);
      }
    }
  }

  @Test
  void theShopOfTheExamplesIsSound() throws IOException {
    Path shop =
        Path.of(System.getProperty("curtain.root", "..")).resolve("examples/shop/shop.sruja");
    assertThat(Linter.lint(Files.readString(shop)).diagnostics()).isEmpty();
  }

  @Test
  void noSoakIsNoWayBackHoweverItIsWritten() {
    String model =
        """
        Shop = system "Shop" { API = container "API" { %s } }
        deployment P "P" { %s node A "A" { containerInstance Shop.API { %s } } }
        """;
    assertThat(codes(model.formatted("", "", "soak \"0s\""))).contains("A018");
    assertThat(codes(model.formatted("soak \"0 minutes\"", "", ""))).contains("A018");
    assertThat(codes(model.formatted("", "soak \"0.0h\"", ""))).contains("A018");
    assertThat(codes(model.formatted("", "soak \"0h\"", "soak \"1h\""))).doesNotContain("A018");
  }

  @Test
  void aSlipInAKeyIsSaidAndAnotherWordIsNot() {
    String model =
        """
        Shop = system "Shop" { API = container "API" { slo { availability { target "99%%" } } } }
        deployment P "P" { node A "A" { containerInstance Shop.API { %s } } }
        """;
    for (String slip :
        List.of(
            "trafic 100",
            "replica 3",
            "Shop2 { a 1 } versoin \"v1\"",
            "auto_rolback { enabled true }",
            "slo { availabilty { target \"99.9%\" } }",
            "slo { availability \"99.9%\" }")) {
      assertThat(codes(model.formatted(slip))).as(slip).contains("A020");
    }
    for (String word :
        List.of(
            "state \"x\"",
            "owner \"x\"",
            "team \"x\" tier 1",
            "latency \"1s\"",
            "replicas 3 replica 1",
            "memory_limit \"1Gi\"",
            "regional true")) {
      assertThat(codes(model.formatted(word))).as(word).doesNotContain("A020");
    }
    assertThat(
            codes(
                "S = system \"S\" { A = container \"A\" }\n"
                    + "deployment P \"P\" { node N \"N\" { S.A { replicas 3 } } }"))
        .contains("A020");
  }
}
