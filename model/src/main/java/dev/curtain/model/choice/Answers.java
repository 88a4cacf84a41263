package dev.curtain.model.choice;

import static dev.curtain.model.choice.Way.BLUE_GREEN;
import static dev.curtain.model.choice.Way.CANARY;
import static dev.curtain.model.choice.Way.RECREATE;
import static dev.curtain.model.choice.Way.ROLLING;

import dev.curtain.model.Quantities;
import dev.curtain.model.Service;
import dev.curtain.model.Strategy;
import dev.curtain.model.Threshold;
import dev.curtain.model.choice.Answer.Origin;
import dev.curtain.model.choice.Answer.Question;
import dev.curtain.model.choice.Told.Budget;
import dev.curtain.model.choice.Told.Criticality;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The five questions about one service, answered from what is told and from the model. */
final class Answers {
  private static final List<Way> ALL = List.of(Way.values());
  private static final Pattern RATE =
      Pattern.compile(
          "[><=\\s]*([\\d_,]+(?:\\.\\d+)?)\\s*([km]?)\\s*"
              + "(?:req(?:uest)?s?|rps)?\\s*(?:(?:/|per)\\s*(s|sec|second|min|minute))?",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern WEIGHTY =
      Pattern.compile("(?i)pay(?:ment)?s?|auth\\w*|checkout|billing|login|identity");
  private static final List<String> BATCH = List.of("batch", "job", "cron", "cronjob", "worker");

  private final Service service;
  private final Traits traits;
  private final Told told;
  private final Thresholds thresholds;

  Answers(Service service, Traits traits, Told told, Thresholds thresholds) {
    this.service = service;
    this.traits = traits;
    this.told = told;
    this.thresholds = thresholds;
  }

  List<Answer> all() {
    return List.of(downtime(), replicas(), budget(), criticality(), traffic());
  }

  Answer downtime() {
    if (told.downtime().isPresent()) {
      return told.downtime().get() ? down(Origin.TOLD, "as told") : up(Origin.TOLD, "as told");
    }
    Optional<String> said = traits.text("downtime");
    if (said.isPresent()) {
      String from = "downtime \"" + said.get() + "\"";
      boolean none = said.get().matches("(?i)no|none|never|false|0\\s*\\w*");
      return none ? up(Origin.SAID, from) : down(Origin.SAID, from);
    }
    if (service.strategy() instanceof Strategy.Recreate) {
      return down(Origin.INFERRED, "the model recreates it today");
    }
    Optional<String> batch = BATCH.stream().filter(traits::is).findFirst();
    if (batch.isPresent()) {
      return down(Origin.INFERRED, "it is a " + batch.get());
    }
    Optional<Double> availability =
        traits
            .block("slo", "availability", "target")
            .flatMap(each -> Quantities.percentage(Threshold.parse(each).quantity()));
    if (availability.isPresent()) {
      String from =
          "slo availability "
              + BigDecimal.valueOf(availability.get()).stripTrailingZeros().toPlainString()
              + " %: "
              + minutes(availability.get())
              + " a month for everything";
      return availability.get() >= thresholds.always()
          ? up(Origin.INFERRED, from)
          : down(Origin.INFERRED, from);
    }
    return new Answer(
        Question.DOWNTIME,
        "not said, taken as no",
        Origin.UNKNOWN,
        "slo { availability { target \"99.9%\" } }, or downtime \"allowed\"",
        List.of(),
        List.of(RECREATE));
  }

  /** A month has 30 days, as error budgets count them. */
  private static String minutes(double availability) {
    double minutes = (100 - availability) / 100 * 30 * 24 * 60;
    return minutes >= 90
        ? String.format(Locale.ROOT, "%.1f h", minutes / 60)
        : String.format(Locale.ROOT, "%.0f min", minutes);
  }

  private static Answer up(Origin origin, String from) {
    return new Answer(
        Question.DOWNTIME, "no", origin, from, List.of(CANARY, BLUE_GREEN), List.of(RECREATE));
  }

  private Answer down(Origin origin, String from) {
    boolean alone = replicasServing() < thresholds.few() || BATCH.stream().anyMatch(traits::is);
    return new Answer(
        Question.DOWNTIME,
        "yes",
        origin,
        from,
        alone ? List.of(ROLLING, RECREATE) : List.of(ROLLING),
        List.of());
  }

  int replicasServing() {
    return service.placements().stream()
        .filter(place -> !place.standby())
        .mapToInt(Service.Placement::replicas)
        .sum();
  }

  private Answer replicas() {
    int replicas = replicasServing();
    long places = service.placements().stream().filter(place -> !place.standby()).count();
    String from = "serving, in " + (places == 1 ? "one place" : places + " places");
    String says = String.valueOf(replicas);
    if (replicas < thresholds.few()) {
      return new Answer(
          Question.REPLICAS, says, Origin.SAID, from, List.of(BLUE_GREEN), List.of(ROLLING));
    }
    return new Answer(
        Question.REPLICAS,
        says,
        Origin.SAID,
        from,
        replicas < thresholds.many() ? List.of(CANARY, ROLLING) : ALL,
        List.of());
  }

  private Answer budget() {
    Optional<Budget> said = said("budget", Budget.values());
    if (told.budget().isEmpty() && said.isEmpty()) {
      return unknown(Question.BUDGET, "budget \"tight\", \"normal\" or \"generous\"");
    }
    Budget budget = told.budget().or(() -> said).orElseThrow();
    Answer answer =
        answer(
            Question.BUDGET,
            budget.name(),
            told.budget().isPresent(),
            switch (budget) {
              case TIGHT -> List.of(ROLLING);
              case NORMAL -> List.of(CANARY);
              case GENEROUS -> List.of(BLUE_GREEN);
            });
    // A second one of a single replica is not what a budget is about.
    return budget == Budget.TIGHT && replicasServing() >= thresholds.few()
        ? new Answer(
            answer.question(),
            answer.says(),
            answer.origin(),
            answer.from(),
            answer.speaksFor(),
            List.of(BLUE_GREEN))
        : answer;
  }

  private Answer criticality() {
    Optional<Criticality> said =
        said("criticality", Criticality.values())
            .or(() -> said("tier", Criticality.values()))
            .or(() -> traits.is("critical") ? Optional.of(Criticality.CRITICAL) : Optional.empty());
    if (told.criticality().isPresent() || said.isPresent()) {
      Criticality criticality = told.criticality().or(() -> said).orElseThrow();
      return answer(
          Question.CRITICALITY,
          criticality.name(),
          told.criticality().isPresent(),
          switch (criticality) {
            case CRITICAL -> List.of(BLUE_GREEN);
            case IMPORTANT -> List.of(CANARY);
            case NORMAL -> List.of(ROLLING);
          });
    }
    Optional<String> weighty = traits.word(WEIGHTY);
    if (weighty.isPresent()) {
      return new Answer(
          Question.CRITICALITY,
          "critical",
          Origin.INFERRED,
          "it is called \"" + weighty.get() + "\"",
          List.of(BLUE_GREEN),
          List.of());
    }
    return unknown(Question.CRITICALITY, "criticality \"critical\", \"important\" or \"normal\"");
  }

  private Answer traffic() {
    Optional<String> said =
        traits.block("slo", "throughput", "target").or(() -> traits.text("throughput"));
    Optional<Double> rate =
        told.rps().isPresent()
            ? Optional.of(told.rps().getAsDouble())
            : said.flatMap(Answers::rate);
    if (rate.isEmpty()) {
      return unknown(Question.TRAFFIC, "slo { throughput { target \"200 req/s\" } }, or --rps");
    }
    double rps = rate.get();
    boolean low = rps < thresholds.low();
    boolean high = rps >= thresholds.high();
    return new Answer(
        Question.TRAFFIC,
        BigDecimal.valueOf(rps).stripTrailingZeros().toPlainString()
            + " requests/s, "
            + (low ? "low" : high ? "high" : "medium"),
        told.rps().isPresent() ? Origin.TOLD : Origin.SAID,
        told.rps().isPresent() ? "as told" : "throughput \"" + said.orElse("") + "\"",
        low ? List.of(ROLLING) : high ? List.of(CANARY) : ALL,
        List.of());
  }

  /** Requests per second; empty where it is no rate. */
  static Optional<Double> rate(String text) {
    Matcher matcher = RATE.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    double number = Double.parseDouble(matcher.group(1).replaceAll("[_,]", ""));
    String scale = matcher.group(2).toLowerCase(Locale.ROOT);
    String per = Optional.ofNullable(matcher.group(3)).orElse("s").toLowerCase(Locale.ROOT);
    double scaled = number * (scale.equals("k") ? 1e3 : scale.equals("m") ? 1e6 : 1);
    return Optional.of(per.startsWith("m") ? scaled / 60 : scaled);
  }

  private <E extends Enum<E>> Optional<E> said(String key, E[] values) {
    return traits
        .text(key)
        .flatMap(text ->
            Arrays.stream(values).filter(each -> each.name().equalsIgnoreCase(text)).findFirst());
  }

  private Answer answer(Question question, String says, boolean told, List<Way> speaksFor) {
    String word = says.toLowerCase(Locale.ROOT);
    return new Answer(
        question,
        word,
        told ? Origin.TOLD : Origin.SAID,
        told ? "as told" : "the model says \"" + word + "\"",
        speaksFor,
        List.of());
  }

  private static Answer unknown(Question question, String would) {
    return new Answer(question, "not said", Origin.UNKNOWN, would, List.of(), List.of());
  }
}
