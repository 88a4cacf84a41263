package dev.curtain.cli;

import dev.curtain.migration.run.Adopted;
import dev.curtain.migration.run.Runner;
import dev.curtain.migration.run.Standing;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.MigrationDocument.MigrationsDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code curtain migrate status}: the migrations of a database and how far they are. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Show the migrations that a database knows, and how far each is.",
    footer = {
      "",
      "Examples:",
      "  curtain migrate status --url jdbc:postgresql://db/shop",
      "  curtain migrate status --json"
    })
final class MigrateStatusCommand implements Callable<Integer> {
  private static final int LATEST = 5;

  @Mixin private final Settings settings;
  @Mixin private final Target target = new Target();
  @Mixin private Commands.Output output = new Commands.Output();

  MigrateStatusCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    List<Standing> all = new ArrayList<>();
    List<Adopted> adopted =
        Migrations.run(
            settings,
            target,
            Runner.Manner.STANDARD,
            runner -> {
              all.addAll(runner.status());
              return runner.adopted();
            });
    Screen screen = settings.screen();
    if (output.json()) {
      screen.line(Documents.pretty(MigrationsDocument.of(all, adopted)));
      return ExitCode.GOOD;
    }
    adopted.forEach(
        each -> screen.line("taken over: " + each.versions() + " versions by " + each.source()));
    if (all.isEmpty()) {
      screen.line("no migrations");
    }
    for (Standing each : all) {
      screen.line(
          screen.styled(each.name(), Screen.Style.BOLD)
              + "  "
              + each.state().word()
              + (each.paused() ? ", paused" : "")
              + ", began "
              + each.began());
      each.steps()
          .forEach(step ->
              screen.line(
                  "  " + (step.done() ? "✓" : "·") + " " + step.phase() + ": " + step.says()));
      each.passes()
          .forEach(pass ->
              screen.line(
                  String.format(
                      Locale.ROOT,
                      "    %s: %,d rows of about %,d%s",
                      pass.step(),
                      pass.rows(),
                      pass.estimate(),
                      pass.held().map(reason -> ", held: " + reason).orElse(""))));
      each.events().stream()
          .skip(Math.max(0, each.events().size() - LATEST))
          .forEach(event -> screen.line("    " + event.at() + "  " + words(event)));
    }
    return ExitCode.GOOD;
  }

  private static String words(Standing.Event event) {
    return event.says()
        + event.who().map(who -> ", " + who).orElse("")
        + event.why().map(why -> ": " + why).orElse("");
  }
}
