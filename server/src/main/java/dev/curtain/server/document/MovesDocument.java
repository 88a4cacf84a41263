package dev.curtain.server.document;

import dev.curtain.flags.Moves;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who would move if a flag divided its users otherwise.
 *
 * @param asked users that were tried
 * @param percent of them that would move, 0..100
 * @param changes how many go from where to where
 * @param confirm the word without which the change is refused
 */
public record MovesDocument(
    String flag,
    int asked,
    int moved,
    double percent,
    Map<String, Integer> changes,
    List<String> examples,
    String confirm) {
  public static MovesDocument of(String flag, Moves moves, String word) {
    return new MovesDocument(
        flag,
        moves.asked(),
        moves.moved(),
        moves.asked() == 0 ? 0 : 100.0 * moves.moved() / moves.asked(),
        new TreeMap<>(moves.changes()),
        moves.examples(),
        word);
  }
}
