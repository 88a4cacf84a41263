package dev.curtain.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.rollout.RolloutMachine;
import dev.curtain.simulation.invariant.AllOrNothing;
import dev.curtain.simulation.invariant.CapacityDeclared;
import dev.curtain.simulation.invariant.CapacityForShare;
import dev.curtain.simulation.invariant.CopiesMeetNobody;
import dev.curtain.simulation.invariant.ExperimentsDecide;
import dev.curtain.simulation.invariant.FlawlessIsNotAborted;
import dev.curtain.simulation.invariant.GapByPlanOnly;
import dev.curtain.simulation.invariant.GatesHold;
import dev.curtain.simulation.invariant.GrownFirst;
import dev.curtain.simulation.invariant.HarmIsNotPromoted;
import dev.curtain.simulation.invariant.InTurn;
import dev.curtain.simulation.invariant.Invariants;
import dev.curtain.simulation.invariant.LeftOutMeetsNobody;
import dev.curtain.simulation.invariant.NeverAnOlderTable;
import dev.curtain.simulation.invariant.NoDataIsNotGood;
import dev.curtain.simulation.invariant.NoReplicaTwice;
import dev.curtain.simulation.invariant.NoRequestCut;
import dev.curtain.simulation.invariant.NothingLeftBehind;
import dev.curtain.simulation.invariant.OneAtATime;
import dev.curtain.simulation.invariant.OwnConfiguration;
import dev.curtain.simulation.invariant.PreviousStaysWhole;
import dev.curtain.simulation.invariant.ReadyOnly;
import dev.curtain.simulation.invariant.RecordIsTrue;
import dev.curtain.simulation.invariant.RecordRecomputes;
import dev.curtain.simulation.invariant.RegionsInTurn;
import dev.curtain.simulation.invariant.RollbackAlwaysAllowed;
import dev.curtain.simulation.invariant.RollbackAtOnce;
import dev.curtain.simulation.invariant.RollbackByRouteAlone;
import dev.curtain.simulation.invariant.SetsMoveAsOne;
import dev.curtain.simulation.invariant.SoakIsReal;
import dev.curtain.simulation.invariant.SomebodyServes;
import dev.curtain.simulation.invariant.StepsOnce;
import dev.curtain.simulation.invariant.WatchIsReal;
import dev.curtain.simulation.invariant.WholeTraffic;
import dev.curtain.simulation.invariant.WrittenFirst;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whether the simulation would notice: every promise has an engine that breaks it, and the
 * promise's own invariant, alone, catches it. The sound engine is let pass by {@link WorldsTest}.
 */
class KillMatrixTest {
  /** It ends with the first that is caught; the rarest takes some ten thousand. */
  private static final int WORLDS = 40_000;

  private static final String STUCK = "NeverStuck";

  /**
   * An engine and the invariant that is to catch it; none: the world itself notices.
   *
   * @param first worlds in which it was once caught, where it hardly ever is: they are played first
   */
  record Mutant(
      String name, Optional<Supplier<Invariant>> caughtBy, Parts parts, List<Long> first) {
    Mutant(String name, Optional<Supplier<Invariant>> caughtBy, Parts parts) {
      this(name, caughtBy, parts, List.of());
    }

    Mutant rarely(Long... seeds) {
      return new Mutant(name, caughtBy, parts, List.of(seeds));
    }

    @Override
    public String toString() {
      return name + " is caught by " + caughtBy.map(each -> each.get().name()).orElse(STUCK);
    }
  }

  private static Mutant machine(String name, Supplier<Invariant> caughtBy, Machine broken) {
    return new Mutant(
        name,
        Optional.of(caughtBy),
        new Parts(broken, Controller::new, () -> List.of(caughtBy.get())));
  }

  private static Mutant controller(
      String name, Supplier<Invariant> caughtBy, Function<Site, Controller> broken) {
    return new Mutant(
        name,
        Optional.of(caughtBy),
        new Parts(RolloutMachine::apply, broken, () -> List.of(caughtBy.get())));
  }

  private static Mutant stuck(String name, Function<Site, Controller> broken) {
    return new Mutant(name, Optional.empty(), new Parts(RolloutMachine::apply, broken, List::of));
  }

