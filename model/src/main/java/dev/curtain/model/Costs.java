package dev.curtain.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What places cost a month, by currency, with everything that stands in them. */
public final class Costs {
  private static final BigDecimal DAYS = new BigDecimal("30.4375");

  /** Hours of a month. */
  static final BigDecimal HOURS = DAYS.multiply(BigDecimal.valueOf(24));

  private final Map<String, BigDecimal> monthly = new TreeMap<>();

  public static Costs of(Deployment deployment) {
    Costs costs = new Costs();
    costs.add(deployment.properties());
    costs.add(deployment.nodes());
    return costs;
  }

  public static Costs of(Node node) {
    Costs costs = new Costs();
    costs.add(List.of(node));
    return costs;
  }

  private void add(List<Node> nodes) {
    for (Node node : nodes) {
      add(node.properties());
      node.instances().forEach(instance -> add(instance.properties()));
      add(node.nodes());
    }
  }

  private void add(Properties properties) {
    own(properties).forEach((currency, amount) -> monthly.merge(currency, amount, BigDecimal::add));
  }

  /** What a place costs a month itself, by currency; empty where it does not say. */
  static Map<String, BigDecimal> own(Properties properties) {
    return properties
        .text("cost")
        .or(() -> properties.block("metadata").flatMap(block -> block.text("cost")))
        .flatMap(Quantities::money)
        .flatMap(money -> month(money).map(amount -> Map.of(money.currency(), amount)))
        .orElse(Map.of());
  }

  private static Optional<BigDecimal> month(Money money) {
    return switch (money.per()) {
      case "month", "" -> Optional.of(money.amount());
      case "year" ->
          Optional.of(money.amount().divide(BigDecimal.valueOf(12), 2, RoundingMode.HALF_UP));
      case "week" ->
          Optional.of(
              money.amount().multiply(DAYS).divide(BigDecimal.valueOf(7), 2, RoundingMode.HALF_UP));
      case "day" -> Optional.of(money.amount().multiply(DAYS));
      case "hour" -> Optional.of(money.amount().multiply(DAYS).multiply(BigDecimal.valueOf(24)));
      default -> Optional.empty();
    };
  }

  /** {@code 1700 USD}; empty where nothing costs anything. */
  public Optional<String> text() {
    return monthly.isEmpty()
        ? Optional.empty()
        : Optional.of(
            monthly.entrySet().stream()
                .map(entry ->
                    entry
                            .getValue()
                            .setScale(2, RoundingMode.HALF_UP)
                            .stripTrailingZeros()
                            .toPlainString()
                        + " "
                        + entry.getKey())
                .collect(Collectors.joining(" + ")));
  }
}
