package dev.curtain.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.language.Diagnostic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImportsTest {
  private final Map<String, String> files = new HashMap<>();

  private Resolution read(String text) {
    files.put("model.sruja", text);
    return ModelReader.read("model.sruja", text, this::find);
  }

  private Sources.Found find(String importer, String target) {
    String folder =
        importer.contains("/") ? importer.substring(0, importer.lastIndexOf('/') + 1) : "";
    String name = folder + target.replaceFirst("^\\./", "");
    return files.containsKey(name)
        ? new Sources.Found.Source(name, files.get(name))
        : new Sources.Found.Missing("no such file");
  }

  private static List<String> paths(Resolution read) {
    return read.model().elements().stream().map(Element::path).toList();
  }

  private static List<String> said(Resolution read) {
    return read.diagnostics().stream()
        .map(each ->
            read.source(each.span())
                + ":"
                + each.span().line()
                + ":"
                + each.span().column()
                + " "
                + each.code())
        .toList();
  }

  @Test
  void everythingOfAFileComesWithAStar() {
    files.put(
        "shop.sruja",
        """
        gateway = kind "Gateway"
        Shop = system "Shop" { API = container "API" }
        Edge = gateway "Edge"
        Edge -> Shop.API "forwards"
        """);
    Resolution read =
        read(
            """
            import { * } from './shop.sruja'
            deployment P "P" { node A "A" { multi_az true containerInstance Shop.API } }
            """);
    assertThat(read.diagnostics()).isEmpty();
    assertThat(paths(read)).containsExactly("Shop", "Shop.API", "Edge");
    assertThat(read.model().relations()).hasSize(1);
    assertThat(read.model().deployments().getFirst().services()).hasSize(1);
  }

  @Test
  void namesBringWhatTheyNameAndTheRelationsBetweenIt() {
    files.put(
        "all.sruja",
        """
        A = system "A"
        B = system "B" { C = container "C" }
        D = system "D"
        A -> B.C "x"
        A -> D "y"
        """);
    Resolution read = read("import { A, B } from './all.sruja'\n");
    assertThat(read.diagnostics()).isEmpty();
    assertThat(paths(read)).containsExactly("A", "B", "B.C");
    assertThat(read.model().relations()).extracting(Relation::label).containsExactly("x");
  }

  @Test
  void pathsAreRelativeToTheFileThatImports() {
    files.put("parts/shop.sruja", "import { * } from './kinds.sruja'\nShop = system \"Shop\"\n");
    files.put("parts/kinds.sruja", "User = person \"User\"\n");
    assertThat(paths(read("import \"parts/shop.sruja\"\n"))).containsExactly("User", "Shop");
  }

  @Test
  void whatIsImportedTwiceIsThereOnce() {
    files.put("base.sruja", "Base = system \"Base\"\n");
    files.put("a.sruja", "import { * } from './base.sruja'\nA = system \"A\"\nA -> Base\n");
    files.put("b.sruja", "import { Base } from './base.sruja'\nB = system \"B\"\nB -> Base\n");
    Resolution read = read("import './a.sruja'\nimport './b.sruja'\nimport './b.sruja'\n");
    assertThat(read.diagnostics()).isEmpty();
    assertThat(paths(read)).containsExactly("Base", "A", "B");
  }

  @Test
  void whatIsWrongInAnImportedFileIsSaidOfThatFile() {
    files.put("shop.sruja", "Shop = system \"Shop\" {\n  A -> \n}\nShop -> Nobody\n");
    Resolution read = read("import { * } from './shop.sruja'\n\nX -> Shop\n");
    assertThat(said(read))
        .containsExactly("model.sruja:3:1 N001", "shop.sruja:2:3 S009", "shop.sruja:4:9 N001");
  }

  @Test
  void aMissingFileIsSaidWhereItIsImported() {
    files.put("a.sruja", "\n  import { * } from './gone.sruja'\n");
    Resolution read = read("import { * } from './a.sruja'\nimport './lost.sruja'\n");
    assertThat(said(read)).containsExactly("model.sruja:2:8 N010", "a.sruja:2:21 N010");
  }

  @Test
  void aCircleIsSaidOnceAndEndsThere() {
    files.put("a.sruja", "import { * } from './b.sruja'\nA = system \"A\"\n");
    files.put("b.sruja", "import { * } from './a.sruja'\nB = system \"B\"\n");
    Resolution read = read("import { * } from './a.sruja'\nA -> B\n");
    assertThat(said(read)).containsExactly("b.sruja:1:19 N011");
    assertThat(read.diagnostics().getFirst().message()).endsWith("a.sruja → b.sruja → a.sruja");
    assertThat(paths(read)).containsExactly("B", "A");
    assertThat(read("import './model.sruja'\n").diagnostics())
        .extracting(Diagnostic::code)
        .containsExactly("N011");
  }

  @Test
  void aDuplicateSaysInWhichFileTheFirstIs() {
    files.put("a.sruja", "\nA = system \"A\"\n");
    Resolution read = read("import './a.sruja'\nA = system \"Again\"\n");
    assertThat(read.diagnostics())
        .singleElement()
        .satisfies(found -> assertThat(found.message()).contains("first in a.sruja, line 2"));
  }

  @Test
  void theTextWithItsImportsInPlaceMeansTheSame() {
    files.put("base.sruja", "k = kind \"K\"\nBase = k \"Base\" { port 1 } // why\n");
    files.put("a.sruja", "import { * } from './base.sruja'\nA = system \"A\"\nA -> Base \"x\"\n");
    files.put(
        "b.sruja",
        "model { import { Base } from './base.sruja'\nB = system \"B\" { }\nC = system \"C\" }\n");
    Resolution read =
        read(
            """
            // all of it
            import { A } from './a.sruja'
            import { * } from 'sruja.ai/stdlib'
            import { B } from './b.sruja' // half of it
            B -> A "asks"
            view index { include * }
            """);
    assertThat(read.hasErrors()).isFalse();
    assertThat(read.text()).doesNotContain(".sruja'").contains("// all of it", "// half of it");
    assertThat(Shape.of(ModelReader.read(read.text()))).isEqualTo(Shape.of(read));
  }
}
