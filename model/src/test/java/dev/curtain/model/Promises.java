package dev.curtain.model;

import dev.curtain.language.Diagnostic;
import dev.curtain.language.Formatter;
import dev.curtain.language.Span;
import dev.curtain.language.SyntaxTree;
import dev.curtain.language.Token;
import dev.curtain.model.advice.Linter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What holds of every text, whoever wrote it. */
final class Promises {
  private Promises() {}

  /** The first promise that a text breaks, in a sentence; empty where it breaks none. */
  static Optional<String> broken(String text) {
    try {
      return check(text);
    } catch (RuntimeException | StackOverflowError e) {
      StackTraceElement[] where = e.getStackTrace();
      return Optional.of("throws " + e + (where.length > 0 ? " at " + where[0] : ""));
    }
  }

  private static Optional<String> check(String text) {
    Resolution lint = Linter.lint(text);
    SyntaxTree tree = lint.sources().getFirst().tree();
    if (!tree.text().equals(text)) {
      return Optional.of("the tokens are not the text");
    }
    for (Diagnostic diagnostic : lint.diagnostics()) {
      Span span = diagnostic.span();
      if (span.offset() < 0
          || span.endOffset() < span.offset()
          || span.endOffset() > text.length()) {
        return Optional.of(diagnostic.code() + " stands outside the text");
      }
    }
    Resolution read = ModelReader.read(text);
    return formatted(text, read, tree)
        .or(() -> upgraded(text, read))
        .or(() -> read.hasErrors() ? Optional.empty() : edited(text, read));
  }

  private static Optional<String> formatted(String text, Resolution read, SyntaxTree tree) {
    Optional<String> formatted = Formatter.format(text);
    if (formatted.isEmpty()) {
      return Optional.empty();
    }
    if (!Formatter.format(formatted.get()).equals(formatted)) {
      return Optional.of("formatting twice is not formatting once");
    }
    if (!comments(SyntaxTree.parse(formatted.get()).tree()).equals(comments(tree))) {
      return Optional.of("formatting changes a comment");
    }
    return sameMeaning("formatting", read, formatted.get());
  }

  private static List<String> comments(SyntaxTree tree) {
    return tree.comments().stream().map(Token::text).map(String::stripTrailing).toList();
  }

  private static Optional<String> sameMeaning(String what, Resolution read, String text) {
    Resolution other = ModelReader.read(text);
    if (!Meaning.of(other.model()).equals(Meaning.of(read.model()))) {
      return Optional.of(what + " changes what the text means");
    }
    return codes(other).equals(codes(read))
        ? Optional.empty()
        : Optional.of(what + " changes what is said about the text");
  }

  /** Not in their order: they are in that of the text, and A001 is what an upgrade is for. */
  private static List<String> codes(Resolution read) {
    return read.diagnostics().stream()
        .map(Diagnostic::code)
        .filter(code -> !code.equals("A001"))
        .sorted()
        .toList();
  }

  private static Optional<String> upgraded(String text, Resolution read) {
    Optional<String> upgraded = Upgrade.of(text);
    if (upgraded.isEmpty()) {
      return Optional.empty();
    }
    if (!Upgrade.of(upgraded.get()).equals(upgraded)) {
      return Optional.of("upgrading twice is not upgrading once");
    }
    return sameMeaning("upgrading", read, upgraded.get());
  }

  private static Optional<String> edited(String text, Resolution read) {
    return read.model().deployments().stream()
        .flatMap(deployment -> deployment.nodes().stream())
        .flatMap(Promises::instances)
        .limit(3)
        .flatMap(instance -> edited(text, instance).stream())
        .findFirst();
  }

  private static Stream<Instance> instances(Node node) {
    return Stream.concat(
        node.instances().stream(), node.nodes().stream().flatMap(Promises::instances));
  }

  private static Optional<String> edited(String text, Instance instance) {
    String path = instance.path();
    Optional<String> edited = ModelEdits.set(text, path, "note_of_mine", "it's \"new\" \\ here");
    if (edited.isEmpty()) {
      return Optional.of("an edit does not find " + path);
    }
    boolean there =
        ModelReader.read(edited.get()).model().deployments().stream()
            .flatMap(deployment -> deployment.nodes().stream())
            .flatMap(Promises::instances)
            .filter(each -> each.path().equals(path))
            .flatMap(each -> each.properties().text("note_of_mine").stream())
            .anyMatch(value -> value.equals("it's \"new\" \\ here"));
    return there ? Optional.empty() : Optional.of("an edit of " + path + " is not read again");
  }
}
