package dev.curtain.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PropertiesTest {
  private static void check(String properties, String expected) {
    Element element =
        ModelReader.read("S = system \"S\" { " + properties + " }").model().elements().getFirst();
    assertThat(Shape.of(element.properties())).isEqualTo(expected);
  }

  @Test
  void valuesAreWhatTheTextHas() {
    check(
        "a 1 b 2.50 c true d \"x\" e v1 f [1, \"y\"]",
        "{a=1, b=2.50, c=true, d='x', e='v1', f=[1, 'y']}");
    check("slo { latency { p95 \"200ms\" } }", "{slo={latency={p95='200ms'}}}");
  }

  @Test
  void keysAreInSnakeCaseExceptWhereTheyAreSomebodysNames() {
    check(
        "maxUnavailable 1 errorRate \"1%\" min-replicas 2",
        "{max_unavailable=1, error_rate='1%', min_replicas=2}");
    check("env { LOG_LEVEL \"a\" dbUrl \"b\" }", "{env={LOG_LEVEL='a', dbUrl='b'}}");
    check("metadata { \"Team Name\" \"x\" }", "{metadata={Team Name='x'}}");
  }

  @Test
  void whatIsGivenSeveralTimesIsAList() {
    check("rule \"a\"\nrule \"b\"", "{rule=['a', 'b']}");
    check(
        "option \"A\" { pros \"p\" }\noption \"B\" { }",
        "{option=[{name='A', pros='p'}, {name='B'}]}");
    check("constraints { \"one\"\n\"two\" }", "{constraints=['one', 'two']}");
    check("#a #b\ntags [\"c\"]", "{tags=['a', 'b', 'c']}");
  }

  @Test
  void aFlagIsTrue() {
    check("external", "{external=true}");
  }

  @Test
  void whatHasOneValueMayBeGivenOnce() {
    Models.diagnostics(Models.instance("replicas 1 replicas 2"), "N006@3:50");
  }

  @Test
  void titlesAndDescriptionsMayStandInTheHead() {
    Element element =
        ModelReader.read("S = system \"Shop\" \"Sells things\"").model().elements().getFirst();
    assertThat(element.title()).isEqualTo("Shop");
    assertThat(element.properties().text("description")).contains("Sells things");
    assertThat(
            ModelReader.read("S = system { title \"Shop\" }").model().elements().getFirst().title())
        .isEqualTo("Shop");
  }

  @Test
  void scenariosAndViewsAreKept() {
    SystemModel model =
        ModelReader.read(
                "U = person\nS = system\nF = flow \"F\" { U -> S \"calls\" }\n"
                    + "view v of S \"V\" { include S.*, U\n exclude x\n autolayout lr }")
            .model();
    assertThat(Shape.of(model.elements().getLast().properties()))
        .isEqualTo("{steps=['U -> S: calls']}");
    assertThat(model.relations()).isEmpty();
    View view = model.views().getFirst();
    assertThat(view.include()).containsExactly("S.*", "U");
    assertThat(view.exclude()).containsExactly("x");
    assertThat(Shape.of(view.properties())).isEqualTo("{autolayout='lr', of='S'}");
  }

  @Test
  void relationsCarryTheirProperties() {
    Relation relation =
        ModelReader.read("A = system\nB = system\nA -> B \"x\" \"gRPC\" [t] { latency \"2s\" }")
            .model()
            .relations()
            .getFirst();
    assertThat(relation.label()).isEqualTo("x");
    assertThat(Shape.of(relation.properties()))
        .isEqualTo("{tags=['t'], latency='2s', technology='gRPC'}");
  }
}
