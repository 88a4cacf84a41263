package dev.curtain.server.flags;

import dev.curtain.flags.change.EditRefused;
import dev.curtain.flags.change.Exposing;
import dev.curtain.flags.change.Schedule;
import dev.curtain.flags.change.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One step of a flag on its way out: {@code 10}, {@code ring=early}, {@code
 * customer=acme|umbrella}, {@code region=eu}; with {@code approve:} before it, somebody has to say
 * so first.
 *
 * @param percent of everybody, 0..100
 * @param ring those in it and in the rings inside it
 * @param named whoever has one of these attributes
 */
record ExposureStep(
    Optional<Double> percent, Optional<String> ring, List<Target> named, boolean approval) {
  private static final String APPROVE = "approve:";

  ExposureStep {
    named = List.copyOf(named);
  }

  static ExposureStep of(String text) {
    boolean approval = text.startsWith(APPROVE);
    String whom = (approval ? text.substring(APPROVE.length()) : text).strip();
    int equals = whom.indexOf('=');
    if (equals < 0) {
      return new ExposureStep(Optional.of(share(whom)), Optional.empty(), List.of(), approval);
    }
    String attribute = whom.substring(0, equals).strip();
    String value = whom.substring(equals + 1).strip();
    if (attribute.equals("ring")) {
      if (value.isEmpty()) {
        throw refused(text);
      }
      return new ExposureStep(Optional.empty(), Optional.of(value), List.of(), approval);
    }
    List<Target> named =
        Arrays.stream(value.split("\\|", -1))
            .map(each -> new Target(attribute, each.strip()))
            .toList();
    return new ExposureStep(Optional.empty(), Optional.empty(), named, approval);
  }

  private static double share(String text) {
    try {
      double share = Double.parseDouble(text.replaceFirst("\\s*%$", ""));
      if (share > 0 && share <= 100) {
        return share;
      }
    } catch (NumberFormatException e) {
      throw refused(text);
    }
    throw refused(text);
  }

  private static EditRefused refused(String text) {
    return new EditRefused(
        "steps: "
            + text
            + " (expected: a share up to 100, ring=early, customer=acme|umbrella or region=eu,"
            + " with approve: before it where somebody has to say so)");
  }

  boolean everybody() {
    return percent.filter(share -> share == 100).isPresent();
  }

  void add(Exposing exposing) {
    percent.ifPresent(exposing::percent);
    ring.ifPresent(exposing::ring);
    named.forEach(exposing::named);
  }

  /** For people: {@code 10 %}, {@code ring early}, {@code customer=acme}. */
  String words() {
    return percent
        .map(share -> Schedule.plain(share) + " %")
        .or(() -> ring.map(name -> "ring " + name))
        .orElseGet(() -> String.join(", ", named.stream().map(Target::toString).toList()));
  }

  /** As it is written. */
  @Override
  public String toString() {
    String whom =
        percent
            .map(Schedule::plain)
            .or(() -> ring.map(name -> "ring=" + name))
            .orElseGet(() ->
                named.getFirst().attribute()
                    + "="
                    + String.join("|", named.stream().map(Target::value).toList()));
    return approval ? APPROVE + whom : whom;
  }
}
