package dev.curtain.simulation.invariant;

import dev.curtain.simulation.Invariant;
import java.util.List;

/** All of them. */
public final class Invariants {
  private Invariants() {}

  /** Fresh ones, for one service of one world. */
  public static List<Invariant> all() {
    return List.of(
        new ReadyOnly(),
        new WholeTraffic(),
        new SomebodyServes(),
        new RollbackByRouteAlone(),
        new RollbackAtOnce(),
        new RollbackAlwaysAllowed(),
        new PreviousStaysWhole(),
        new SoakIsReal(),
        new WatchIsReal(),
        new NoRequestCut(),
        new NoDataIsNotGood(),
        new HarmIsNotPromoted(),
        new FlawlessIsNotAborted(),
        new WrittenFirst(),
        new RecordRecomputes(),
        new StepsOnce(),
        new NoReplicaTwice(),
        new NeverAnOlderTable(),
        new RecordIsTrue(),
        new OneAtATime(),
        new CapacityDeclared(),
        new CapacityForShare(),
        new GapByPlanOnly(),
        new CopiesMeetNobody(),
        new GatesHold(),
        new ExperimentsDecide(),
        new SetsMoveAsOne(),
        new AllOrNothing(),
        new InTurn(),
        new RegionsInTurn(),
        new LeftOutMeetsNobody(),
        new GrownFirst(),
        new OwnConfiguration(),
        new NothingLeftBehind());
  }
}
