package dev.curtain.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine;

/** The {@code curtain} command. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    int exitCode = run(args, Screen.of(System.getenv(), out, err), System.getenv());
    out.flush();
    System.exit(exitCode);
  }

  /** Runs one command; everything it needs of the outside is handed in. */
  static int run(String[] args, Screen screen, Map<String, String> environment) {
    Settings settings = new Settings(screen, environment);
    CommandLine line = Commands.all(settings);
    line.setOut(new PrintWriter(screen.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(screen.err(), true, StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler((error, command, _) -> report(settings, error, command));
    line.setParameterExceptionHandler((error, _) -> {
      screen.message("curtain: " + error.getMessage());
      CommandLine.UnmatchedArgumentException.printSuggestions(error, screen.err());
      screen.message("Try: curtain " + helpFor(error.getCommandLine()) + "--help");
      return ExitCode.USAGE;
    });
    return line.execute(args);
  }

  private static String helpFor(CommandLine command) {
    String whole = command.getCommandSpec().qualifiedName();
    return command.getParent() == null ? "" : whole.substring(whole.indexOf(' ') + 1) + " ";
  }

  private static int report(Settings settings, Exception error, CommandLine command) {
    Screen screen = settings.screen();
    switch (error) {
      case Failure failure -> {
        screen.message("curtain: " + failure.getMessage());
        if (settings.debug()) {
          failure.printStackTrace(screen.err());
        }
        return failure.exitCode();
      }
      case InterruptedException _ -> {
        return ExitCode.INTERRUPTED;
      }
      default -> {
        screen.message(
            "curtain: "
                + command.getCommandName()
                + " failed: "
                + error
                + ". This is a fault of curtain's own; --debug shows where");
        if (settings.debug()) {
          error.printStackTrace(screen.err());
        }
        return ExitCode.COULD_NOT;
      }
    }
  }
}
