package dev.curtain.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.language.Diagnostic;
import dev.curtain.model.Resolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LexiconTest {
  /** Where the block of a context stands. */
  private static final Map<String, String> BLOCKS =
      Map.ofEntries(
          Map.entry("file", "%s"),
          Map.entry("element", "X = system \"X\" { %s }"),
          Map.entry("deployment", "deployment P \"P\" { %s }"),
          Map.entry("node", "deployment P \"P\" { node A \"A\" { %s } }"),
          Map.entry("instance", instance("%s")),
          Map.entry("strategy", instance("%s")),
          Map.entry("slo", instance("slo { %s }")),
          Map.entry("availability", instance("slo { availability { %s } }")),
          Map.entry("latency", instance("slo { latency { %s } }")),
          Map.entry("error_rate", instance("slo { error_rate { %s } }")),
          Map.entry("throughput", instance("slo { throughput { %s } }")),
          Map.entry("auto_rollback", instance("auto_rollback { %s }")),
          Map.entry("canary", instance("canary { %s }")),
          Map.entry("rolling_update", instance("rolling_update { %s }")),
          Map.entry("recreate", instance("deployment_strategy \"recreate\" recreate { %s }")),
          Map.entry("shadow", instance("shadow { %s }")),
          Map.entry("ab", instance("ab { %s }")),
          Map.entry("audience", instance("ab { audience { header \"h\" values [\"v\"] %s } }")),
          Map.entry("ring", instance("rings { staff { header \"h\" values [\"v\"] %s } }")),
          Map.entry("gates", instance("gates { %s }")),
          Map.entry("gate", instance("gates { full { %s } }")),
          Map.entry("approval", instance("gates { full { approval { %s } } }")),
          Map.entry("window", instance("windows { %s }")),
          Map.entry("scale", "X = system \"X\" { scale { %s } }"),
          Map.entry("metadata", "X = system \"X\" { metadata { %s } }"),
          Map.entry("view", "view v { %s }"),
          Map.entry("style", "view v { style \"system\" { %s } }"));

  private static String instance(String inside) {
    return "X = system \"X\"\ndeployment P \"P\" { node A \"A\" { containerInstance X { "
        + inside
        + " } } }";
  }

  @Test
  void whateverIsOfferedCanBeRead() {
    List<String> wrong = new ArrayList<>();
    for (String context : Lexicon.contexts()) {
      String block = BLOCKS.get(context);
      assertThat(block).as(context).isNotNull();
      for (Lexicon.Key key : Lexicon.keys(context)) {
        String said = key.plain();
        boolean empty = said.matches("(?s)\\w+( \"\"|)\\s*") || said.contains("[\"\"]");
        if (!empty && !said.equals("exclude ") && !said.equals("containerInstance ")) {
          String text =
              String.format(String.valueOf(block).replace("%s", "%1$s"), "\n" + said + "\n");
          Resolution read = Marked.analysis(text).resolution();
          read.diagnostics().stream()
              .filter(Diagnostic::isError)
              .filter(each -> !List.of("D006", "D007", "N001").contains(each.code()))
              .forEach(each -> wrong.add(context + "." + key.name() + ": " + each + "\n" + text));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void aChoiceIsAmongWhatTheModelAccepts() {
    for (Lexicon.Key key : Lexicon.keys("strategy")) {
      for (String value : key.values()) {
        String text = instance(key.name() + " \"" + value + "\"");
        assertThat(Marked.analysis(text).resolution().hasErrors()).as(text).isFalse();
      }
    }
  }

  @Test
  void placesToFillInAreNotLeftInPlainText() {
    assertThat(Lexicon.key("element", "run").orElseThrow().plain())
        .isEqualTo("run \"java -jar api-{version}.jar --port {port}\"");
    assertThat(Lexicon.key("metadata", "cost").orElseThrow().plain())
        .isEqualTo("cost \"$500/month\"");
  }
}
