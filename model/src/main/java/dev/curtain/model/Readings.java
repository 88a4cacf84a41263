package dev.curtain.model;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Reads properties as quantities, and says so where they are none. */
final class Readings {
  private final Problems problems;

  Readings(Problems problems) {
    this.problems = problems;
  }

  OptionalInt integer(Properties properties, String key, int least) {
    Optional<PropertyValue> value = properties.get(key);
    Optional<BigDecimal> number = value.flatMap(Readings::number);
    if (number.isPresent()
        && number.get().stripTrailingZeros().scale() <= 0
        && number.get().compareTo(BigDecimal.valueOf(least)) >= 0
        && number.get().compareTo(BigDecimal.valueOf(1_000_000)) <= 0) {
      return OptionalInt.of(number.get().intValue());
    }
    value.ifPresent(
        bad -> report(Rule.BAD_INTEGER, key, bad, "a whole number from " + least + " to 1000000"));
    return OptionalInt.empty();
  }

  /** A share of traffic, 0 to 100. */
  Optional<Double> share(Properties properties, String key) {
    Optional<Double> share =
        read(
            properties,
            key,
            Rule.BAD_PERCENTAGE,
            Quantities::percentage,
            Quantities.PERCENTAGE_FORMS);
    if (share.isPresent() && (share.get() < 0 || share.get() > 100)) {
      PropertyValue value = properties.get(key).orElseThrow();
      problems.report(
          Rule.TRAFFIC_RANGE,
          value.span(),
          key + ": " + show(value) + " (expected: 0..100)",
          "write the share in per cent of what reaches the place");
      return Optional.of(Math.clamp(share.get(), 0, 100));
    }
    return share;
  }

  Optional<Duration> duration(Properties properties, String key) {
    return read(
        properties, key, Rule.BAD_DURATION, Quantities::duration, Quantities.DURATION_FORMS);
  }

  Optional<Long> millicores(Properties properties, String key) {
    return read(properties, key, Rule.BAD_CPU, Quantities::millicores, Quantities.CPU_FORMS);
  }

  Optional<Long> bytes(Properties properties, String key) {
    return read(properties, key, Rule.BAD_SIZE, Quantities::bytes, Quantities.SIZE_FORMS);
  }

  Optional<Boolean> truth(Properties properties, String key) {
    return read(
        properties,
        key,
        Rule.BAD_BOOLEAN,
        text ->
            switch (text) {
              case "true", "yes", "on" -> Optional.of(true);
              case "false", "no", "off" -> Optional.of(false);
              default -> Optional.empty();
            },
        "true, false");
  }

  /** A bound that is not to be exceeded: {@code "> 1%"} says when it is, {@code "1%"} the same. */
  <T> Optional<T> upperBound(
      Properties properties,
      String key,
      Rule rule,
      Function<String, Optional<T>> reading,
      String forms) {
    Optional<String> text = properties.text(key);
    if (text.isPresent() && Threshold.parse(text.get()).comparison().downward()) {
      PropertyValue value = properties.get(key).orElseThrow();
      problems.report(
          Rule.WRONG_COMPARISON,
          value.span(),
          key + ": " + show(value) + " would roll back what is good",
          "write when to roll back: \"> " + Threshold.parse(text.get()).quantity() + "\"");
      return Optional.empty();
    }
    return read(
        properties,
        key,
        rule,
        bound -> reading.apply(Threshold.parse(bound).quantity()),
        "\"> 1%\" or \"> 500ms\"; the quantity as in " + forms);
  }

  private <T> Optional<T> read(
      Properties properties,
      String key,
      Rule rule,
      Function<String, Optional<T>> reading,
      String forms) {
    Optional<PropertyValue> value = properties.get(key);
    Optional<T> result = properties.text(key).flatMap(reading);
    if (value.isPresent() && result.isEmpty()) {
      report(rule, key, value.get(), forms);
    }
    return result;
  }

  /** Rising shares ending in 100, which is added where it is missing. */
  Optional<List<Double>> steps(Properties properties, String key) {
    Optional<PropertyValue> value = properties.get(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    List<PropertyValue> items =
        value.get() instanceof PropertyValue.Items list ? list.values() : List.of(value.get());
    List<Double> steps = new ArrayList<>();
    double last = 0;
    for (PropertyValue item : items) {
      Optional<Double> share = text(item).flatMap(Quantities::percentage);
      if (share.isEmpty() || share.get() <= last || share.get() > 100) {
        problems.report(
            Rule.BAD_STEPS,
            item.span(),
            key + ": " + show(item) + " (expected: more than " + plain(last) + ", at most 100)",
            "write rising shares in per cent: " + key + " [1, 5, 25, 100]");
        return Optional.empty();
      }
      last = share.get();
      steps.add(last);
    }
    if (last < 100) {
      steps.add(100.0);
    }
    return Optional.of(steps);
  }

  /** The texts of a list, or the one text that stands in its place. */
  List<String> texts(Properties properties, String key) {
    return properties
        .get(key)
        .map(value ->
            value instanceof PropertyValue.Items list
                ? list.values().stream().flatMap(item -> text(item).stream()).toList()
                : text(value).stream().toList())
        .orElse(List.of());
  }

  /** Says that what stands under a key, if anything does, is not what was expected there. */
  void wrong(Rule rule, Properties block, String key, String expected) {
    block
        .get(key)
        .ifPresent(value ->
            problems.report(
                rule,
                value.span(),
                key + ": " + block.text(key).orElse("a block") + " (expected: " + expected + ")",
                "write one of the accepted forms"));
  }

  private void report(Rule rule, String key, PropertyValue value, String expected) {
    problems.report(
        rule,
        value.span(),
        key + ": " + show(value) + " (expected: " + expected + ")",
        "write one of the accepted forms");
  }

  private static Optional<BigDecimal> number(PropertyValue value) {
    return switch (value) {
      case PropertyValue.Num number -> Optional.of(number.value());
      case PropertyValue.Text text when text.value().strip().matches("[-+]?\\d{1,15}") ->
          Optional.of(new BigDecimal(text.value().strip()));
      case PropertyValue.Text _,
          PropertyValue.Bool _,
          PropertyValue.Items _,
          PropertyValue.Block _ ->
          Optional.empty();
    };
  }

  private static Optional<String> text(PropertyValue value) {
    return switch (value) {
      case PropertyValue.Text text -> Optional.of(text.value());
      case PropertyValue.Num number -> Optional.of(number.value().toPlainString());
      case PropertyValue.Bool bool -> Optional.of(String.valueOf(bool.value()));
      case PropertyValue.Items _, PropertyValue.Block _ -> Optional.empty();
    };
  }

  private static String show(PropertyValue value) {
    return switch (value) {
      case PropertyValue.Text text -> "\"" + text.value() + "\"";
      case PropertyValue.Num number -> number.value().toPlainString();
      case PropertyValue.Bool bool -> String.valueOf(bool.value());
      case PropertyValue.Items _ -> "a list";
      case PropertyValue.Block _ -> "a block";
    };
  }

  /** A number without needless decimals. */
  static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
