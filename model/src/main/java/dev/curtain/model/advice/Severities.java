package dev.curtain.model.advice;

import dev.curtain.language.Diagnostic;
import dev.curtain.language.Severity;
import dev.curtain.language.Span;
import dev.curtain.language.Statement;
import dev.curtain.language.Value;
import dev.curtain.model.Resolution;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How much a model wants its diagnostics to matter: {@code diagnostics { A003 off "one rack until
 * spring" }} at the top of a file. The file itself is asked before what it imports. What is an
 * error by itself stays one.
 */
final class Severities {
  static final Page NOT_HONOURED =
      new Page(
          "A016",
          Severity.WARNING,
          "a severity that the model asks for is not given",
          "In diagnostics { } stand codes with error, warning, info or off, and a reason: whoever"
              + " reads it next year has to know whether it still holds. A model with an error in"
              + " it cannot be used, whatever it is called, so errors stay errors.",
          """
          diagnostics {
            A003 off
          }
          """,
          """
          diagnostics {
            A003 off "one rack is all we have until spring"
          }
          """);

  private final Map<String, Optional<Severity>> wanted = new HashMap<>();
  private final Findings findings = new Findings();

  private Severities() {}

  static Severities of(List<Resolution.Source> sources) {
    Severities severities = new Severities();
    sources.forEach(source -> severities.walk(source.tree().statements()));
    return severities;
  }

  private void walk(List<Statement> statements) {
    for (Statement statement : statements) {
      if (statement instanceof Statement.Wrapper wrapper) {
        walk(wrapper.body().statements());
      } else if (statement instanceof Statement.Property property
          && property.key().text().equals("diagnostics")) {
        property.body().ifPresent(body -> body.statements().forEach(this::line));
      }
    }
  }

  private void line(Statement statement) {
    if (!(statement instanceof Statement.Property property)) {
      refuse(statement.span(), "this is no severity");
      return;
    }
    String code = property.key().text();
    Optional<Page> page = Catalogue.find(code);
    List<String> words = property.values().stream().map(Severities::word).toList();
    String asked = words.isEmpty() ? "" : words.getFirst();
    Optional<Severity> severity = severity(asked);
    if (page.isEmpty()) {
      refuse(property.span(), "there is no diagnostic " + code);
    } else if (severity.isEmpty() && !asked.equals("off")) {
      refuse(
          property.span(),
          code + ": \"" + asked + "\" (expected: error, warning, info or off, then a reason)");
    } else if (page.get().severity() == Severity.ERROR) {
      refuse(property.span(), code + " is an error by itself, and stays one");
    } else if (words.size() < 2 || words.get(1).isBlank()) {
      refuse(property.span(), code + " " + asked + " gives no reason, and is not honoured");
    } else {
      wanted.putIfAbsent(page.get().code(), severity);
    }
  }

  private void refuse(Span span, String message) {
    findings.add(
        NOT_HONOURED,
        span,
        message,
        "write diagnostics { A003 off \"why\" }, a line for each code");
  }

  private static Optional<Severity> severity(String word) {
    return switch (word) {
      case "error" -> Optional.of(Severity.ERROR);
      case "warning" -> Optional.of(Severity.WARNING);
      case "info", "note" -> Optional.of(Severity.INFO);
      default -> Optional.empty();
    };
  }

  private static String word(Value value) {
    return switch (value) {
      case Value.Text text -> text.text();
      case Value.Word word -> word.reference().text();
      case Value.Number _, Value.Truth _, Value.Items _ -> "";
    };
  }

  /** What is off is left out; the rest is as severe as was asked for. */
  List<Diagnostic> apply(List<Diagnostic> diagnostics) {
    return Stream.concat(findings.all().stream(), diagnostics.stream())
        .flatMap(found ->
            wanted.getOrDefault(found.code(), Optional.of(found.severity())).stream()
                .map(found::as))
        .toList();
  }
}
