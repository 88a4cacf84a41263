package dev.curtain.migration.gate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Opens when no version in use needs the old shape and the database agrees. What is not known keeps
 * it shut.
 */
public final class ContractGate {
  private ContractGate() {}

  /**
   * What is known.
   *
   * @param withoutOld per service the versions that do not use the old shape
   * @param inUse every version that runs or that a rollback could bring back; empty where nobody
   *     could be asked
   * @param mismatches rows of which old and new shape say different things; empty where not counted
   * @param oldPathCalls writes in the old shape since the trial began; empty where not counted
   * @param trial for how long the old shape has been taken away on trial; empty where it is not
   * @param soak how long that has to be
   */
  public record Evidence(
      Map<String, Set<String>> withoutOld,
      Optional<List<VersionInUse>> inUse,
      OptionalLong mismatches,
      OptionalLong oldPathCalls,
      Optional<Duration> trial,
      Duration soak) {
    public Evidence {
      withoutOld = Map.copyOf(withoutOld);
      inUse = inUse.map(List::copyOf);
    }

    /** Before anything was counted or tried. */
    public static Evidence of(
        Map<String, Set<String>> withoutOld, Optional<List<VersionInUse>> inUse) {
      return new Evidence(
          withoutOld,
          inUse,
          OptionalLong.empty(),
          OptionalLong.empty(),
          Optional.empty(),
          Duration.ZERO);
    }

    /** {@code *} stands for every version of a service that never used the old shape. */
    boolean isWithoutOld(VersionInUse version) {
      Set<String> versions = withoutOld.getOrDefault(version.service(), Set.of());
      return versions.contains(version.version()) || versions.contains("*");
    }
  }

  /** The answer; shut for every one of {@code reasons}. */
  public record Answer(List<String> reasons) {
    public Answer {
      reasons = List.copyOf(reasons);
    }

    public boolean open() {
      return reasons.isEmpty();
    }
  }

  /** Whether no version known needs the old shape; it looks at no row. */
  public static Answer isUnused(Evidence evidence) {
    return evidence.inUse().isEmpty()
        ? new Answer(List.of("nobody said which versions are in use"))
        : new Answer(
            needing(evidence).stream()
                .map(version -> version + " and may need the old shape")
                .toList());
  }

  /** Versions in use that the contract would take the ground from. */
  public static List<VersionInUse> needing(Evidence evidence) {
    return evidence.inUse().stream()
        .flatMap(List::stream)
        .filter(version -> !evidence.isWithoutOld(version))
        .toList();
  }

  /** Whether the trial may begin: nobody known needs the old shape, and the rows agree. */
  public static Answer mayTry(Evidence evidence) {
    List<String> reasons = new ArrayList<>(isUnused(evidence).reasons());
    if (evidence.mismatches().isEmpty()) {
      reasons.add("the rows were not compared");
    } else if (evidence.mismatches().getAsLong() > 0) {
      reasons.add(
          evidence.mismatches().getAsLong() + " rows say different things in the two shapes");
    }
    return new Answer(reasons);
  }

  /** Whether the old shape may go. */
  public static Answer mayContract(Evidence evidence) {
    List<String> reasons = new ArrayList<>(mayTry(evidence).reasons());
    if (evidence.trial().isEmpty()) {
      reasons.add("the old shape was not taken away on trial");
    } else if (evidence.trial().get().compareTo(evidence.soak()) < 0) {
      reasons.add(
          "the trial has run for "
              + evidence.trial().get().toSeconds()
              + " s of "
              + evidence.soak().toSeconds()
              + " s");
    }
    if (evidence.oldPathCalls().isEmpty()) {
      reasons.add(
          "nobody counts writes in the old shape (track_functions = 'pl' makes PostgreSQL count)");
    } else if (evidence.oldPathCalls().getAsLong() > 0) {
      reasons.add(evidence.oldPathCalls().getAsLong() + " writes came in the old shape meanwhile");
    }
    return new Answer(reasons);
  }
}
