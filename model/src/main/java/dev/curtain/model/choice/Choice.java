package dev.curtain.model.choice;

import java.util.List;
import java.util.Optional;

/**
 * Which strategy fits a service.
 *
 * @param service the element's path
 * @param present what the model has now, as it writes it
 * @param ranking all of them, the one that fits best first; those that are ruled out last
 * @param tree what the quick decision tree says
 * @param notes what else follows from the answers
 * @param improvement the one thing to do next; empty where nothing is missing
 */
public record Choice(
    String service,
    String present,
    List<Answer> answers,
    List<Ranked> ranking,
    Tree tree,
    List<String> notes,
    Optional<String> improvement) {
  public Choice {
    answers = List.copyOf(answers);
    ranking = List.copyOf(ranking);
    notes = List.copyOf(notes);
  }

  /** What fits best. */
  public Way suggested() {
    return ranking.getFirst().way();
  }

  /** Whether the model has it, or something that answers another question. */
  public boolean fits() {
    return ranking.stream()
        .filter(each -> each.way().label().equals(present))
        .allMatch(
            each -> each.ruledOutBy().isEmpty() && each.votes() == ranking.getFirst().votes());
  }

  /**
   * @param favoured by these answers
   * @param ruledOutBy these answers; empty: it can be
   */
  public record Ranked(Way way, List<Answer.Question> favoured, List<Answer.Question> ruledOutBy) {
    public Ranked {
      favoured = List.copyOf(favoured);
      ruledOutBy = List.copyOf(ruledOutBy);
    }

    public int votes() {
      return favoured.size();
    }
  }

  /**
   * @param contradiction why the questions say something else; empty where they agree
   */
  public record Tree(Way says, Optional<String> contradiction) {}
}
