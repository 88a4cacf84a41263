package dev.curtain.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ModelEditsTest {
  private static final String MODEL =
      """
      Shop = system "Shop" { API = container "API" { port 80 } }  // spaces stay
      deployment P "Prod" {
        node East "East" { traffic 50
          containerInstance Shop.API { version "v1" } // east
        }
        node West "West" {
          containerInstance API { version "v1" }
        }
      }
      """;

  private static String set(String path, String key, String value) {
    return ModelEdits.set(MODEL, path, key, value).orElseThrow();
  }

  @Test
  void aPathSaysWhichOfTheSameValuesIsMeant() {
    assertThat(set("P/West/Shop.API", "version", "v2"))
        .isEqualTo(MODEL.replace("API { version \"v1\" }\n", "API { version \"v2\" }\n"));
    assertThat(set("P/East/Shop.API", "version", "v2"))
        .isEqualTo(MODEL.replace("\"v1\" } // east", "\"v2\" } // east"));
  }

  @Test
  void nodesDeploymentsAndElementsHavePathsToo() {
    assertThat(set("P/East", "traffic", "60")).isEqualTo(MODEL.replace("50", "60"));
    assertThat(set("Shop.API", "port", "81")).isEqualTo(MODEL.replace("80", "81"));
    assertThat(set("P", "runtime", "process"))
        .isEqualTo(MODEL.replace("\"Prod\" {\n", "\"Prod\" {\n  runtime \"process\"\n"));
  }

  @Test
  void whatIsNotThereIsNotChanged() {
    assertThat(ModelEdits.set(MODEL, "P/North/Shop.API", "version", "v2")).isEmpty();
  }
}
