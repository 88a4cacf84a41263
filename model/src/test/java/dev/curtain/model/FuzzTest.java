package dev.curtain.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Any text has a meaning or a diagnostic, and a meaning that can be run divides all traffic. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzTest {
  private static final String MODEL =
      """
      Shop = system "Shop" { API = container "API" { run "x" env { A 'x' } }
        DB = database "DB"  API -> DB "reads" }
      deployment P "Prod" { listen ":8080"
        node A "A" { traffic 60 region "eu"
          node B { containerInstance Shop.API { replicas 3 version "v1" traffic 95 auto_rollback { error_rate "> 1%" } } }
          node C { containerInstance Shop.API { replicas 1 version "v2" traffic 5 canary { steps [1, 5] } } } }
        node D "D" { traffic 40 containerInstance API { version "v1" min_replicas 2 max_replicas 9 } }
        node E { status "standby" containerInstance Shop.DB { role "primary" } containerInstance Shop.DB }
      }
      F = flow "F" { Shop.API -> DB "x" }
      extend Shop { Q = queue "Q" }
      view index { include * }
      """;
  private static final String[] WORDS = {
    "traffic",
    "100",
    "0",
    "50",
    "-1",
    "version",
    "\"v3\"",
    "status \"active\"",
    "status \"standby\"",
    "replicas",
    "rolling_update",
    "{",
    "}",
    "node",
    "API",
    "Shop",
    "->",
    "=",
    "containerInstance",
    "deployment_strategy",
    "\"canary\"",
    "steps",
    "[",
    "]",
    "9e9",
    "99999999999999999999",
    "\n",
    "deployment"
  };

  @Test
  void mutatedModelsAreUnderstoodOrRefused() {
    SplittableRandom random = new SplittableRandom(11);
    int usable = 0;
    for (int round = 0; round < 8_000; round++) {
      StringBuilder text = new StringBuilder(MODEL);
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        int at = random.nextInt(text.length());
        int end = Math.min(text.length(), at + random.nextInt(10));
        text.replace(
            at, end, random.nextInt(3) == 0 ? "" : " " + WORDS[random.nextInt(WORDS.length)] + " ");
      }
      usable += check(text.toString());
    }
    assertThat(usable).isGreaterThan(100);
  }

  private static int check(String text) {
    Resolution[] read = new Resolution[1];
    assertThatCode(() -> read[0] = ModelReader.read(text)).as(text).doesNotThrowAnyException();
    if (read[0].hasErrors()) {
      return 0;
    }
    for (Deployment deployment : read[0].model().deployments()) {
      for (Service service : deployment.services()) {
        double share = service.placements().stream().mapToDouble(Service.Placement::share).sum();
        assertThat(share).as(text).isCloseTo(100, within(0.001));
      }
    }
    return 1;
  }
}
