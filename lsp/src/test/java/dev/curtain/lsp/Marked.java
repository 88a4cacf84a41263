package dev.curtain.lsp;

import dev.curtain.model.Sources;
import dev.curtain.model.advice.Linter;

/** A text in which a bar says where somebody is. */
record Marked(Analysis analysis, int offset) {
  static Marked of(String text) {
    int offset = text.indexOf('|');
    String without = text.substring(0, offset) + text.substring(offset + 1);
    return new Marked(analysis(without), offset);
  }

  static Analysis analysis(String text) {
    return Analysis.of("untitled:x", text, Linter.lint("untitled:x", text, Sources.NONE));
  }
}
