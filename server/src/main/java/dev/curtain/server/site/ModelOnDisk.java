package dev.curtain.server.site;

import dev.curtain.language.Diagnostic;
import dev.curtain.model.Deployment;
import dev.curtain.model.ModelReader;
import dev.curtain.model.Resolution;
import dev.curtain.server.engine.ModelNow;
import dev.curtain.server.engine.Refused;
import dev.curtain.server.world.Entry;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What stands in the file of a model that was raised. */
final class ModelOnDisk implements ModelNow {
  private final Entry.Raised raised;
  private final Consumer<String> trouble;

  /**
   * @param trouble told where the file is gone, and the model is what was raised
   */
  ModelOnDisk(Entry.Raised raised, Consumer<String> trouble) {
    this.raised = raised;
    this.trouble = trouble;
  }

  @Override
  public Optional<Deployment> read() throws Refused {
    String file = raised.file();
    String text;
    try {
      text = FileSources.decode(Path.of(file));
    } catch (NoSuchFileException e) {
      trouble.accept(file + " is gone: versions run with what it said when it was raised");
      return Optional.empty();
    } catch (IOException e) {
      throw refused(file + " cannot be read (" + e.getMessage() + ")");
    }
    Resolution now = ModelReader.read(FileSources.name(file), text, new FileSources());
    if (now.text().equals(raised.text())) {
      return Optional.empty();
    }
    List<Diagnostic> errors = now.diagnostics().stream().filter(Diagnostic::isError).toList();
    if (!errors.isEmpty()) {
      Diagnostic first = errors.getFirst();
      throw refused(
          (first.span().source() == 0 ? file : now.source(first.span()))
              + ":"
              + first.span().line()
              + ":"
              + first.span().column()
              + ": error "
              + first.code()
              + ": "
              + first.message()
              + (errors.size() > 1 ? " (and " + (errors.size() - 1) + " more)" : ""));
    }
    return Optional.of(
        now.model().deployments().stream()
            .filter(each -> each.id().equals(raised.deployment()))
            .findFirst()
            .orElseThrow(() -> refused(file + " has no deployment " + raised.deployment())));
  }

  /** The way back needs no file, and stays. */
  private static Refused refused(String why) {
    return new Refused(
        Refused.Kind.CONFLICT,
        why
            + ". What a version runs with is read from the model when it is deployed: correct the"
            + " file and try again; rollback and undo need no file");
  }
}
