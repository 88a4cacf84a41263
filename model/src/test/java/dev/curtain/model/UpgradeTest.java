package dev.curtain.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.language.Formatter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpgradeTest {
  private static String upgraded(String text) {
    return Upgrade.of(text).flatMap(Formatter::format).orElseThrow();
  }

  @Test
  void keywordsGoBehindTheName() {
    assertThat(
            upgraded(
                """
                system Shop "Shop" { // what we sell in
                  container API "API" "REST" { technology "Go" }
                  component Cart
                  container "Web App" { }
                  API -> Cart "asks"
                }
                person Customer
                """))
        .isEqualTo(
            """
            Shop = system "Shop" { // what we sell in
              API = container "API" "REST" { technology "Go" }
              Cart = component
              WebApp = container "Web App" {}
              API -> Cart "asks"
            }
            Customer = person
            """);
  }

  @Test
  void wrappersGoAndTheirTitlesAndCommentsStay() {
    assertThat(
            upgraded(
                """
                specification {
                  element person
                  element gateway "Gateway" { technology "nginx" }
                  tag internal
                }
                // the model
                model {
                  user = person "User" // who pays
                  gw = gateway "GW"
                  user -> gw }
                views { view index { include * } }
                """))
        .isEqualTo(
            """
            person = kind "person"
            gateway = kind "Gateway" { technology "nginx" }
            internal = tag "internal"

            // the model

            user = person "User" // who pays
            gw = gateway "GW"
            user -> gw

            view index { include * }
            """);
    assertThat(upgraded("architecture \"My Shop\" { system Shop }\n"))
        .isEqualTo("// My Shop\n\nShop = system\n");
  }

  @Test
  void keysAreInSnakeCaseExceptWhereTheyAreSomebodyElsesNames() {
    assertThat(
            upgraded(
                """
                import "sruja.ai/stdlib"
                A = container "A" { healthPath "/x" env { apiUrl "x" } slo { errorRate { target "1%" } } "quotedKey" 1 }
                """))
        .isEqualTo(
            """
            import { * } from "sruja.ai/stdlib"
            A = container "A" {
              health_path "/x"
              env { apiUrl "x" }
              slo { error_rate { target "1%" } }
              "quotedKey" 1
            }
            """);
  }

  @Test
  void whatIsNewStaysAsItIs() {
    String text = "Shop = system \"Shop\" { API = container \"API\" }\nscenario S \"S\" { }\n";
    assertThat(Upgrade.of(text)).contains(text);
    assertThat(Upgrade.of("Shop = system \"Shop\" {\n")).isEmpty();
  }

  @Test
  void theCorporaMeanTheSameAfterwardsAndAreNotOld() {
    List<Path> files = new ArrayList<>(Corpus.models(Corpus.directory("cases/sruja")));
    files.addAll(Corpus.models(Corpus.directory("models")));
    int changed = 0;
    for (Path file : files) {
      String text = Corpus.read(file);
      Resolution before = ModelReader.read(text);
      if (before.diagnostics().stream().anyMatch(found -> found.code().startsWith("S"))) {
        continue;
      }
      String upgraded = upgraded(text);
      Resolution after = ModelReader.read(upgraded);
      assertThat(Meaning.of(after.model()))
          .as(file.toString())
          .isEqualTo(Meaning.of(before.model()));
      assertThat(after.diagnostics())
          .as(file.toString())
          .noneMatch(found -> found.code().equals("A001"));
      assertThat(upgraded(upgraded)).as(file.toString()).isEqualTo(upgraded);
      changed += upgraded.equals(Formatter.format(text).orElseThrow()) ? 0 : 1;
    }
    assertThat(changed).isGreaterThan(10);
  }
}
