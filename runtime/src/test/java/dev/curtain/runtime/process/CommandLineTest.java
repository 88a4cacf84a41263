package dev.curtain.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.curtain.runtime.ReplicaSpec;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandLineTest {
  @Test
  void a_line_is_split_at_blanks_outside_quotes() {
    check("java -jar  a.jar", "java", "-jar", "a.jar");
    check("run 'one argument' \"and another\"", "run", "one argument", "and another");
    check("a\"b c\"d ''", "ab cd", "");
    check("a\\ b \"say \\\"hi\\\"\" '\\'", "a b", "say \"hi\"", "\\");
  }

  @Test
  void placeholders_are_filled_after_splitting() {
    check("api-{version} --port={port}", "api-v1 ; rm -rf $HOME", "--port=8080");
    check("x {node} {replica} {node}", "x", "Local/A B", "api-1", "Local/A B");
  }

  @Test
  void nothing_means_anything_to_a_shell() {
    check(
        "echo $HOME `id` *; exit | cat > f && g",
        "echo",
        "$HOME",
        "`id`",
        "*;",
        "exit",
        "|",
        "cat",
        ">",
        "f",
        "&&",
        "g");
    check("curl {\"a\":1} ${HOME}x {}", "curl", "{a:1}", "$HOMEx".replace("HOME", "{HOME}"), "{}");
  }

  @Test
  void what_is_wrong_is_named() {
    refuse("java 'open", "a quote is not closed (expected: another ')");
    refuse("   ", "no command");
    refuse("'' x", "no command");
    refuse("java --port {prot}", "unknown placeholder {prot} (expected: {version}, {port}");
  }

  private static void check(String line, String... expected) {
    assertThat(CommandLine.arguments(line, spec())).containsExactly(expected);
  }

  private static void refuse(String line, String message) {
    assertThatThrownBy(() -> CommandLine.arguments(line, spec()))
        .hasMessageContaining("run \"" + line + "\": ")
        .hasMessageContaining(message);
  }

  private static ReplicaSpec spec() {
    return new ReplicaSpec(
        "api-1",
        "Shop.API",
        "v1 ; rm -rf $HOME",
        "Local/A B",
        8080,
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }
}