  static Stream<Mutant> mutants() {
    return Stream.of(
        controller("routes to planned", ReadyOnly::new, BrokenControllers.RoutesToPlanned::new),
        controller(
                "does not look at who leaves",
                ReadyOnly::new,
                BrokenFleets.DoesNotLookAtWhoLeaves::new)
            .rarely(2_451L),
        controller("rounds down", WholeTraffic::new, BrokenControllers.RoundsDown::new),
        controller("trusts nobody", SomebodyServes::new, BrokenControllers.TrustsNobody::new),
        controller("takes the last", SomebodyServes::new, BrokenControllers.TakesTheLast::new),
        controller(
            "whoever goes is gone", SomebodyServes::new, BrokenControllers.WhoeverGoesIsGone::new),
        controller("believes the record", SomebodyServes::new, BrokenFleets.BelievesTheRecord::new),
        machine(
            "rollback waits for health",
            RollbackByRouteAlone::new,
            BrokenMachines::rollbackWaitsForHealth),
        controller("collects tables", RollbackAtOnce::new, BrokenControllers.CollectsTables::new),
        machine(
            "rollback waits for provisioning",
            RollbackAlwaysAllowed::new,
            BrokenMachines::rollbackWaitsForProvisioning),
        controller(
            "refuses while busy",
            RollbackAlwaysAllowed::new,
            BrokenControllers.RefusesWhileBusy::new),
        machine("previous makes room", PreviousStaysWhole::new, BrokenMachines::previousMakesRoom),
        machine("soak ends early", SoakIsReal::new, BrokenMachines::soakEndsEarly),
        controller(
            "believes its clock, soaking",
            SoakIsReal::new,
            BrokenControllers.BelievesItsClock::new),
        machine("watch ends early", WatchIsReal::new, BrokenMachines::watchEndsEarly),
        controller(
            "believes its clock, watching",
            WatchIsReal::new,
            BrokenControllers.BelievesItsClock::new),
        controller(
            "looks at its clock afterwards",
            WatchIsReal::new,
            BrokenControllers.LooksAtItsClockAfterwards::new),
        controller("was never away", WatchIsReal::new, BrokenControllers.WasNeverAway::new),
        controller(
            "stops without draining",
            NoRequestCut::new,
            BrokenControllers.StopsWithoutDraining::new),
        controller("stops once out", NoRequestCut::new, BrokenControllers.StopsOnceOut::new),
        controller("does not look back", NoRequestCut::new, BrokenControllers.DoesNotLookBack::new)
            .rarely(30_986L),
        machine("no data is good", NoDataIsNotGood::new, BrokenMachines::noDataIsGood),
        machine(
            "failures are not counted",
            HarmIsNotPromoted::new,
            BrokenMachines::failuresAreNotCounted),
        machine("silence is consent", HarmIsNotPromoted::new, BrokenMachines::silenceIsConsent)
            .rarely(279_485L, 458_484L),
        machine(
            "everything is a failure",
            FlawlessIsNotAborted::new,
            BrokenMachines::everythingIsAFailure),
        controller("does first", WrittenFirst::new, BrokenControllers.DoesFirst::new),
        controller(
            "keeps measurements in memory",
            RecordRecomputes::new,
            BrokenControllers.KeepsMeasurementsInMemory::new),
        machine("steps are skipped", StepsOnce::new, BrokenMachines::stepsAreSkipped),
        controller("starts again", NoReplicaTwice::new, BrokenControllers.StartsAgain::new),
        controller(
            "counts from the router",
            NeverAnOlderTable::new,
            BrokenControllers.CountsFromTheRouter::new),
        machine("any answer will do", RecordIsTrue::new, BrokenMachines::anyAnswerWillDo),
        controller("begins anyway", OneAtATime::new, BrokenControllers.BeginsAnyway::new),
        machine("rolling takes more", CapacityDeclared::new, BrokenMachines::rollingTakesMore),
        machine(
            "traffic before replicas",
            CapacityForShare::new,
            BrokenMachines::trafficBeforeReplicas),
        controller("groups as asked", WholeTraffic::new, BrokenControllers.GroupsAsAsked::new),
        machine("closes for a moment", GapByPlanOnly::new, BrokenMachines::closesForAMoment),
        machine("copies meet users", CopiesMeetNobody::new, BrokenMachines::copiesMeetUsers),
        machine("whoever knocks is let in", GatesHold::new, BrokenMachines::whoeverKnocksIsLetIn),
        machine(
            "whoever leads has won", ExperimentsDecide::new, BrokenMachines::whoeverLeadsHasWon),
        controller("tells them later", SetsMoveAsOne::new, BrokenSets.TellsThemLater::new),
        controller("each for itself", AllOrNothing::new, BrokenSets.EachForItself::new),
        controller("nobody waits for its turn", InTurn::new, BrokenSets.NobodyWaitsForItsTurn::new),
        machine("all regions at once", RegionsInTurn::new, BrokenMachines::allRegionsAtOnce),
        controller(
            "leaves before they grow", GrownFirst::new, BrokenRegions.LeavesBeforeTheyGrow::new),
        controller("forgets who is away", GrownFirst::new, BrokenRegions.ForgetsWhoIsAway::new),
        controller(
            "routes to who is left out",
            LeftOutMeetsNobody::new,
            BrokenRegions.RoutesToWhoIsLeftOut::new),
        controller(
            "reads the file again", OwnConfiguration::new, BrokenReleases.ReadsTheFileAgain::new),
        controller(
            "configures what serves",
            OwnConfiguration::new,
            BrokenReleases.ConfiguresWhatServes::new),
        controller(
            "comes back as the file says",
            OwnConfiguration::new,
            BrokenReleases.ComesBackAsTheFileSays::new),
        machine("nothing is cleared", NothingLeftBehind::new, BrokenMachines::nothingIsCleared),
        controller("wants too late", NothingLeftBehind::new, BrokenControllers.WantsTooLate::new),
        stuck("forgets effects", BrokenControllers.ForgetsEffects::new),
        stuck("forgets to begin", BrokenControllers.ForgetsToBegin::new));
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void everyBrokenEngineIsCaughtByThePromiseItBreaks(Mutant mutant) {
    String expected = mutant.caughtBy().map(each -> each.get().name()).orElse(STUCK);
    Optional<Violation> caught =
        LongStream.concat(
                mutant.first().stream().mapToLong(Long::longValue),
                LongStream.rangeClosed(1, WORLDS))
            .parallel()
            .mapToObj(seed ->
                new World(seed, Scenarios.draw(seed), mutant.parts(), false).run().violation())
            .flatMap(Optional::stream)
            .filter(violation -> violation.invariant().equals(expected))
            .findAny();
    assertThat(caught).as(mutant.toString()).isPresent();
  }

  @Test
  void everyInvariantHasAMutant() {
    Set<String> covered =
        mutants()
            .flatMap(mutant -> mutant.caughtBy().stream())
            .map(each -> each.get().name())
            .collect(Collectors.toSet());
    assertThat(Invariants.all().stream().map(Invariant::name)).allMatch(covered::contains);
  }
}
