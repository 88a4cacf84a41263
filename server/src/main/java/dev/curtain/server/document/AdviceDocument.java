package dev.curtain.server.document;

import dev.curtain.model.choice.Answer;
import dev.curtain.model.choice.Choice;
import dev.curtain.model.choice.Way;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code curtain advise --json}.
 *
 * @param deployment null where the model places nothing
 * @param strategies what happens under each when a version is bad
 */
public record AdviceDocument(
    String model,
    @Nullable String deployment,
    List<ServiceAdvice> services,
    List<StrategyCard> strategies) {

  /**
   * @param present the strategy that the model has
   * @param ranking the best first
   * @param improvement the one thing to do next; null: nothing is missing
   */
  public record ServiceAdvice(
      String service,
      String present,
      String suggested,
      boolean fits,
      List<AnswerDocument> answers,
      List<RankedDocument> ranking,
      TreeDocument decisionTree,
      List<String> notes,
      @Nullable String improvement) {}

  /**
   * @param origin told, said, inferred or unknown
   * @param from where it stands in the model, or what would say it
   */
  public record AnswerDocument(
      String question,
      String answer,
      String origin,
      String from,
      List<String> speaksFor,
      List<String> rulesOut) {}

  public record RankedDocument(String strategy, List<String> favouredBy, List<String> ruledOutBy) {}

  /**
   * @param contradiction why the five questions say something else; null where they agree
   */
  public record TreeDocument(String says, @Nullable String contradiction) {}

  public record StrategyCard(
      String strategy, String seenBy, String lasts, String undone, String costs) {}

  public static AdviceDocument of(String model, Optional<String> deployment, List<Choice> choices) {
    return new AdviceDocument(
        model,
        deployment.orElse(null),
        choices.stream().map(AdviceDocument::service).toList(),
        List.of(Way.values()).stream()
            .map(way ->
                new StrategyCard(way.label(), way.seenBy(), way.lasts(), way.undone(), way.costs()))
            .toList());
  }

  private static ServiceAdvice service(Choice choice) {
    return new ServiceAdvice(
        choice.service(),
        choice.present(),
        choice.suggested().label(),
        choice.fits(),
        choice.answers().stream()
            .map(each ->
                new AnswerDocument(
                    word(each.question()),
                    each.says(),
                    word(each.origin()),
                    each.from(),
                    labels(each.speaksFor()),
                    labels(each.rulesOut())))
            .toList(),
        choice.ranking().stream()
            .map(each ->
                new RankedDocument(
                    each.way().label(), words(each.favoured()), words(each.ruledOutBy())))
            .toList(),
        new TreeDocument(choice.tree().says().label(), choice.tree().contradiction().orElse(null)),
        choice.notes(),
        choice.improvement().orElse(null));
  }

  private static List<String> labels(List<Way> ways) {
    return ways.stream().map(Way::label).toList();
  }

  private static List<String> words(List<Answer.Question> questions) {
    return questions.stream().map(AdviceDocument::word).toList();
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
