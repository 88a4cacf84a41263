package dev.curtain.model.choice;

import java.util.List;

/**
 * An answer to one of the five questions.
 *
 * @param says in a few words; what is missing where nothing answers it
 * @param from where in the model it stands, or what would say it
 * @param speaksFor the strategies it is in favour of
 * @param rulesOut those that cannot be, whatever else is said
 */
public record Answer(
    Question question,
    String says,
    Origin origin,
    String from,
    List<Way> speaksFor,
    List<Way> rulesOut) {
  public Answer {
    speaksFor = List.copyOf(speaksFor);
    rulesOut = List.copyOf(rulesOut);
  }

  /** What is asked. */
  public enum Question {
    DOWNTIME("May it be down while it changes?"),
    REPLICAS("How many replicas?"),
    BUDGET("What may a change cost?"),
    CRITICALITY("How critical is it?"),
    TRAFFIC("How much traffic?");

    private final String text;

    Question(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  /** Who answered. */
  public enum Origin {
    /** Whoever asks. */
    TOLD,
    /** The model, in so many words. */
    SAID,
    /** Something else that the model says. */
    INFERRED,
    /** Nobody; the answer speaks for nothing. */
    UNKNOWN
  }
}
