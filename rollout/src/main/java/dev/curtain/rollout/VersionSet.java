package dev.curtain.rollout;

import java.util.List;

/**
 * Versions of several services that belong together: all of them take over or none does.
 *
 * @param id of the set; the salt of its members' cohorts too, so that a user who meets the new
 *     version of one meets that of all
 * @param rollouts ids of its members; whoever is depended on comes first
 * @param inOrder one after the other; otherwise all change over in one route table
 */
public record VersionSet(String id, List<String> rollouts, boolean inOrder) {
  public VersionSet {
    rollouts = List.copyOf(rollouts);
  }
}
