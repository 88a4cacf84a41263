package dev.curtain.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CorpusTest {
  @Test
  void elementsAreThoseOfTheOutsideReading() {
    forEachCase((file, model, expected) -> {
      Set<String> elements = new TreeSet<>();
      model.elements().forEach(e -> elements.add(e.path() + " " + e.kind() + " " + e.title()));
      assertThat(elements).as(file).isEqualTo(rows(expected.get("elements")));
    });
  }

  /**
   * The outside reading puts the path of the body before every name in it, whether or not that
   * names anything; such relations between things that do not exist are left out here, and with
   * them what they would have been.
   */
  @Test
  void relationsAreThoseOfTheOutsideReadingWithWhatTheyImply() {
    int[] exact = {0};
    forEachCase((file, model, expected) -> {
      Set<String> known = new TreeSet<>();
      model.elements().forEach(element -> known.add(element.path()));
      Set<String> outside = new TreeSet<>();
      boolean unknown = false;
      for (JsonNode row : expected.get("relations")) {
        if (known.contains(row.get(0).asString()) && known.contains(row.get(1).asString())) {
          outside.add(row(row));
        } else {
          unknown = true;
        }
      }
      Set<String> found = new TreeSet<>();
      Stream.concat(model.relations().stream(), ImpliedRelations.of(model).stream())
          .filter(relation -> known.contains(relation.from()) && known.contains(relation.to()))
          .forEach(relation -> found.add(row(relation)));
      if (unknown) {
        Set<String> ends = new TreeSet<>();
        found.forEach(row -> ends.add(ends(row)));
        assertThat(outside).as(file).allMatch(row -> ends.contains(ends(row)));
      } else {
        exact[0]++;
        assertThat(found).as(file).isEqualTo(outside);
      }
    });
    assertThat(exact[0]).isGreaterThan(80);
  }

  private interface Case {
    void check(String file, SystemModel model, JsonNode expected);
  }

  private static void forEachCase(Case each) {
    Path cases = Corpus.directory("cases/sruja");
    JsonNode expected = JsonMapper.shared().readTree(Corpus.read(cases.resolve("models.json")));
    int[] checked = {0};
    expected.forEachEntry((file, model) -> {
      if (!model.get("elements").isNull()) {
        checked[0]++;
        each.check(file, ModelReader.read(Corpus.read(cases.resolve(file))).model(), model);
      }
    });
    assertThat(checked[0]).isGreaterThan(100);
  }

  private static String ends(String row) {
    return row.replaceFirst("^(\\S+ \\S+).*", "$1");
  }

  private static String row(Relation relation) {
    return relation.from() + " " + relation.to() + " " + relation.label();
  }

  private static String row(JsonNode row) {
    List<String> cells = new ArrayList<>();
    row.forEach(cell -> cells.add(cell.asString()));
    return String.join(" ", cells);
  }

  private static Set<String> rows(JsonNode rows) {
    Set<String> found = new TreeSet<>();
    for (JsonNode row : rows) {
      found.add(row(row));
    }
    return found;
  }

  /** The lesson's text has lost its indentation; its models have not lost their meaning. */
  @Test
  void theFlattenedLessonHoldsTheSameModels() {
    Path seeds = Corpus.directory("seeds");
    List<String> flat = models(Corpus.read(seeds.resolve("000_322ea5ae9f8adc21.txt")));
    List<String> indented = models(Corpus.read(seeds.resolve("001_2a4ccf8339a78ac7.txt")));
    assertThat(flat).hasSize(10);
    assertThat(indented).hasSize(10);
    for (int i = 0; i < 10; i++) {
      assertThat(Shape.of(ModelReader.read(flat.get(i))))
          .isEqualTo(Shape.of(ModelReader.read(indented.get(i))));
    }
  }

  @Test
  void theModelsOfTheLessonAreTheSeedModels() {
    Path lesson = Corpus.directory("seeds").resolve("001_2a4ccf8339a78ac7.txt");
    List<String> found = models(Corpus.read(lesson));
    List<Path> files = Corpus.models(Corpus.directory("models"));
    assertThat(found).hasSameSizeAs(files);
    for (int i = 0; i < files.size(); i++) {
      assertThat(Shape.of(ModelReader.read(found.get(i))))
          .isEqualTo(Shape.of(ModelReader.read(Corpus.read(files.get(i)))));
    }
  }

  /** The first two models of the lesson end with what they show, the others with their view. */
  private static List<String> models(String lesson) {
    Pattern model =
        Pattern.compile(
            "^(// This is (LOGICAL|PHYSICAL).*?(?=^This shows:)|import \\{ \\*.*?include"
                + " \\*\\s*\\})",
            Pattern.MULTILINE | Pattern.DOTALL);
    return model.matcher(lesson).results().map(MatchResult::group).toList();
  }
}
