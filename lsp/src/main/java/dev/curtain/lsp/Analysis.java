package dev.curtain.lsp;

import dev.curtain.language.SyntaxTree;
import dev.curtain.model.Element;
import dev.curtain.model.Occurrence;
import dev.curtain.model.Occurrences;
import dev.curtain.model.Resolution;
import dev.curtain.model.SystemModel;
import java.util.List;
import java.util.Optional;

/**
 * One text and everything known about it.
 *
 * @param uri as the editor calls it
 */
record Analysis(
    String uri, String text, Lines lines, Resolution resolution, List<Occurrence> occurrences) {

  static Analysis of(String uri, String text, Resolution resolution) {
    return new Analysis(uri, text, new Lines(text), resolution, Occurrences.of(resolution));
  }

  SystemModel model() {
    return resolution.model();
  }

  SyntaxTree tree() {
    return resolution.sources().getFirst().tree();
  }

  /** The name of this text that an offset touches. */
  Optional<Occurrence> at(int offset) {
    return occurrences.stream()
        .filter(each -> each.span().source() == 0)
        .filter(each -> each.span().offset() <= offset && offset <= each.span().endOffset())
        .findFirst();
  }

  Optional<Element> element(String path) {
    return model().elements().stream().filter(each -> each.path().equals(path)).findFirst();
  }
}
