package dev.curtain.server.document;

import dev.curtain.rollout.RolloutState;
import dev.curtain.rollout.VersionSet;
import dev.curtain.router.Measures;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code curtain show SET --json}: versions that take over together or not at all.
 *
 * @param order {@code together}: in one route table; {@code dependencies}: one after the other
 * @param outcome {@code promoted} once all are, {@code rolled_back} once all are back; null until
 *     then
 * @param members their rollouts, whoever is depended on first
 */
public record SetDocument(
    String id, String order, @Nullable String outcome, List<RolloutDocument> members) {
  public SetDocument {
    members = List.copyOf(members);
  }

  public static SetDocument of(
      VersionSet set, List<RolloutState> members, Optional<Measures> measures) {
    return new SetDocument(
        set.id(),
        set.inOrder() ? "dependencies" : "together",
        outcome(members),
        members.stream().map(member -> RolloutDocument.live(member, measures)).toList());
  }

  private static @Nullable String outcome(List<RolloutState> members) {
    if (!members.stream().allMatch(member -> member.phase().ended())) {
      return null;
    }
    boolean promoted =
        members.stream().allMatch(member -> member.phase() == dev.curtain.rollout.Phase.PROMOTED);
    return promoted ? "promoted" : "rolled_back";
  }
}
