package dev.curtain.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OccurrencesTest {
  private static final String TEXT =
      """
      gate = kind "Gate"
      Shop = system "Shop" {
        API = container "API"
        DB = database "DB"
        Front = gate "Front"
        API -> DB "reads"
      }
      Other = system "Other" { API = container "API" }
      Other.API -> Shop.API
      extend Shop { Front -> API }
      deployment P "P" { node A "A" { containerInstance Shop.API containerInstance DB } }
      view v of Shop { include Shop.*, DB exclude Other }
      view w extends v { include * }
      story S "S" { A -> Shop.API "x" }
      """;

  private static List<String> all(Symbol.Kind kind, String path) {
    return Occurrences.of(ModelReader.read(TEXT)).stream()
        .filter(each -> each.symbol().equals(new Symbol(kind, path)))
        .map(each ->
            each.span().line()
                + ":"
                + each.span().column()
                + (each.declaration() ? " declared " : " ")
                + TEXT.substring(each.span().offset(), each.span().endOffset()))
        .toList();
  }

  @Test
  void everyPartOfADottedNameIsNamed() {
    assertThat(all(Symbol.Kind.ELEMENT, "Shop.API"))
        .containsExactly(
            "3:3 declared API", "6:3 API", "9:19 API", "10:24 API", "11:56 API", "14:25 API");
    assertThat(all(Symbol.Kind.ELEMENT, "Shop"))
        .containsExactly(
            "2:1 declared Shop",
            "9:14 Shop",
            "10:8 Shop",
            "11:51 Shop",
            "12:11 Shop",
            "12:26 Shop",
            "14:20 Shop");
    assertThat(all(Symbol.Kind.ELEMENT, "Other.API"))
        .containsExactly("8:26 declared API", "9:7 API");
  }

  @Test
  void aShortNameMeansWhatItMeansThere() {
    assertThat(all(Symbol.Kind.ELEMENT, "Shop.DB"))
        .containsExactly("4:3 declared DB", "6:10 DB", "11:78 DB", "12:34 DB");
  }

  @Test
  void placesViewsAndKindsHaveNamesToo() {
    assertThat(all(Symbol.Kind.PLACE, "P/A")).containsExactly("11:25 declared A", "14:15 A");
    assertThat(all(Symbol.Kind.VIEW, "v")).containsExactly("12:6 declared v", "13:16 v");
    assertThat(all(Symbol.Kind.KIND, "gate")).containsExactly("1:1 declared gate", "5:11 gate");
  }
}
