package dev.curtain.model;

/**
 * A comparison as a model writes it: {@code "> 1%"}, {@code "< 0.1%"}, {@code "500ms"}.
 *
 * @param comparison what stands before the quantity; {@link Comparison#NONE} where nothing does
 * @param quantity the rest, not yet read
 */
public record Threshold(Comparison comparison, String quantity) {
  /** The comparisons there are. */
  public enum Comparison {
    ABOVE(">"),
    AT_LEAST(">="),
    BELOW("<"),
    AT_MOST("<="),
    NONE("");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }

    /** Whether the comparison holds for large values. */
    public boolean upward() {
      return this == ABOVE || this == AT_LEAST;
    }

    /** Whether the comparison holds for small values. */
    public boolean downward() {
      return this == BELOW || this == AT_MOST;
    }
  }

  public static Threshold parse(String text) {
    String trimmed = text.strip();
    for (Comparison comparison :
        new Comparison[] {
          Comparison.AT_LEAST, Comparison.AT_MOST, Comparison.ABOVE, Comparison.BELOW
        }) {
      if (trimmed.startsWith(comparison.sign)) {
        return new Threshold(comparison, trimmed.substring(comparison.sign.length()).strip());
      }
    }
    return new Threshold(Comparison.NONE, trimmed);
  }
}
