package dev.curtain.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code curtain init [FILE]}: a model to begin with. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = "Write a model to begin with: a service, where it runs and how it may change.",
    footer = {"", "Examples:", "  curtain init", "  curtain init deploy/shop.sruja"})
final class InitCommand implements Callable<Integer> {
  private static final String MODEL = "init.sruja";

  @Mixin private final Settings settings;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "What to write (${DEFAULT-VALUE}); a file that is there stays as it is.")
  private Path file = Path.of("curtain.sruja");

  InitCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    try (InputStream model =
        Objects.requireNonNull(InitCommand.class.getResourceAsStream(MODEL), MODEL)) {
      String text = new String(model.readAllBytes(), StandardCharsets.UTF_8);
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text.replace("FILE", file.toString()), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw Failure.couldNot(file + " is there already, and stays as it is; name another file", e);
    } catch (IOException e) {
      throw Failure.couldNot(file + ": cannot be written: " + e.getMessage(), e);
    }
    Screen screen = settings.screen();
    screen.line(file + " is a model to begin with. Try it:");
    screen.line("  curtain plan " + file + " --set App.API=v2");
    screen.line("  curtain rehearse " + file + " --set App.API=v2");
    return ExitCode.GOOD;
  }
}
