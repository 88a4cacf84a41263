package dev.curtain.rollout;

import dev.curtain.rollout.RolloutEvent.Command;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the members of a set do for each other: they go on together, and they go back together.
 * Whoever writes an event of one down writes what follows from it for the others in the same
 * moment, so that all of their routes are in the same table. Pure.
 */
public final class Unison {
  private Unison() {}

  /**
   * What has to happen to members now; empty: nothing.
   *
   * @param members all of them, in the order of the set
   */
  public static Map<String, RolloutEvent> follows(Instant at, List<RolloutState> members) {
    Optional<RolloutState> lost = members.stream().filter(Unison::wentBack).findFirst();
    return lost.isPresent() ? allBack(at, lost.get(), members) : forward(at, members);
  }

  private static boolean wentBack(RolloutState member) {
    return member.conclusion().filter(end -> end != Conclusion.PROMOTED).isPresent();
  }

  private static Map<String, RolloutEvent> allBack(
      Instant at, RolloutState lost, List<RolloutState> members) {
    Map<String, RolloutEvent> back = new LinkedHashMap<>();
    for (RolloutState member : members) {
      if (!wentBack(member) && !member.phase().ended() && member.warm()) {
        back.put(
            member.spec().id(),
            new RolloutEvent.Commanded(
                at,
                Command.ROLLBACK,
                member.spec().set().map(VersionSet::id).orElse("its set"),
                lost.spec().service()
                    + " does not go to "
                    + lost.spec().to()
                    + lost.reason().map(why -> " (" + why + ")").orElse("")));
      }
    }
    return back;
  }

  private static Map<String, RolloutEvent> forward(Instant at, List<RolloutState> members) {
    Map<String, RolloutEvent> met = new LinkedHashMap<>();
    boolean before = true;
    for (RolloutState member : members) {
      if (waitsAt(member).filter(meeting -> meeting == Step.Await.TURN).isPresent() && before) {
        met.put(member.spec().id(), new RolloutEvent.Met(at));
      }
      before = before && member.conclusion().isPresent();
    }
    Optional<Integer> meeting = waitsAt(members.getFirst());
    boolean all =
        meeting.filter(number -> number != Step.Await.TURN).isPresent()
            && members.stream().allMatch(member -> waitsAt(member).equals(meeting));
    if (all) {
      members.forEach(member -> met.put(member.spec().id(), new RolloutEvent.Met(at)));
    }
    return met;
  }

  /** The meeting that a member has come to; one that is held has not. */
  private static Optional<Integer> waitsAt(RolloutState member) {
    return !member.held() && member.currentStep().orElse(null) instanceof Step.Await await
        ? Optional.of(await.meeting())
        : Optional.empty();
  }
}
