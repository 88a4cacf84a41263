package dev.curtain.model.choice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.model.Deployment;
import dev.curtain.model.ModelReader;
import dev.curtain.model.Resolution;
import dev.curtain.model.SystemModel;
import dev.curtain.model.choice.Answer.Origin;
import dev.curtain.model.choice.Answer.Question;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ChooserTest {
  private static SystemModel model(String element, String instance) {
    Resolution read =
        ModelReader.read(
            """
            Shop = system "Shop" {
              API = container "API" { %s }
              DB = database "Orders"
            }
            deployment P "P" { node A "A" {
              containerInstance Shop.API { version "v1" %s }
              containerInstance Shop.DB
            } }
            """
                .formatted(element, instance));
    assertThat(read.hasErrors()).as("%s", read.diagnostics()).isFalse();
    return read.model();
  }

  private static Choice choose(String element, String instance, Told told) {
    SystemModel model = model(element, instance);
    Deployment deployment = model.deployments().getFirst();
    return Chooser.choose(model, deployment, Chooser.services(model, deployment).getFirst(), told);
  }

  private static Choice choose(String element, String instance) {
    return choose(element, instance, Told.NOTHING);
  }

  private static Answer answer(Choice choice, Question question) {
    return choice.answers().get(question.ordinal());
  }

  @Test
  void whatNobodySaysSpeaksForNothingAndIsAskedFor() {
    Choice choice = choose("", "replicas 6");
    assertThat(choice.answers())
        .filteredOn(each -> each.origin() == Origin.UNKNOWN)
        .extracting(Answer::question)
        .containsExactly(
            Question.DOWNTIME, Question.BUDGET, Question.CRITICALITY, Question.TRAFFIC);
    assertThat(choice.ranking().getLast().way()).isEqualTo(Way.RECREATE);
    assertThat(choice.ranking().getLast().ruledOutBy()).containsExactly(Question.DOWNTIME);
    assertThat(choice.suggested()).isEqualTo(Way.CANARY);
  }

  @Test
  void anObjectiveSaysWhetherAGapCanBeAfforded() {
    Answer strict =
        answer(
            choose("slo { availability { target \"99.95%\" } }", "replicas 3"), Question.DOWNTIME);
    assertThat(strict.says()).isEqualTo("no");
    assertThat(strict.from()).contains("99.95 %: 22 min a month");
    assertThat(
            answer(
                choose("slo { availability { target \"99%\" } }", "replicas 3"), Question.DOWNTIME))
        .satisfies(answer -> {
          assertThat(answer.says()).isEqualTo("yes");
          assertThat(answer.from()).contains("7.2 h a month");
        });
  }

  @Test
  void oneReplicaCannotRoll() {
    Choice choice = choose("", "replicas 1");
    assertThat(choice.suggested()).isEqualTo(Way.BLUE_GREEN);
    assertThat(choice.ranking())
        .filteredOn(each -> each.way() == Way.ROLLING)
        .allMatch(each -> each.ruledOutBy().contains(Question.REPLICAS));
    assertThat(choice.improvement())
        .hasValueSatisfying(next -> assertThat(next).contains("second"));
  }

  @Test
  void everyAnswerCountsOnceAndTheMostCarefulWinsATie() {
    Told told =
        new Told(
            Optional.of(false),
            Optional.of(Told.Budget.GENEROUS),
            Optional.of(Told.Criticality.CRITICAL),
            OptionalDouble.of(100));
    Choice critical = choose("", "replicas 4", told);
    assertThat(critical.suggested()).isEqualTo(Way.BLUE_GREEN);
    assertThat(critical.ranking().getFirst().favoured())
        .containsExactly(
            Question.DOWNTIME, Question.BUDGET, Question.CRITICALITY, Question.TRAFFIC);
    Choice busy = choose("slo { throughput { target \"20k req/s\" } }", "replicas 4");
    assertThat(busy.suggested()).isEqualTo(Way.CANARY);
    assertThat(answer(busy, Question.TRAFFIC).says()).isEqualTo("20000 requests/s, high");
  }

  @Test
  void aTightBudgetRulesOutASecondEnvironmentButNotASecondReplica() {
    assertThat(choose("budget \"tight\"", "replicas 4").ranking())
        .filteredOn(each -> each.way() == Way.BLUE_GREEN)
        .allMatch(each -> each.ruledOutBy().contains(Question.BUDGET));
    assertThat(choose("budget \"tight\"", "replicas 1").suggested()).isEqualTo(Way.BLUE_GREEN);
  }

  @Test
  void theQuickTreeIsContradictedWhereItIs() {
    Told batch =
        new Told(Optional.of(true), Optional.empty(), Optional.empty(), OptionalDouble.of(1));
    Choice choice = choose("", "replicas 1", batch);
    assertThat(choice.suggested()).isEqualTo(Way.BLUE_GREEN);
    assertThat(choice.tree().contradiction()).isEmpty();
    Choice job = choose("tags [\"batch\"]", "replicas 1");
    assertThat(job.ranking()).anyMatch(each -> each.way() == Way.RECREATE && each.votes() == 1);
    Choice several =
        choose(
            "",
            "replicas 3",
            new Told(
                Optional.of(false),
                Optional.of(Told.Budget.NORMAL),
                Optional.empty(),
                OptionalDouble.empty()));
    assertThat(several.suggested()).isEqualTo(Way.CANARY);
    assertThat(several.tree().says()).isEqualTo(Way.BLUE_GREEN);
    assertThat(several.tree().contradiction())
        .hasValueSatisfying(why -> assertThat(why).contains("budget"));
  }

  @Test
  void aNameMaySayHowCriticalItIsAndATagSaysMore() {
    SystemModel model =
        ModelReader.read(
                """
                Shop = system "Shop" { PaymentAPI = container "API" }
                deployment P "P" { node A "A" { containerInstance Shop.PaymentAPI { replicas 4 } } }
                """)
            .model();
    Deployment deployment = model.deployments().getFirst();
    Choice choice =
        Chooser.choose(model, deployment, deployment.services().getFirst(), Told.NOTHING);
    assertThat(answer(choice, Question.CRITICALITY).from()).contains("Payment");
    assertThat(choose("tags [\"pci\"]", "replicas 4").notes())
        .singleElement()
        .satisfies(note -> assertThat(note).contains("approve"));
  }

  @Test
  void aStoreTakesNoVersionsByAStrategy() {
    SystemModel model = model("", "replicas 2");
    Deployment deployment = model.deployments().getFirst();
    assertThat(Chooser.services(model, deployment))
        .extracting(service -> service.element())
        .containsExactly("Shop.API");
  }

  @Test
  void whatIsMissingIsSaidInTheOrderInWhichItHelps() {
    assertThat(choose("", "replicas 4").improvement().orElse("")).contains("health");
    assertThat(choose("health \"/healthz\"", "replicas 4").improvement().orElse(""))
        .contains("auto_rollback");
    assertThat(
            choose(
                    "health \"/healthz\"",
                    "replicas 4 deployment_strategy \"rolling\""
                        + " auto_rollback { error_rate \"> 1%\" }")
                .improvement()
                .orElse(""))
        .contains("canary");
  }

  @Test
  void ratesAreReadAsPeopleWriteThem() {
    assertThat(Answers.rate("200 req/s")).hasValue(200.0);
    assertThat(Answers.rate("> 10k requests per second")).hasValue(10_000.0);
    assertThat(Answers.rate("600 rps")).hasValue(600.0);
    assertThat(Answers.rate("60 requests/minute")).hasValue(1.0);
    assertThat(Answers.rate("1,500")).hasValue(1_500.0);
    assertThat(Answers.rate("a lot")).isEmpty();
  }
}
