package dev.curtain.server.document;

import dev.curtain.flags.Category;
import dev.curtain.flags.Exposed;
import dev.curtain.flags.Flag;
import dev.curtain.flags.Problem;
import dev.curtain.flags.Value;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The flags of a definition, as a list for those who look after them. */
public record FlagsDocument(List<FlagDocument> flags) {
  /**
   * One flag; what is not said or not known is null.
   *
   * @param service that reads it, as its definition says
   * @param exposure whom a variant is let out to
   * @param extensions how often its removal day was put off
   * @param live what is known of a flag of a running Curtain
   */
  public record FlagDocument(
      String key,
      String state,
      List<String> variants,
      @Nullable String description,
      @Nullable String category,
      @Nullable String owner,
      @Nullable String service,
      @Nullable String created,
      @Nullable String removeBy,
      boolean overdue,
      int extensions,
      Map<String, String> prerequisites,
      int bucketing,
      @Nullable ExposureDocument exposure,
      @Nullable LiveDocument live) {
    /**
     * @param today the day on which it is asked
     */
    public static FlagDocument of(Flag flag, LocalDate today, Optional<LiveDocument> live) {
      return new FlagDocument(
          flag.key(),
          flag.enabled() ? "enabled" : "disabled",
          flag.variants().stream().sorted().toList(),
          fact(flag, "description"),
          text(flag.lifecycle().category().map(Category::toString)),
          text(flag.lifecycle().owner()),
          fact(flag, "service"),
          text(flag.lifecycle().created().map(LocalDate::toString)),
          text(flag.lifecycle().removeBy().map(LocalDate::toString)),
          flag.lifecycle().overdue(today),
          flag.metadata().get("extensions") instanceof Value.Num num ? (int) num.value() : 0,
          new TreeMap<>(flag.prerequisites()),
          flag.bucketing().version(),
          flag.exposure().map(ExposureDocument::of).orElse(null),
          live.orElse(null));
    }

    private static @Nullable String fact(Flag flag, String name) {
      return flag.metadata().get(name) instanceof Value.Text(String text) ? text : null;
    }

    private static @Nullable String text(Optional<String> text) {
      return text.orElse(null);
    }
  }

  /** Whom a variant is let out to. */
  public record ExposureDocument(
      String variant,
      double percent,
      @Nullable String ring,
      Map<String, List<String>> named,
      String by) {
    static ExposureDocument of(Exposed exposed) {
      return new ExposureDocument(
          exposed.variant(),
          exposed.percent(),
          exposed.ring().orElse(null),
          new TreeMap<>(exposed.named()),
          exposed.by());
    }
  }

  /**
   * What only a running Curtain knows of a flag.
   *
   * @param denied whom it is off for, in words
   * @param scheduled what is to happen by itself
   * @param lastEvaluated by {@code service version}
   * @param unused no version that is live has evaluated it
   * @param dependants flags that wait for it
   * @param rollout how far it has been let out, where it is on its way
   * @param removal how far its removal is, where it was begun
   * @param definition in flagd's format, where one flag was asked for
   */
  public record LiveDocument(
      List<String> denied,
      List<ScheduledDocument> scheduled,
      Map<String, String> lastEvaluated,
      boolean unused,
      List<String> dependants,
      @Nullable FlagRolloutDocument rollout,
      @Nullable String awaitingApproval,
      @Nullable RemovalDocument removal,
      @Nullable Object definition) {}

  /**
   * A removal that was begun.
   *
   * @param ready nothing is open and nothing is unknown
   */
  public record RemovalDocument(
      String who, String since, List<RemovalStepDocument> steps, boolean ready) {}

  /**
   * @param done null: not known
   */
  public record RemovalStepDocument(String what, @Nullable Boolean done) {}

  /** Something that happens by itself. */
  public record ScheduledDocument(String at, String action, String who, String reason) {}

  /**
   * A flag on its way out.
   *
   * @param steps as they are written: {@code 10}, {@code ring=early}, {@code approve:50}
   * @param step which of them is in force, from 1
   * @param decision what the judge says now; null: it has not looked yet
   * @param waits why there is no next step yet; null: it has not looked yet
   * @param outcomes who says how users fare: {@code router} or {@code clients}
   */
  public record FlagRolloutDocument(
      String variant,
      List<String> steps,
      int step,
      double percent,
      String since,
      long everyMillis,
      @Nullable String decision,
      @Nullable String reason,
      @Nullable String waits,
      String outcomes) {}

  /** What was done to a flag, oldest first. */
  public record FlagHistoryDocument(String flag, List<FlagEventDocument> events) {}

  /**
   * One thing that was done.
   *
   * @param before its definition until then; null: there was none
   * @param evidence what the judge was shown, as {@code curtain judge} reads it
   */
  public record FlagEventDocument(
      String at,
      String action,
      String who,
      String reason,
      @Nullable Object before,
      @Nullable Object after,
      @Nullable Object evidence) {}

  /**
   * A change that was made.
   *
   * @param now null: it is gone
   * @param clients who followed changes when it was made
   * @param reached how many of them had it when this was answered
   * @param slowestMillis the slowest of those; null: none
   */
  public record FlagChangeDocument(
      String flag,
      String action,
      @Nullable FlagDocument now,
      int clients,
      int reached,
      @Nullable Double slowestMillis,
      boolean awaitingApproval) {}

  /** Who has which revision. */
  public record PropagationDocument(List<String> clients, List<SpreadDocument> changes) {}

  /** One change on its way, newest first. */
  public record SpreadDocument(
      String revision, List<ReachedDocument> reached, List<String> waiting, int gone) {}

  /** A client that has it. */
  public record ReachedDocument(String client, double millis) {}

  /** What is to be done about a definition. */
  public record FindingsDocument(List<FindingDocument> findings) {}

  /**
   * @param severity error or warning
   */
  public record FindingDocument(String severity, String file, String path, String message) {
    public static FindingDocument of(String severity, String file, Problem problem) {
      return new FindingDocument(severity, file, problem.path(), problem.message());
    }
  }
}
