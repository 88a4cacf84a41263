package dev.curtain.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.curtain.language.Span;
import dev.curtain.model.Properties;
import dev.curtain.model.Relation;
import dev.curtain.model.Strategy;
import dev.curtain.rollout.RolloutEvent.Command;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Several services as one: forward together, back together. */
class SetTest {
  private static final Strategy FLIP = new Strategy.BlueGreen(List.of(100.0));
  private static final Strategy STAGED = new Strategy.Canary(List.of(10.0, 100.0));

  private static Ensemble set(boolean inOrder, Strategy api, Strategy web) throws PlanRefused {
    return new Ensemble(
        SetPlanner.plan(
            "set-1",
            List.of(Ensemble.member("API", api), Ensemble.member("Web", web)),
            inOrder,
            Optional.empty(),
            Pace.REAL));
  }

  @Test
  void theyChangeOverInOneTableAndOnlyWhenAllAreReady() throws Exception {
    Ensemble set = set(false, FLIP, FLIP).begin();
    set.healthyTo(Phase.AWAITING, "API");
    assertThat(set.get("API").state.share()).isZero();
    assertThat(set.tables).isEmpty();
    set.healthyTo(Phase.SHIFTING, "Web");
    assertThat(set.get("API").state.phase()).isEqualTo(Phase.SHIFTING);
    assertThat(set.tables).containsExactly(List.of("API", "Web"));
    set.healthyTo(Phase.PROMOTED, "API", "Web");
    assertThat(set.get("API").state.phase()).isEqualTo(Phase.PROMOTED);
    assertThat(set.get("Web").state.phase()).isEqualTo(Phase.PROMOTED);
  }

  @Test
  void theSharesAreTheMostCarefulOnesOfAMember() throws Exception {
    Ensemble set = set(false, FLIP, STAGED).begin();
    set.healthyTo(Phase.WATCHING, "API", "Web");
    assertThat(set.get("API").state.share()).isEqualTo(10);
    assertThat(set.get("Web").state.share()).isEqualTo(10);
    assertThat(set.tables).containsExactly(List.of("API", "Web"));
  }

  @Test
  void oneThatGoesBackTakesAllBackInTheSameTable() throws Exception {
    Ensemble set = set(false, FLIP, FLIP).begin();
    set.healthyTo(Phase.SOAKING, "API", "Web");
    set.tables.clear();
    Rehearsing api = set.get("API");
    set.happen("API", new RolloutEvent.Commanded(api.now, Command.ROLLBACK, "ada", "it looks odd"));
    assertThat(set.tables).containsExactly(List.of("API", "Web"));
    assertThat(set.get("Web").state.phase()).isEqualTo(Phase.ROLLING_BACK);
    assertThat(set.get("Web").state.reason().orElseThrow())
        .contains("set-1")
        .contains("Shop.API does not go to v2")
        .contains("ada");
    set.healthyTo(Phase.ROLLED_BACK, "API", "Web");
    assertThat(set.get("Web").state.phase()).isEqualTo(Phase.ROLLED_BACK);
  }

  @Test
  void oneThatCannotStartTakesTheOthersBackBeforeAnybodyMetThem() throws Exception {
    Ensemble set = set(false, FLIP, FLIP).begin();
    set.healthyTo(Phase.AWAITING, "API");
    set.healthyTo(Phase.PROVISIONING, "Web");
    Rehearsing web = set.get("Web");
    long effect = web.open.getFirst().id();
    set.happen("Web", new RolloutEvent.EffectFailed(web.now, effect, "no image"));
    assertThat(set.get("API").state.phase()).isEqualTo(Phase.ROLLING_BACK);
    assertThat(set.get("API").state.milestones().exposed()).isEmpty();
  }

  @Test
  void nobodyGivesUpItsWayBackBeforeAllHaveSoaked() throws Exception {
    Ensemble set = set(false, FLIP, FLIP).begin();
    set.healthyTo(Phase.SOAKING, "API", "Web");
    for (int i = 0; i < 1_000; i++) {
      set.step("API");
    }
    assertThat(set.get("API").state.phase()).isEqualTo(Phase.AWAITING);
    assertThat(set.get("API").state.warm()).isTrue();
    set.happen("Web", set.get("Web").measured(2_000, 0, 1_900));
    assertThat(set.get("Web").state.phase()).isEqualTo(Phase.ROLLING_BACK);
    assertThat(set.get("API").state.phase()).isEqualTo(Phase.ROLLING_BACK);
  }

  @Test
  void inOrderTheNextBeginsWhenTheOneBeforeHasEverything() throws Exception {
    Ensemble set = set(true, STAGED, FLIP).begin();
    assertThat(set.get("Web").state.phase()).isEqualTo(Phase.AWAITING);
    set.healthyTo(Phase.SOAKING, "API");
    assertThat(set.get("Web").state.phase()).isEqualTo(Phase.BASELINING);
    set.healthyTo(Phase.SOAKING, "Web");
    set.happen("Web", new RolloutEvent.Commanded(set.get("Web").now, Command.ABORT, "ada", "no"));
    assertThat(set.get("API").state.phase()).isEqualTo(Phase.ROLLING_BACK);
  }

  @Test
  void whoIsPausedIsWaitedForAndNobodyGoesOnAlone() throws Exception {
    Ensemble set = set(false, FLIP, FLIP).begin();
    set.healthyTo(Phase.AWAITING, "API");
    Rehearsing api = set.get("API");
    set.happen("API", new RolloutEvent.Commanded(api.now, Command.PAUSE, "ada", ""));
    set.healthyTo(Phase.AWAITING, "Web");
    assertThat(set.tables).isEmpty();
    assertThat(RolloutMachine.refusal(api.state, Command.SKIP, "ada", "now"))
        .hasValueSatisfying(why -> assertThat(why).contains("waits for the others"));
    assertThat(RolloutMachine.refusal(api.state, Command.PROMOTE)).isPresent();
    set.happen("API", new RolloutEvent.Commanded(api.now, Command.RESUME, "ada", ""));
    assertThat(set.tables).containsExactly(List.of("API", "Web"));
  }

  @Test
  void aStrategyWithoutAWayBackByRouteIsRefused() {
    assertThatThrownBy(() -> set(true, new Strategy.Rolling(1, 1), FLIP))
        .isInstanceOf(PlanRefused.class)
        .hasMessageContaining("Shop.API by rolling")
        .hasMessageContaining("--strategy blue-green");
  }

  @Test
  void whoeverIsDependedOnComesFirstAlsoByWayOfOthers() throws Exception {
    List<Relation> relations =
        List.of(relation("Shop.Web.Page", "Shop.Bus"), relation("Shop.Bus", "Shop.API"));
    assertThat(DependencyOrder.of(List.of("Shop.Web", "Shop.API"), relations))
        .containsExactly("Shop.API", "Shop.Web");
    assertThat(DependencyOrder.of(List.of("Shop.Web", "Shop.API"), List.of()))
        .containsExactly("Shop.Web", "Shop.API");
    assertThatThrownBy(() ->
            DependencyOrder.of(List.of("A", "B"), List.of(relation("A", "B"), relation("B", "A"))))
        .isInstanceOf(PlanRefused.class)
        .hasMessageContaining("A, B depend on each other");
  }

  private static Relation relation(String from, String to) {
    return new Relation(from, to, "", Properties.NONE, "", Span.START);
  }
}
