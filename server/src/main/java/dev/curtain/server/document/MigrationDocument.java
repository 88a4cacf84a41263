package dev.curtain.server.document;

import dev.curtain.migration.gate.ContractGate;
import dev.curtain.migration.gate.ContractGate.Evidence;
import dev.curtain.migration.gate.VersionInUse;
import dev.curtain.migration.plan.Plan;
import dev.curtain.migration.run.Adopted;
import dev.curtain.migration.run.Runner;
import dev.curtain.migration.run.Standing;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A migration as its database has it.
 *
 * @param state running, ready, trial, contracted or rolled_back
 */
public record MigrationDocument(
    String migration,
    String state,
    boolean paused,
    String began,
    String changed,
    List<StepDocument> steps,
    List<PassDocument> passes,
    List<HappeningDocument> events) {
  public MigrationDocument {
    steps = List.copyOf(steps);
    passes = List.copyOf(passes);
    events = List.copyOf(events);
  }

  public record StepDocument(String step, String phase, String says, boolean done) {}

  /**
   * Something that happened to it.
   *
   * @param who asked for it; null where it came of itself
   * @param reason in their words
   */
  public record HappeningDocument(
      String at, String says, @Nullable String who, @Nullable String reason) {}

  /**
   * @param estimate of all rows; null where the database has none
   * @param held why nothing moves
   */
  public record PassDocument(
      String step, long rows, @Nullable Long estimate, long wrong, @Nullable String held) {}

  /**
   * Every migration of a database.
   *
   * @param adopted what other tools did to it before
   */
  public record MigrationsDocument(
      List<MigrationDocument> migrations, List<AdoptedDocument> adopted) {
    public MigrationsDocument {
      migrations = List.copyOf(migrations);
      adopted = List.copyOf(adopted);
    }

    public static MigrationsDocument of(List<Standing> migrations, List<Adopted> adopted) {
      return new MigrationsDocument(
          migrations.stream().map(MigrationDocument::of).toList(),
          adopted.stream()
              .map(each -> new AdoptedDocument(each.source(), each.versions()))
              .toList());
    }
  }

  /** How many versions of a tool's own history were taken over. */
  public record AdoptedDocument(String source, long versions) {}

  /**
   * What a migration would do.
   *
   * @param removes what the contract takes away
   * @param targets versions in use that would be no targets of a rollback any more, each with how
   *     it is in use; null where nobody was asked
   */
  public record MigrationPlanDocument(
      String migration,
      List<PlannedDocument> steps,
      List<String> removes,
      @Nullable List<String> targets,
      List<String> notes) {
    /** Where nobody was asked which versions are in use. */
    public static MigrationPlanDocument of(Plan plan) {
      return of(plan, Optional.empty());
    }

    /**
     * @param inUse every version that runs or that a rollback could bring back
     */
    public static MigrationPlanDocument of(Plan plan, List<VersionInUse> inUse) {
      return of(plan, Optional.of(inUse));
    }

    private static MigrationPlanDocument of(Plan plan, Optional<List<VersionInUse>> inUse) {
      return new MigrationPlanDocument(
          plan.migration().name(),
          plan.steps().stream()
              .map(step -> new PlannedDocument(step.id(), step.phase().word(), step.says()))
              .toList(),
          plan.disused().stream()
              .map(each -> each.table() + each.column().map(column -> "." + column).orElse(""))
              .toList(),
          plan.disused().isEmpty() || inUse.isEmpty()
              ? null
              : ContractGate.needing(Evidence.of(plan.migration().withoutOld(), inUse)).stream()
                  .map(VersionInUse::toString)
                  .toList(),
          plan.notes());
    }
  }

  public record PlannedDocument(String step, String phase, String says) {}

  /** Where a contraction is; {@code reasons} say why it is not further. */
  public record ContractionDocument(String migration, String state, List<String> reasons) {
    public static ContractionDocument of(String migration, Runner.Contraction contraction) {
      return new ContractionDocument(migration, contraction.state().word(), contraction.reasons());
    }
  }

  /**
   * @param wrong rows of which the shapes say different things; null where there is one shape only
   */
  public record VerificationDocument(String migration, @Nullable Long wrong, List<String> drift) {
    public static VerificationDocument of(String migration, Runner.Verification found) {
      Long wrong = found.wrong().isPresent() ? Long.valueOf(found.wrong().getAsLong()) : null;
      return new VerificationDocument(migration, wrong, found.drift());
    }
  }

  public static MigrationDocument of(Standing it) {
    return new MigrationDocument(
        it.name(),
        it.state().word(),
        it.paused(),
        it.began().toString(),
        it.changed().toString(),
        it.steps().stream()
            .map(step -> new StepDocument(step.id(), step.phase(), step.says(), step.done()))
            .toList(),
        it.passes().stream()
            .map(pass ->
                new PassDocument(
                    pass.step(),
                    pass.rows(),
                    pass.estimate() <= 0 ? null : pass.estimate(),
                    pass.wrong(),
                    pass.held().orElse(null)))
            .toList(),
        it.events().stream()
            .map(event ->
                new HappeningDocument(
                    event.at().toString(),
                    event.says(),
                    event.who().orElse(null),
                    event.why().orElse(null)))
            .toList());
  }
}
