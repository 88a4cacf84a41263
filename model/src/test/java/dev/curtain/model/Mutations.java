package dev.curtain.model;

import dev.curtain.model.advice.Catalogue;
import dev.curtain.model.advice.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Texts that are almost models: examples of the catalogue and, where they are, other people's. */
final class Mutations {
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
          "<-",
          "<->",
          "-[",
          "]->",
          "=",
          ":",
          ".",
          ",",
          ";",
          "/*",
          "*/",
          "//",
          "\n",
          "\r\n",
          "\r",
          " ",
          "\t",
          "#",
          "@",
          "*",
          "**",
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
          "é",
          "9",
          "5%",
          "…",
          "of ",
          "include ",
          "exclude ",
          "tags ",
          "system ",
          "container \"C\" ",
          "deployment P { ",
          "model { ",
          "specification { element x } ",
          "views { ",
          "containerInstance ",
          "instanceId 2 ",
          "traffic 50 ",
          "version \"v2\" ",
          "autoRollback { ",
          "env { ",
          "maxSurge 1 ",
          "// curtain:allow A003 x\n",
          "diagnostics { A003 off \"x\" } ",
          "style { color \"#1\" } ",
          "title \"T\" ",
          "order 2 ",
          "description ",
          "true ",
          "-1 ",
          "> 1% ",
          "\u00A0",
          "\u2028",
          "kind \"K\" ",
          "A",
          "B.C");

  private final List<String> texts = new ArrayList<>();
  private final SplittableRandom random;

  Mutations(long seed, Optional<Path> corpora) {
    this.random = new SplittableRandom(seed);
    for (Page page : Catalogue.pages()) {
      Stream.of(page.wrong(), page.right())
          .filter(text -> text.length() < 5_000)
          .forEach(texts::add);
    }
    corpora.map(root -> Stream.of(root.resolve("cases/sruja"), root.resolve("models"))).stream()
        .flatMap(roots -> roots)
        .filter(Files::isDirectory)
        .flatMap(directory -> Corpus.models(directory).stream())
        .map(Corpus::read)
        .forEach(texts::add);
  }

  List<String> originals() {
    return texts;
  }

  String next() {
    StringBuilder text = new StringBuilder(any());
    for (int i = random.nextInt(5); i >= 0; i--) {
      mutate(text);
    }
    return text.toString();
  }

  private String any() {
    return texts.get(random.nextInt(texts.size()));
  }

  private void mutate(StringBuilder text) {
    int at = random.nextInt(text.length() + 1);
    int end = Math.min(text.length(), at + random.nextInt(1 << random.nextInt(7)));
    switch (random.nextInt(8)) {
      case 0 -> text.delete(at, end);
      case 1 -> text.insert(at, text.substring(at, end));
      case 2 -> text.insert(random.nextInt(text.length() + 1), text.substring(at, end));
      case 3 -> text.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
      case 4 -> {
        String other = any();
        int from = random.nextInt(other.length() + 1);
        text.insert(at, other, from, Math.min(other.length(), from + random.nextInt(200)));
      }
      case 5 -> text.setLength(Math.max(0, text.length() - random.nextInt(20)));
      default -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
    }
  }

  /** A smaller text that is still bad. */
  static String smallest(String text, Predicate<String> bad) {
    String small = text;
    for (int size = Math.max(1, small.length() / 2); size > 0; size /= 2) {
      for (int at = 0; at < small.length(); ) {
        String shorter =
            small.substring(0, at) + small.substring(Math.min(small.length(), at + size));
        if (bad.test(shorter)) {
          small = shorter;
        } else {
          at += size;
        }
      }
    }
    return small;
  }
}
