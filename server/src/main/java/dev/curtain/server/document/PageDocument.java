package dev.curtain.server.document;

import dev.curtain.model.advice.Page;
import java.util.Locale;

/** {@code curtain explain CODE --json}. */
public record PageDocument(
    String code, String severity, String title, String why, String wrong, String right) {
  public static PageDocument of(Page page) {
    return new PageDocument(
        page.code(),
        page.severity().name().toLowerCase(Locale.ROOT),
        page.title(),
        page.why(),
        page.wrong(),
        page.right());
  }
}
