package dev.curtain.flags.change;

/** Whom a change is for, as {@code customer=acme} or {@code region=eu}. */
public record Target(String attribute, String value) {
  public Target {
    if (attribute.isBlank() || value.isBlank()) {
      throw new EditRefused(
          "for: " + attribute + "=" + value + " (expected: customer=acme or region=eu)");
    }
  }

  public static Target of(String text) {
    int at = text.indexOf('=');
    return at < 0
        ? new Target(text, "")
        : new Target(text.substring(0, at).strip(), text.substring(at + 1).strip());
  }

  @Override
  public String toString() {
    return attribute + "=" + value;
  }
}
