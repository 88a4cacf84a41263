package dev.curtain.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Any text at all is read, in time, and is its tree. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzTest {
  private static final String MODEL =
      """
      import { * } from 'sruja.ai/stdlib'
      Shop = system "Shop" { // comment
        API = container "API" { technology "Go" slo { latency { p95 "200ms" } } }
        API -> DB "reads" [tag] /* block */
      }
      deployment P "Prod" {
        node A "A" { traffic 50 containerInstance Shop.API { replicas 3 version="v1" env { A_B: 'x' } } }
      }
      view index { include *, Shop.** exclude x }
      F = flow "F" { step A.b -> C "x" order 2 }
      """;
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "\"",
          "'",
          "\"\"\"",
          "->",
          "-[",
          "<-",
          "=",
          ":",
          ".",
          ",",
          "/*",
          "*/",
          "//",
          "\n",
          "\r",
          "\r\n",
          " ",
          "#",
          "@",
          "*",
          "step ",
          "view ",
          "node ",
          "import ",
          "extend ",
          "from ",
          "\\",
          "“",
          "\uFEFF",
          "\uD83D",
          "\uDE00",
          "é",
          "9",
          "5%",
          "…",
          "$",
          "\t",
          "of ",
          "include ",
          "tags ",
          "system ");

  @Test
  void mutatedModelsAreReadWithoutLoss() {
    SplittableRandom random = new SplittableRandom(20260101);
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder(MODEL);
      int changes = 1 + random.nextInt(6);
      for (int i = 0; i < changes; i++) {
        mutate(text, random);
      }
      check(text.toString());
    }
  }

  private static void mutate(StringBuilder text, SplittableRandom random) {
    int at = random.nextInt(text.length() + 1);
    int length = Math.min(random.nextInt(12), text.length() - at);
    switch (random.nextInt(4)) {
      case 0 -> text.delete(at, at + length);
      case 1 -> text.insert(at, text.substring(at, at + length));
      case 2 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
      default -> text.replace(at, at + length, PIECES.get(random.nextInt(PIECES.size())));
    }
  }

  @Test
  void everyBeginningOfATextIsReadWithoutLoss() {
    String text = MODEL + "view v { include [a = b";
    for (int length = 0; length <= text.length(); length++) {
      check(text.substring(0, length));
      check(text.substring(length));
    }
  }

  @Test
  void heapsOfPiecesAreReadWithoutLoss() {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      int size = random.nextInt(40);
      for (int i = 0; i < size; i++) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      check(text.toString());
    }
  }

  private static void check(String text) {
    assertThatCode(
            () -> {
              SyntaxTree.Parsed parsed = SyntaxTree.parse(text);
              assertThat(parsed.tree().text()).isEqualTo(text);
              for (Diagnostic diagnostic : parsed.diagnostics()) {
                Span span = diagnostic.span();
                assertThat(span.offset()).isBetween(0, text.length());
                assertThat(span.endOffset()).isBetween(span.offset(), text.length());
                assertThat(span.column()).isPositive();
              }
            })
        .as(text)
        .doesNotThrowAnyException();
  }

  /** Texts on which a careless reader takes quadratic time: each is read within the time limit. */
  @Test
  void badTextsTakeNoLongerThanGoodOnes() {
    for (String piece :
        List.of(
            "\\\"\n",
            "'a\n",
            "\"a\n",
            "“a ",
            "/* /* */\n",
            "{",
            "}",
            "[",
            "a -> ",
            "\"\"\" ",
            "a {\n",
            "( ",
            "a.",
            "view x { include ",
            "x = ",
            "A = system \"x\n",
            "import { ")) {
      String text = piece.repeat(300_000);
      assertThat(SyntaxTree.parse(text).tree().text()).hasSameSizeAs(text);
    }
  }
}
