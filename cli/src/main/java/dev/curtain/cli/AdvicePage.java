package dev.curtain.cli;

import dev.curtain.cli.Screen.Style;
import dev.curtain.model.choice.Answer;
import dev.curtain.model.choice.Choice;
import dev.curtain.model.choice.Way;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What fits, as a page. */
final class AdvicePage {
  private final Screen screen;

  AdvicePage(Screen screen) {
    this.screen = screen;
  }

  void print(String file, String deployment, List<Choice> choices) {
    if (choices.isEmpty()) {
      screen.line(file + " places no service: there is nothing to choose a strategy for.");
      return;
    }
    screen.line(screen.styled(file, Style.BOLD) + " · " + deployment);
    choices.forEach(this::print);
    screen.line("");
    screen.line(screen.styled("When a version is bad", Style.BOLD));
    for (Way way : Way.values()) {
      screen.line("  %-11s who   %s".formatted(way.label(), way.seenBy()));
      screen.line("              long  " + way.lasts());
      screen.line("              back  " + way.undone());
      screen.line("              cost  " + way.costs());
    }
    screen.line("");
    screen.line(screen.styled("For other questions", Style.BOLD));
    screen.line("  real load without users: shadow · which version sells more: ab · group after");
    screen.line("  group in a large organisation: ring · afraid to deploy: a flag, then canary ·");
    screen.line("  the shape of data: curtain migrate, on a schedule of its own");
  }

  private void print(Choice choice) {
    screen.line("");
    screen.line(
        screen.styled(choice.service(), Style.BOLD)
            + "  "
            + screen.styled(choice.suggested().label(), choice.fits() ? Style.GREEN : Style.YELLOW)
            + (choice.fits()
                ? choice.present().equals(choice.suggested().label())
                    ? ", as the model has it"
                    : "; the model's " + choice.present() + " fits as well"
                : "; the model has " + choice.present()));
    for (Answer answer : choice.answers()) {
      boolean unknown = answer.origin() == Answer.Origin.UNKNOWN;
      screen.line(
          "  %-33s%-26s%s"
              .formatted(
                  answer.question().text(),
                  answer.says(),
                  screen.styled((unknown ? "say " : "") + answer.from(), Style.DIM)));
    }
    for (Choice.Ranked ranked : choice.ranking()) {
      screen.line(
          "  %-11s %s".formatted(ranked.way().label(), reasons(ranked, choice.answers().size())));
    }
    choice
        .tree()
        .contradiction()
        .ifPresent(why ->
            screen.line(
                "  The quick decision tree says " + choice.tree().says().label() + ": " + why));
    choice.notes().forEach(note -> screen.line("  " + note));
    choice.improvement().ifPresent(next -> screen.line("  Next: " + next));
    screen.line(
        "  Practise: curtain rehearse with a --fault, then curtain drill rollback "
            + choice.service());
  }

  private static String reasons(Choice.Ranked ranked, int questions) {
    if (!ranked.ruledOutBy().isEmpty()) {
      return "ruled out by " + words(ranked.ruledOutBy());
    }
    return ranked.votes() == 0
        ? "possible; nothing speaks for it"
        : ranked.votes() + " of " + questions + ": " + words(ranked.favoured());
  }

  private static String words(List<Answer.Question> questions) {
    return questions.stream()
        .map(each -> each.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}
