package dev.curtain.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.RoundingMode;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a replica costs an hour. A month has 730.5 hours. */
class PricesTest {
  private static final String SHOP =
      """
      Shop = system "Shop" { API = container "API" Web = container "Web" }
      deployment P "P" {
        node AWS "AWS" {
          metadata { cost "$730.5/month" }
          containerInstance Shop.API { version "v1" replicas 3 traffic 100 cost "$2191.5/month" }
          containerInstance Shop.API { version "v2" replicas 3 traffic 0 }
          node Rack "Rack" {
            cost "24 EUR/day"
            containerInstance Shop.Web { replicas 2 version "v1" }
          }
        }
        node Spare "Spare" { cost "$10/day" }
        node Free "Free" { containerInstance Shop.Web { replicas 1 version "v1" } }
      }
      """;

  @Test
  void a_place_is_divided_among_what_stands_in_it_at_rest() {
    Prices api = prices(SHOP, "Shop.API");
    assertThat(api.perHour().keySet()).containsExactly("P/AWS");
    // A fifth of the place's dollar, and a third of its own three: the candidate is not at rest.
    assertThat(hour(api, "P/AWS", "USD")).isEqualTo("1.2000");
    assertThat(api.sources()).containsExactly("P/AWS", "P/AWS/Shop.API");
  }

  @Test
  void currencies_are_kept_apart_and_what_costs_nothing_is_not_said() {
    Prices web = prices(SHOP, "Shop.Web");
    assertThat(hour(web, "P/AWS/Rack", "USD")).isEqualTo("0.2000");
    assertThat(hour(web, "P/AWS/Rack", "EUR")).isEqualTo("0.5000");
    assertThat(web.perHour()).doesNotContainKey("P/Free");
    assertThat(web.sources()).containsExactly("P/AWS", "P/AWS/Rack");
    assertThat(prices(SHOP.replaceAll("cost \"[^\"]*\"", ""), "Shop.API")).isEqualTo(Prices.NONE);
  }

  private static String hour(Prices prices, String node, String currency) {
    return Optional.ofNullable(prices.perHour().get(node))
        .map(amounts -> amounts.get(currency))
        .map(amount -> amount.setScale(4, RoundingMode.HALF_UP).toPlainString())
        .orElse("nothing");
  }

  private static Prices prices(String text, String element) {
    Resolution resolution = ModelReader.read(text);
    assertThat(resolution.hasErrors()).as("%s", resolution.diagnostics()).isFalse();
    return Prices.of(resolution.model().deployments().getFirst(), element);
  }
}
