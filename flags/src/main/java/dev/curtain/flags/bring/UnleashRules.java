package dev.curtain.flags.bring;

import static dev.curtain.flags.bring.Pieces.rule;
import static dev.curtain.flags.bring.Pieces.var;

import dev.curtain.flags.Value;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Unleash's strategies and constraints as rules. */
final class UnleashRules {
  private static final Map<String, String> ORDER =
      Map.of("NUM_EQ", "==", "NUM_GT", ">", "NUM_GTE", ">=", "NUM_LT", "<", "NUM_LTE", "<=");
  private static final Map<String, String> VERSION =
      Map.of(
          "SEMVER_EQ",
          "=",
          "SEMVER_GT",
          ">",
          "SEMVER_GTE",
          ">=",
          "SEMVER_LT",
          "<",
          "SEMVER_LTE",
          "<=");

  private final Map<String, List<Value.Fields>> segments;
  private final List<String> notes;

  /**
   * @param segments constraints by the segment's id
   * @param notes what is not quite as it was is added to it
   */
  UnleashRules(Map<String, List<Value.Fields>> segments, List<String> notes) {
    this.segments = segments;
    this.notes = notes;
  }

  /** Whom a strategy lets in. */
  Value strategy(String feature, Value.Fields strategy) {
    List<Value> all = new ArrayList<>();
    for (Value.Fields constraint : Pieces.objects(strategy, "constraints")) {
      all.add(constraint(constraint));
    }
    if (strategy.values().get("segments") instanceof Value.Items(List<Value> ids)) {
      for (Value id : ids) {
        List<Value.Fields> constraints = segments.get(name(id));
        if (constraints == null) {
          throw new NotSayable("the segment " + name(id) + " is not in the export");
        }
        constraints.forEach(each -> all.add(constraint(each)));
      }
    }
    Value.Fields parameters = new Value.Fields(Pieces.object(strategy, "parameters"));
    String name = Pieces.text(strategy, "name").orElse("");
    switch (name) {
      case "default" -> {}
      case "userWithId" -> all.add(in("targetingKey", parameters, "userIds"));
      case "remoteAddress" -> {
        if (Pieces.text(parameters, "IPs").orElse("").contains("/")) {
          throw new NotSayable("remoteAddress by networks; only addresses can be said");
        }
        all.add(in("remoteAddress", parameters, "IPs"));
      }
      case "applicationHostname" -> all.add(in("hostname", parameters, "hostNames"));
      case "flexibleRollout" ->
          share(
              all,
              parameters,
              "rollout",
              sticky(Pieces.text(parameters, "stickiness").orElse("default")),
              feature);
      case "gradualRolloutUserId", "gradualRolloutRandom" ->
          share(all, parameters, "percentage", "targetingKey", feature);
      case "gradualRolloutSessionId" -> share(all, parameters, "percentage", "sessionId", feature);
      default -> throw new NotSayable("the strategy " + name + " is not Unleash's own");
    }
    return Pieces.all(all);
  }

  private static String sticky(String stickiness) {
    return stickiness.equals("default") || stickiness.equals("random")
        ? "targetingKey"
        : attribute(stickiness);
  }

  private static Value in(String attribute, Value.Fields parameters, String name) {
    return rule(
        "in", var(attribute), Pieces.items(Pieces.parts(Pieces.text(parameters, name).orElse(""))));
  }

  private void share(
      List<Value> all, Value.Fields parameters, String name, String by, String feature) {
    String text = Pieces.text(parameters, name).orElseGet(() -> number(parameters, name));
    double percent;
    try {
      percent = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new NotSayable(name + " \"" + text + "\" is no share");
    }
    if (percent >= 100) {
      return;
    }
    String group = Pieces.text(parameters, "groupId").orElse(feature);
    notes.add(text + " % of users, others than in Unleash, which divides them otherwise");
    Value key = rule("cat", Value.of(group + ":"), var(by));
    long share = Math.round(Math.max(0, percent) * 1000);
    all.add(
        rule(
            "==",
            rule("fractional", key, part("in", share), part("out", 100_000 - share)),
            Value.of("in")));
  }

  private static String number(Value.Fields parameters, String name) {
    return parameters.values().get(name) instanceof Value.Num number
        ? Double.toString(number.value())
        : "";
  }

  static Value part(String name, long weight) {
    return new Value.Items(List.of(Value.of(name), Value.of(weight)));
  }

  /** Unleash's names of what every client sends. */
  private static String attribute(String name) {
    return name.equals("userId") ? "targetingKey" : name;
  }

  private static String name(Value value) {
    return value instanceof Value.Num number
        ? Long.toString((long) number.value())
        : value instanceof Value.Text(String text) ? text : "";
  }

  private static Value constraint(Value.Fields constraint) {
    Value rule = plain(constraint);
    return Pieces.truth(constraint, "inverted") ? rule("!", rule) : rule;
  }

  private static Value plain(Value.Fields constraint) {
    String operator = Pieces.text(constraint, "operator").orElse("").toUpperCase(Locale.ROOT);
    String attribute = attribute(Pieces.text(constraint, "contextName").orElse(""));
    List<String> values = Pieces.texts(constraint, "values");
    String value = Pieces.text(constraint, "value").orElse("");
    if (Pieces.truth(constraint, "caseInsensitive")) {
      throw new NotSayable(operator + " that does not mind capitals");
    }
    return switch (operator) {
      case "IN" -> rule("in", var(attribute), Pieces.items(values));
      case "NOT_IN" -> rule("!", rule("in", var(attribute), Pieces.items(values)));
      case "STR_CONTAINS" ->
          Pieces.any(
              values.stream().map(each -> rule("in", Value.of(each), var(attribute))).toList());
      case "STR_STARTS_WITH" -> each("starts_with", attribute, values);
      case "STR_ENDS_WITH" -> each("ends_with", attribute, values);
      case "NUM_EQ", "NUM_GT", "NUM_GTE", "NUM_LT", "NUM_LTE" ->
          rule(ORDER.getOrDefault(operator, "=="), var(attribute), Value.of(figure(value)));
      case "SEMVER_EQ", "SEMVER_GT", "SEMVER_GTE", "SEMVER_LT", "SEMVER_LTE" ->
          rule(
              "sem_ver",
              var(attribute),
              Value.of(VERSION.getOrDefault(operator, "=")),
              Value.of(value));
      case "DATE_AFTER", "DATE_BEFORE" -> date(operator, attribute, value);
      default -> throw new NotSayable("the operator " + operator);
    };
  }

  private static Value each(String name, String attribute, List<String> values) {
    return Pieces.any(
        values.stream().map(value -> rule(name, var(attribute), Value.of(value))).toList());
  }

  private static double figure(String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw new NotSayable("\"" + value + "\" is no number");
    }
  }

  /** The time now is the evaluator's own here, in seconds. */
  private static Value date(String operator, String attribute, String value) {
    if (!attribute.equals("currentTime")) {
      throw new NotSayable(operator + " of " + attribute + "; only of the time now");
    }
    try {
      return rule(
          operator.equals("DATE_AFTER") ? ">" : "<",
          var("$flagd.timestamp"),
          Value.of(Instant.parse(value).getEpochSecond()));
    } catch (DateTimeParseException e) {
      throw new NotSayable("\"" + value + "\" is no time");
    }
  }
}
