package dev.curtain.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HoversTest {
  private static final String MODEL =
      """
      Shop = system "Shop" {
        API = container "The *API*" { technology "Go" slo { availability { target "99.95%" window "7 days" } error_rate { target "< 0.1%" } } }
      }
      deployment P "Production" {
        node East "East" {
          metadata { cost "$500/month" }
          containerInstance Shop.API { version "v1" replicas 3 traffic 95 }
          containerInstance Shop.API { version "v2" traffic 5 }
          node Rack "Rack" { metadata { cost "$10/day" } }
        }
      }
      """;

  private static String hover(String before) {
    int at = MODEL.indexOf(before);
    Analysis analysis = Marked.analysis(MODEL);
    return Hovers.at(analysis, at + before.length() - 1).map(Hovers.Hover::markdown).orElse("");
  }

  @Test
  void anElementSaysWhatItIsWhereItRunsAndWhatItPromises() {
    assertThat(hover("  API"))
        .contains("**The \\*API\\*** `Shop.API` · container", "technology: Go")
        .contains("availability 99.95%: 21.6 min a month (30 days) may be missed, 5 min in 7 days")
        .contains("errors \\< 0.1%: 1 request of 1000 may fail")
        .contains("in **P**: v1, 3 replicas; beside it v2 with 5 %; strategy canary");
  }

  @Test
  void anInstanceSaysItsShareAndHowItChanges() {
    assertThat(hover("containerInstance Shop.API"))
        .contains("takes **95 %** of the traffic of Shop.API", "by canary", "SLO: availability");
  }

  @Test
  void aPlaceSaysWhatItCostsWithAllThatStandsInIt() {
    assertThat(hover("node East")).contains("costs 804.38 USD a month", "* Shop.API v2: 5 %");
    assertThat(hover("deployment P")).contains("1 service", "costs 804.38 USD a month");
  }

  @Test
  void aKeySaysWhatItMeansAndWhatItsValueComesTo() {
    assertThat(hover("target")).contains("The least", "99.95%: 21.6 min a month");
    assertThat(hover("replicas")).contains("How many copies run");
    assertThat(hover("node")).isEmpty();
  }
}
