package dev.curtain.server.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.curtain.model.ModelReader;
import dev.curtain.model.Resolution;
import dev.curtain.rollout.Manner;
import dev.curtain.server.document.PlanDocument.Assumed;
import dev.curtain.server.document.PlanDocument.CostPlan;
import dev.curtain.server.document.PlanDocument.RolloutPlan;
import dev.curtain.server.document.PlanDocument.StepPlan;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a plan says of money, against its own steps. */
class PlannedCostTest {
  private static final String SHOP =
      """
      Shop = system "Shop" { API = container "API" { run "api {port}" } }
      deployment P "P" {
        node AWS "AWS" {
          cost "$2922/month"
          containerInstance Shop.API { version "v1" replicas 4 deployment_strategy "blue-green" }
        }
      }
      """;

  @Test
  void every_replica_costs_its_hours() throws Exception {
    RolloutPlan plan = plan(SHOP);
    double hours = 0;
    double used = 0;
    for (StepPlan step : plan.steps()) {
      if (step.durationMillis() != null) {
        hours += step.durationMillis() / 3_600_000.0;
        used += (step.replicasOld() + step.replicasNew()) * (step.durationMillis() / 3_600_000.0);
      }
    }
    assertThat(hours).as("it takes a while").isPositive();
    CostPlan cost = plan.costs().getFirst();
    assertThat(plan.costs()).hasSize(1);
    assertThat(cost.currency()).isEqualTo("USD");
    // 2922 dollars a month are four an hour, one for each replica.
    assertThat(cost.atRestPerHour()).isEqualTo(4);
    assertThat(cost.whole()).isCloseTo(used, within(1e-4));
    assertThat(cost.more()).isCloseTo(used - 4 * hours, within(1e-4)).isPositive();
    assertThat(cost.sources()).containsExactly("P/AWS");
  }

  @Test
  void where_nothing_has_a_cost_none_is_said() throws Exception {
    assertThat(plan(SHOP.replace("cost \"$2922/month\"", "")).costs()).isEmpty();
  }

  private static RolloutPlan plan(String text) throws Exception {
    Resolution resolution = ModelReader.read(text);
    assertThat(resolution.hasErrors()).as("%s", resolution.diagnostics()).isFalse();
    return PlanDocument.of(
            "shop.sruja",
            Optional.of(resolution.model().deployments().getFirst()),
            Map.of("Shop.API", "v2"),
            Manner.ALONE,
            resolution.model().relations(),
            new Assumed(100, 1_000, 0.001, Assumed.CONVERSION))
        .rollouts()
        .getFirst();
  }
}
