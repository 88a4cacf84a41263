package dev.curtain.cli;

import dev.curtain.language.Diagnostic;
import dev.curtain.language.Formatter;
import dev.curtain.language.SyntaxTree;
import dev.curtain.model.Upgrade;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code curtain fmt FILE...}: the one form that all models share. */
@Command(
    name = "fmt",
    mixinStandardHelpOptions = true,
    description =
        "Format models in place; every comment and every empty line between paragraphs stays.",
    footer = {
      "",
      "Examples:",
      "  curtain fmt shop.sruja",
      "  curtain fmt --upgrade --check old.sruja"
    })
final class FmtCommand implements Callable<Integer> {
  @Mixin private final Settings settings;

  @Option(names = "--check", description = "Change nothing; exit 1 where something would change.")
  private boolean check;

  @Option(
      names = "--upgrade",
      description = "Also write old forms of the language as one writes them today.")
  private boolean upgrade;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Models to format.")
  private List<String> files = new ArrayList<>();

  FmtCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    Screen screen = settings.screen();
    boolean good = true;
    List<Failure> failures = new ArrayList<>();
    for (String name : files) {
      try {
        good &= format(name, screen);
      } catch (Failure e) {
        // The others are formatted all the same.
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      throw ModelFile.all(failures);
    }
    return good ? ExitCode.GOOD : ExitCode.NO;
  }

  /** Whether there was nothing to say against the file. */
  private boolean format(String name, Screen screen) {
    String text = ModelFile.text(name);
    Optional<String> formatted =
        (upgrade ? Upgrade.of(text) : Optional.of(text)).flatMap(Formatter::format);
    if (formatted.isEmpty()) {
      for (Diagnostic diagnostic : SyntaxTree.parse(text).diagnostics()) {
        screen.message(ModelFile.describe(screen, name, diagnostic));
      }
      screen.message(name + ": left as it is, because it cannot be read without errors");
      return false;
    }
    if (formatted.get().equals(text)) {
      return true;
    }
    if (!check) {
      write(name, formatted.get());
    }
    screen.line(name);
    return !check;
  }

  /** Whole or not at all: a model is never left half written. */
  private static void write(String name, String text) {
    try {
      Path target = Path.of(name).toRealPath();
      Path fresh = Files.createTempFile(target.getParent(), ".curtain-fmt", null);
      try {
        Files.writeString(fresh, text, StandardCharsets.UTF_8);
        if (Files.getFileStore(target).supportsFileAttributeView("posix")) {
          Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(target));
        }
        Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      throw Failure.couldNot(name + ": cannot be written: " + e.getMessage(), e);
    }
  }
}
