package dev.curtain.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

class CorpusTest {
  @Test
  void whatIsMarkedAcceptableHasNoSyntaxError() {
    Path cases = Corpus.directory("cases/sruja");
    SoftAssertions softly = new SoftAssertions();
    for (String line : Corpus.read(cases.resolve("index.tsv")).lines().skip(1).toList()) {
      List<String> columns = List.of(line.split("\t", -1));
      SyntaxTree.Parsed parsed = SyntaxTree.parse(Corpus.read(cases.resolve(columns.getFirst())));
      if (columns.get(1).equals("yes")) {
        softly.assertThat(parsed.diagnostics()).as(columns.getFirst()).isEmpty();
      } else if (columns.get(1).equals("no")) {
        softly.assertThat(parsed.diagnostics()).as(columns.getFirst()).isNotEmpty();
      }
    }
    softly.assertAll();
  }

  @Test
  void theSeedModelsHaveNoSyntaxError() {
    for (Path model : Corpus.models(Corpus.directory("models"))) {
      SyntaxTree.Parsed parsed = SyntaxTree.parse(Corpus.read(model));
      assertThat(parsed.diagnostics()).as(model.toString()).isEmpty();
    }
  }

  @Test
  void everyTreeIsTheWholeText() {
    List<Path> files = new ArrayList<>(Corpus.models(Corpus.directory("cases/sruja")));
    files.addAll(Corpus.models(Corpus.directory("models")));
    for (Path file : files) {
      String text = Corpus.read(file);
      assertThat(SyntaxTree.parse(text).tree().text()).as(file.toString()).isEqualTo(text);
    }
  }
}
