package dev.curtain.server.document;

import dev.curtain.server.world.Entry;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code curtain audit --json}: what was asked of the API, the latest first.
 *
 * @param total how many there are that fit, of which {@code actions} has the latest
 */
public record AuditDocument(int total, List<ActionDocument> actions) {
  public AuditDocument {
    actions = List.copyOf(actions);
  }

  /**
   * @param role of the key that was shown; empty where none is needed or none fitted
   * @param outcome {@code done}, {@code refused} or {@code failed}
   * @param answer why it was not done; empty where it was
   * @param unwritten refusals before this one that were too many to be written down each
   */
  public record ActionDocument(
      String at,
      String who,
      String role,
      String action,
      String target,
      String details,
      String reason,
      String from,
      String outcome,
      int status,
      String answer,
      long unwritten) {
    static ActionDocument of(Entry.Acted acted) {
      return new ActionDocument(
          acted.at().toString(),
          acted.who(),
          acted.role(),
          acted.action(),
          acted.target(),
          acted.details(),
          acted.reason(),
          acted.from(),
          acted.status() < 400 ? "done" : acted.status() < 500 ? "refused" : "failed",
          acted.status(),
          acted.answer(),
          acted.unwritten());
    }

    private boolean has(String text) {
      return String.join(" ", who, role, action, target, details, reason, from, answer)
          .toLowerCase(Locale.ROOT)
          .contains(text);
    }
  }

  /**
   * Which actions are wanted; empty: whatever it is.
   *
   * @param text anywhere in an action, whatever its case
   * @param most of them
   */
  public record Wanted(
      Optional<String> who,
      Optional<String> action,
      Optional<String> target,
      Optional<String> outcome,
      Optional<String> text,
      int most) {
    private boolean fits(ActionDocument each) {
      return who.filter(name -> !name.equals(each.who())).isEmpty()
          && action.filter(name -> !name.equals(each.action())).isEmpty()
          && target.filter(name -> !name.equals(each.target())).isEmpty()
          && outcome.filter(name -> !name.equals(each.outcome())).isEmpty()
          && text.filter(part -> !each.has(part.toLowerCase(Locale.ROOT))).isEmpty();
    }
  }

  /**
   * @param about all entries of the audit, the oldest first
   */
  public static AuditDocument of(List<Entry> about, Wanted wanted) {
    List<ActionDocument> fitting =
        about.stream()
            .filter(Entry.Acted.class::isInstance)
            .map(entry -> ActionDocument.of((Entry.Acted) entry))
            .filter(wanted::fits)
            .toList()
            .reversed();
    return new AuditDocument(fitting.size(), fitting.stream().limit(wanted.most()).toList());
  }
}
