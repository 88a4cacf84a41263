package dev.curtain.server.api;

import dev.curtain.flags.Value;
import dev.curtain.flags.change.EditRefused;
import dev.curtain.model.Quantities;
import dev.curtain.server.flags.FlagRollouts;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** The members of a request that lets a flag out step by step. */
final class FlagRolloutRequest {
  static final List<String> NAMES =
      List.of("variant", "steps", "every", "tolerance", "alpha", "minimum", "outcomes");

  private static final double PERCENT = 100;

  private FlagRolloutRequest() {}

  static Value.Fields begin(Value.Fields flag, Body body, String who, Instant now) {
    List<String> steps =
        Arrays.stream(body.optional("steps").orElse("1,10,50,100").split(",", -1))
            .map(String::strip)
            .toList();
    return FlagRollouts.begin(
        flag,
        new FlagRollouts.Wanted(
            body.optional("variant"),
            steps,
            duration(body.optional("every").orElse("10m")),
            number("tolerance", body.optional("tolerance").orElse("0.5")) / PERCENT,
            number("alpha", body.optional("alpha").orElse("0.01")),
            (long) number("minimum", body.optional("minimum").orElse("100")),
            who,
            body.optional("outcomes").orElse("clients")),
        now);
  }

  static double number(String name, String text) {
    try {
      return Double.parseDouble(text.replaceFirst("\\s*%$", ""));
    } catch (NumberFormatException e) {
      throw new EditRefused(name + ": " + text + " (expected: a number)");
    }
  }

  private static Duration duration(String text) {
    return Quantities.duration(text)
        .orElseThrow(() -> new EditRefused("every: " + text + " (expected: 30s, 10m or 2h)"));
  }
}
