package dev.curtain.lsp;

import dev.curtain.language.Edits.Edit;
import java.util.Comparator;
import java.util.List;

/**
 * One way to deal with a diagnostic.
 *
 * @param edits of the text, none of which touch
 * @param best whether it is what most people would do
 */
record Fix(String title, List<Edit> edits, boolean best) {
  Fix {
    edits = List.copyOf(edits);
  }

  static Fix replace(String title, int from, int to, String text) {
    return new Fix(title, List.of(new Edit(from, to, text)), true);
  }

  static Fix of(String title, Edit edit) {
    return new Fix(title, List.of(edit), true);
  }

  Fix orElse() {
    return new Fix(title, edits, false);
  }

  String applyTo(String text) {
    String result = text;
    for (Edit edit :
        edits.stream().sorted(Comparator.comparingInt(each -> -each.from())).toList()) {
      result = edit.applyTo(result);
    }
    return result;
  }
}
