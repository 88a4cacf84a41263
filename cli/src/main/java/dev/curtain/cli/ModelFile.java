package dev.curtain.cli;

import dev.curtain.language.Diagnostic;
import dev.curtain.language.Severity;
import dev.curtain.model.Deployment;
import dev.curtain.model.ModelReader;
import dev.curtain.model.Resolution;
import dev.curtain.model.advice.Linter;
import dev.curtain.server.site.FileSources;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A model as a command was given it.
 *
 * @param text what stands in the file; {@link Resolution#text} has what it imports in it, too
 */
record ModelFile(String name, String text, Resolution resolution) {
  /** Reads a file, whatever is in it that is text. */
  static ModelFile read(String name) {
    String text = text(name);
    return new ModelFile(
        name, text, ModelReader.read(FileSources.name(name), text, new FileSources()));
  }

  /** As {@link #read}, with all advice there is. */
  static ModelFile lint(String name) {
    String text = text(name);
    return new ModelFile(name, text, Linter.lint(FileSources.name(name), text, new FileSources()));
  }

  /** Several files of which each could not be read. */
  static Failure all(List<Failure> unreadable) {
    return Failure.couldNot(
        unreadable.stream().map(Failure::getMessage).collect(Collectors.joining("\ncurtain: ")),
        unreadable.getFirst());
  }

  /** The text of a file. */
  static String text(String name) {
    Path path = Path.of(name);
    try {
      if (Files.isDirectory(path)) {
        throw Failure.couldNot(
            name + ": is a directory. Name the .sruja file in it", new IOException(name));
      }
      return FileSources.decode(path);
    } catch (NoSuchFileException e) {
      throw Failure.couldNot(name + ": no such file. Models end in .sruja; see examples/", e);
    } catch (CharacterCodingException e) {
      throw Failure.couldNot(
          name + ": is not text (expected: a Sruja model in UTF-8). Is it the right file?", e);
    } catch (IOException e) {
      throw Failure.couldNot(name + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** The name by which a message speaks of the file in which something stands. */
  String source(Diagnostic diagnostic) {
    return diagnostic.span().source() == 0 ? name : resolution.source(diagnostic.span());
  }

  /**
   * Reads a model that is to be acted on: with an error in it, its diagnostics are printed and the
   * command ends.
   */
  static ModelFile readValid(String name, Screen screen) {
    ModelFile file = read(name);
    if (file.resolution().hasErrors()) {
      List<Diagnostic> errors =
          file.resolution().diagnostics().stream().filter(Diagnostic::isError).toList();
      errors.forEach(each -> screen.message(describe(screen, file.source(each), each)));
      throw Failure.no(
          name
              + ": "
              + (errors.size() == 1 ? "1 error" : errors.size() + " errors")
              + ", nothing was started",
          new IllegalStateException(name));
    }
    return file;
  }

  /** The deployment asked for, or the only one; empty where the model places nothing. */
  Optional<Deployment> deployment(Optional<String> id) {
    List<Deployment> all = resolution().model().deployments();
    List<String> ids = all.stream().map(Deployment::id).toList();
    if (id.isPresent()) {
      return Optional.of(
          all.stream()
              .filter(each -> each.id().equals(id.get()))
              .findFirst()
              .orElseThrow(() ->
                  Failure.usage(
                      "--deployment "
                          + id.get()
                          + ": no such deployment"
                          + (ids.isEmpty()
                              ? ""
                              : " (there are: " + String.join(", ", ids) + ")"))));
    }
    if (all.size() > 1) {
      throw Failure.usage(
          name
              + " has "
              + all.size()
              + " deployments: choose one with --deployment "
              + String.join(" | ", ids));
    }
    return all.stream().findFirst();
  }

  /** {@code file:line:column: error D012: message} and, below it, what to do. */
  static String describe(Screen screen, String file, Diagnostic diagnostic) {
    Screen.Style style =
        switch (diagnostic.severity()) {
          case ERROR -> Screen.Style.RED;
          case WARNING -> Screen.Style.YELLOW;
          case INFO -> Screen.Style.BLUE;
        };
    String severity =
        diagnostic.severity() == Severity.INFO
            ? "note"
            : diagnostic.severity().name().toLowerCase(java.util.Locale.ROOT);
    String head =
        file
            + ":"
            + diagnostic.span().line()
            + ":"
            + diagnostic.span().column()
            + ": "
            + screen.styledErr(severity + " " + diagnostic.code(), style)
            + ": "
            + diagnostic.message();
    return diagnostic.hint().isEmpty()
        ? head
        : head + "\n    " + screen.styledErr(diagnostic.hint(), Screen.Style.DIM);
  }
}
