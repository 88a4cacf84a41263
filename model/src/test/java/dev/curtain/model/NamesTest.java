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
    Models.diagnostics(
        "S = system\n"
            + "extend S.A.B { b 1 }\n"
            + "extend S.A { B = component }\n"
            + "extend S { A = container }");
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
  void aFileThatDeclaresNothingIsTakenAsNamed() {
    Models.diagnostics("view v { include * }");
    Models.diagnostics("view v of Shop { include Shop.API }", "N005@1:1");
    Models.diagnostics("scenario X { U -> S }", "N005@1:14");
  }

  @Test
  void whatViewsNameIsThere() {
    String model = "S = system { A = container { #core } }\ndeployment D { node N { } }\n";
    Models.diagnostics(
        model + "view v of S { include *, S.A, A, S.**, N, [tag=core] exclude [tag=\"core\"] }");
    Models.diagnostics(model + "view v { include * where tag is #x }\nview w extends v { }");
    Models.diagnostics(
        model + "view v of T { include S.B exclude [tag=cor] }\nview w extends u { }",
        "N013@3:11",
        "N013@3:23",
        "N013@3:35",
        "N013@4:16");
    assertThat(Models.only(model + "view v { include S.a }").hint()).isEqualTo("did you mean S.A?");
  }

  @Test
  void instancesOfOneElementDifferByNameOrNumber() {
    String model = "S = system { A = container }\n";
    Models.diagnostics(
        model + "d = deployment { n = node { x = containerInstance A y = containerInstance A } }");
    Models.diagnostics(
        model
            + "deployment D { node N { containerInstance A instanceId 1 containerInstance A"
            + " instanceId 2 } }");
    Models.diagnostics(
        model + "deployment D { node N { containerInstance A containerInstance A } }", "N004@2:45");
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
