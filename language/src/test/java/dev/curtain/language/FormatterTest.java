package dev.curtain.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FormatterTest {
  private static String format(String text) {
    return Formatter.format(text).orElseThrow();
  }

  private static List<String> comments(String text) {
    return SyntaxTree.parse(text).tree().tokens().stream()
        .filter(token -> token.kind() == TokenKind.COMMENT)
        .map(token -> token.text().stripTrailing())
        .toList();
  }

  private static void holds(String name, String text) {
    String formatted = format(text);
    assertThat(Dump.of(formatted)).as("meaning of " + name).isEqualTo(Dump.of(text));
    assertThat(comments(formatted)).as("comments of " + name).isEqualTo(comments(text));
    assertThat(format(formatted)).as("again " + name).isEqualTo(formatted);
  }

  @Test
  void everyModelThatIsReadKeepsItsMeaningAndItsComments() {
    List<Path> files = new ArrayList<>(Corpus.models(Corpus.directory("cases/sruja")));
    files.addAll(Corpus.models(Corpus.directory("models")));
    int formatted = 0;
    int changed = 0;
    for (Path file : files) {
      String text = Corpus.read(file);
      if (SyntaxTree.parse(text).diagnostics().isEmpty()) {
        holds(file.getFileName().toString(), text);
        formatted++;
        changed += format(text).equals(text) ? 0 : 1;
      }
    }
    assertThat(formatted).isGreaterThan(100);
    assertThat(changed).isGreaterThan(20);
  }

  /** Spaces and line ends are changed at random wherever that leaves a text readable. */
  @Test
  void howeverATextIsSpacedItKeepsItsMeaning() {
    SplittableRandom random = new SplittableRandom(7);
    String[] gaps = {"", " ", "  ", "\t", "\n", "\n\n\n", " // c\n", " /* c */ ", "\r\n", "\u00A0"};
    int held = 0;
    for (int round = 0; round < 1_500; round++) {
      StringBuilder text = new StringBuilder();
      for (Token token : SyntaxTree.parse(MODEL).tree().tokens()) {
        boolean shake = token.kind().isTrivia() && random.nextInt(12) == 0;
        text.append(shake ? gaps[random.nextInt(gaps.length)] : token.text());
      }
      if (SyntaxTree.parse(text.toString()).diagnostics().isEmpty()) {
        holds(text.toString(), text.toString());
        held++;
      }
    }
    assertThat(held).isGreaterThan(300);
  }

  private static final String MODEL =
      """
      import { * } from 'sruja.ai/stdlib'
      Shop = system "Shop" { // comment
        API = container "API" { technology "Go" slo { latency { p95 "200ms" } } }
        API -> DB "reads" [tag] /* block */
        A -[uses]-> B -> C
      }
      deployment P "Prod" {
        node A "A" { traffic 50 containerInstance Shop.API { replicas 3 version="v1" bound > 1% } }
      }
      view index { include *, Shop.** exclude [ tag = x ] }
      F = flow "F" { step A.b -> C "x" order 2 }
      """;

  @Test
  void blocksAreIndentedAndTokensAreOneSpaceApart() {
    assertThat(
            format(
                """


                Shop=system   "Shop"{
                      A = container "A"   { technology  "Go" }


                  // about B
                      B = container "B" { technology "Go"
                      port:8080 }   // behind B

                }
                A->Shop.B   "calls" [ x,y ]
                """))
        .isEqualTo(
            """
            Shop = system "Shop" {
              A = container "A" { technology "Go" }

              // about B
              B = container "B" {
                technology "Go"
                port: 8080
              } // behind B
            }
            A -> Shop.B "calls" [x, y]
            """);
  }

  @Test
  void aBlockThatDoesNotFitOnALineIsOpened() {
    String text = "a { b { " + "key \"some text\" ".repeat(5) + "} c { d 1 e 2 } " + "}\n";
    assertThat(format(text))
        .isEqualTo(
            """
            a {
              b { key "some text" key "some text" key "some text" key "some text" key "some text" }
              c { d 1 e 2 }
            }
            """);
  }

  @Test
  void windowsLineEndsStayWindowsLineEnds() {
    assertThat(format("A = system \"A\" {\r\nx 1\r\n}\r\n"))
        .isEqualTo("A = system \"A\" {\r\n  x 1\r\n}\r\n");
  }

  @Test
  void whatCannotBeReadIsLeftAlone() {
    assertThat(Formatter.format("A = system \"A\" {")).isEmpty();
  }

  @Test
  void nothingStaysNothing() {
    assertThat(format("")).isEmpty();
    assertThat(format(" \n\n")).isEmpty();
    assertThat(format("// only this")).isEqualTo("// only this\n");
  }
}
