package dev.curtain.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.FoldingRange;
import org.eclipse.lsp4j.Position;
import org.junit.jupiter.api.Test;

class OutlinesTest {
  private static final String MODEL =
      """
      // One
      // two
      Shop = system "Shop" {
        API = container "API" {
          run \"""
            many
          \"""
        }
      }
      deployment P "P" { node A "A" { containerInstance Shop.API { version "v1" } } }
      view v { include * }
      """;

  @Test
  void symbolsAreTheTreeOfDeclarations() {
    List<DocumentSymbol> symbols = Outlines.symbols(Marked.analysis(MODEL));
    assertThat(symbols).extracting(DocumentSymbol::getName).containsExactly("Shop", "P", "v");
    DocumentSymbol instance = symbols.get(1).getChildren().getFirst().getChildren().getFirst();
    assertThat(instance.getName()).isEqualTo("Shop.API");
    assertThat(instance.getDetail()).isEqualTo("v1");
    for (DocumentSymbol symbol : symbols) {
      // A client refuses a selection outside of its symbol.
      assertThat(symbol.getSelectionRange().getEnd().getLine())
          .isLessThanOrEqualTo(symbol.getRange().getEnd().getLine());
    }
  }

  @Test
  void blocksAndCommentsFold() {
    assertThat(Outlines.folds(Marked.analysis(MODEL)))
        .extracting(FoldingRange::getStartLine, FoldingRange::getEndLine)
        .contains(
            org.assertj.core.groups.Tuple.tuple(0, 1),
            org.assertj.core.groups.Tuple.tuple(2, 7),
            org.assertj.core.groups.Tuple.tuple(3, 6));
  }

  /** Decoded as an editor does. */
  @Test
  void everyWordHasItsColour() {
    Analysis analysis = Marked.analysis(MODEL);
    List<Integer> data = Colours.of(analysis);
    StringBuilder decoded = new StringBuilder();
    int line = 0;
    int column = 0;
    for (int i = 0; i < data.size(); i += 5) {
      column = data.get(i) == 0 ? column + data.get(i + 1) : data.get(i + 1);
      line += data.get(i);
      int from = analysis.lines().offset(new Position(line, column));
      decoded
          .append(analysis.text(), from, from + data.get(i + 2))
          .append(':')
          .append(Colours.TYPES.get(data.get(i + 3)))
          .append(data.get(i + 4) == 1 ? "! " : " ");
    }
    assertThat(decoded.toString())
        .startsWith(
            "// One:comment // two:comment Shop:class! =:operator system:type \"Shop\":string")
        .contains("run:property \"\"\":string       many:string     \"\"\":string")
        .contains(
            "node:keyword A:namespace! \"A\":string containerInstance:keyword Shop:class API:class"
                + " version:property")
        .contains("view:keyword v:variable! include:keyword *:operator");
  }

  @Test
  void positionsAreThoseOfTheProtocol() {
    Lines lines = new Lines("a\r\nb\rc\n𝄞d");
    assertThat(lines.offset(new Position(1, 0))).isEqualTo(3);
    assertThat(lines.offset(new Position(0, 99))).isEqualTo(1);
    assertThat(lines.offset(new Position(9, 0))).isEqualTo(10);
    assertThat(lines.position(9)).isEqualTo(new Position(3, 2));
    assertThat(lines.position(5)).isEqualTo(new Position(2, 0));
  }
}
