package dev.curtain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** {@code --help}, of every command there is: a screen, and two examples at its end. */
class HelpTest {
  private static final int COLUMNS = 100;
  private static final int LINES = 40;

  private static final Map<String, CommandLine> COMMANDS = commands();

  private static Map<String, CommandLine> commands() {
    Screen screen = Screen.of(Map.of(), System.out, System.err);
    Map<String, CommandLine> all = new LinkedHashMap<>();
    walk(Commands.all(new Settings(screen, Map.of())), "curtain", all);
    return all;
  }

  private static void walk(CommandLine line, String typed, Map<String, CommandLine> all) {
    all.put(typed, line);
    line.getSubcommands().forEach((name, command) -> walk(command, typed + " " + name, all));
  }

  private static List<String> help(CommandLine command) {
    return command.getUsageMessage(Ansi.OFF).stripTrailing().lines().toList();
  }

  @Test
  void there_are_commands() {
    assertThat(COMMANDS).hasSizeGreaterThan(50).containsKey("curtain migrate lint");
  }

  @Test
  void every_command_is_listed_by_the_first_help() {
    CommandLine curtain = Objects.requireNonNull(COMMANDS.get("curtain"));
    String first = String.join("\n", help(curtain)) + "\n";
    curtain.getSubcommands().keySet().stream()
        .filter(name -> !name.equals("flags"))
        .forEach(name -> assertThat(first).containsPattern(" " + name + "[ \n]"));
  }

  @Test
  void help_fits_a_screen() {
    List<String> larger = new ArrayList<>();
    COMMANDS.forEach((typed, command) -> {
      List<String> lines = help(command);
      if (lines.size() > LINES || lines.stream().anyMatch(line -> line.length() > COLUMNS)) {
        larger.add(typed + ": " + lines.size() + " lines\n" + String.join("\n", lines));
      }
    });
    assertThat(larger).isEmpty();
  }

  @Test
  void help_ends_with_two_examples_of_the_command() {
    List<String> others = new ArrayList<>();
    COMMANDS.forEach((typed, command) -> {
      List<String> lines = help(command);
      List<String> examples = lines.subList(lines.indexOf("Examples:") + 1, lines.size());
      boolean fit =
          lines.contains("Examples:")
              && examples.size() == 2
              && examples.stream()
                  .allMatch(line ->
                      line.strip()
                          .replace("curtain flags", "curtain flag")
                          .startsWith(typed.replace("curtain flags", "curtain flag")));
      if (!fit) {
        others.add(typed + ": " + examples);
      }
    });
    assertThat(others).isEmpty();
  }

  @Test
  void every_option_is_explained_and_where_there_is_json_there_is_format_json() {
    COMMANDS.forEach((typed, command) -> {
      CommandSpec spec = command.getCommandSpec();
      assertThat(spec.options())
          .filteredOn(option -> !option.hidden())
          .allSatisfy(option ->
              assertThat(option.description()).as(typed + option.longestName()).isNotEmpty());
      assertThat(spec.optionsMap().containsKey("--json"))
          .as(typed)
          .isIn(spec.optionsMap().containsKey("--format"), false);
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "up ", "migrate lint ", "flags serve "})
  void help_is_a_result_and_no_message(String command) {
    Typed said = Typed.run((command + "--help").split(" "));
    assertThat(said.exitCode()).as(said.all()).isZero();
    assertThat(said.err()).isEmpty();
    assertThat(said.out()).startsWith("Usage: curtain").contains("Examples:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"validate x", "plan x", "status", "deploy A.B v2", "migrate lint x"})
  void an_option_that_is_not_there_is_wrong_usage(String command) {
    Typed said = Typed.run((command + " --no-such-option").split(" "));
    assertThat(said.exitCode()).as(said.all()).isEqualTo(2);
    assertThat(said.out()).isEmpty();
    assertThat(said.err())
        .contains("--no-such-option")
        .contains("Try: curtain " + command.replaceFirst(" (x|A\\.B v2)$", "") + " --help")
        .doesNotContain("\tat ");
  }
}
