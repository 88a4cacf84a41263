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
}
