package dev.curtain.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {
  private static List<String> relations(String text) {
    return ModelReader.read(text).model().relations().stream()
        .map(relation -> relation.from() + ">" + relation.to())
        .toList();
  }

  @Test
  void innerNamesComeFirst() {
    assertThat(
            relations(
                """
                DB = database "Shared"
                S = system "S" { API = container "A"  DB = database "Own"  API -> DB }
                T = system "T" { API = container "A"  API -> DB }
                """))
        .containsExactly("S.API>S.DB", "T.API>DB");
  }

  @Test
  void aUniqueLastPartIsEnough() {
    assertThat(
            relations("S = system { A = container { C = component } }\nT = system\nT -> C\nC -> T"))
        .containsExactly("T>S.A.C", "S.A.C>T");
    assertThat(relations("S = system { A = container { C = component } }\nT = system\nT -> A.C"))
        .containsExactly("T>S.A.C");
  }

  @Test
  void aRelationWithoutAStartBeginsAtItsElement() {
    assertThat(relations("T = system\nS = system { -> T \"uses\" }")).containsExactly("S>T");
  }

  @Test
  void arrowsPointWhereTheyPoint() {
    assertThat(relations("A = system\nB = system\nA <- B\nA <-> B\nA --> B"))
        .containsExactly("B>A", "A>B", "B>A", "A>B");
  }

  @Test
  void anUnknownNameIsAnErrorWithAGuess() {
    Models.diagnostics("Shop = system\nUser = person\nUser -> Shpo", "N001@3:9");
    assertThat(Models.only("Shop = system\nUser = person\nUser -> Shpo").hint())
        .isEqualTo("did you mean Shop?");
  }

  @Test
  void anAmbiguousNameListsWhatItMayMean() {
    String text = "S = system { X = container }\nT = system { X = container }\nU = person\nU -> X";
    Models.diagnostics(text, "N002@4:6");
    assertThat(Models.only(text).message()).isEqualTo("\"X\" may be S.X or T.X");
  }

  @Test
  void theSameNameInTwoSystemsIsNoDuplicate() {
    Models.diagnostics("S = system { X = container }\nT = system { X = container }");
  }

  @Test
  void theSamePathTwiceIs() {
    Models.diagnostics("S = system { X = container\nX = container }", "N003@2:1");
    assertThat(Models.only("S = system\nS = system").message())
        .isEqualTo("S is declared twice (first on line 1)");
  }

  @Test
  void extensionsAddToWhatIsThere() {
    String text =
        "S = system { A = container }\nextend S.A { technology \"Go\" C = component -> S }\n";
    SystemModel model = ModelReader.read(text).model();
    assertThat(model.elements()).extracting(Element::path).containsExactly("S", "S.A", "S.A.C");
    assertThat(model.elements().get(1).properties().text("technology")).contains("Go");
    Models.diagnostics("S = system { A = container }\nextend S { extend A { b 1 } }");
    Models.diagnostics("extend Nobody { a 1 }", "N001@1:8");
  }

  @Test
  void aRecordNamedInsideAnElementIsAReference() {
    SystemModel model =
        ModelReader.read("ADR1 = adr \"Use Go\"\nS = system \"S\" { adr ADR1 }").model();
    assertThat(model.elements()).extracting(Element::path).containsExactly("ADR1", "S");
    assertThat(model.elements().getLast().properties().text("adr")).contains("ADR1");
  }

  @Test
  void stepsMayNameElementsAndPlaces() {
    String model = "U = person\nS = system\ndeployment D { node CDN { containerInstance S } }\n";
    Models.diagnostics(model + "scenario X { U -> S \"a\"\n U -> CDN }");
    Models.diagnostics(model + "scenario X { U -> Nowhere }", "N008@4:19");
  }

  @Test
  void kindsAreBuiltInOrDeclared() {
    Models.diagnostics("bus = kind \"Bus\"\nE = bus \"Events\"");
    Models.diagnostics("specification { element domain }\nmodel { d = domain \"D\" }", "A001@1:1");
    Models.diagnostics("E = bus \"Events\"", "N007@1:1");
  }

  @Test
  void oldFormsAreNotedOnce() {
    Models.diagnostics("system S \"S\" {\n container A \"A\"\n}", "A001@1:1");
  }

  @Test
  void otherFilesAreNotReadAndThatIsSaid() {
    Models.diagnostics("import { * } from './shared.sruja'", "N009@1:19");
    Models.diagnostics("import { * } from 'sruja.ai/stdlib'");
  }
}
