package dev.curtain.model;

import dev.curtain.language.Name;
import dev.curtain.language.Span;
import dev.curtain.language.Statement;
import dev.curtain.language.SyntaxTree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads what a text imports, each text once and each statement once however often it is imported.
 * {@code import { * }} brings everything; names bring what is declared under them, the kinds, and
 * the relations between what was named.
 */
final class Imports {
  /** Files that import files that import files: more of them in a row are a mistake. */
  private static final int DEEPEST = 50;

  private final Sources sources;
  private final Problems problems;
  private final List<String> names = new ArrayList<>();
  private final List<SyntaxTree> trees = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Deque<Integer> reading = new ArrayDeque<>();
  private final Set<Span> taken = new HashSet<>();
  private final Map<Span, List<Statement>> brought = new LinkedHashMap<>();

  Imports(String name, SyntaxTree tree, Sources sources, Problems problems) {
    this.sources = sources;
    this.problems = problems;
    names.add(name);
    trees.add(tree);
    numbers.put(name, 0);
    reading.push(0);
  }

  List<Resolution.Source> sources() {
    List<Resolution.Source> read = new ArrayList<>(names.size());
    for (int i = 0; i < names.size(); i++) {
      read.add(new Resolution.Source(names.get(i), trees.get(i)));
    }
    return read;
  }

  /** Hands on what an import brings that is not there yet; {@code reader} reads it at once. */
  void read(Statement.Import imported, Consumer<List<Statement>> reader) {
    String target = imported.from().text();
    if (target.startsWith("sruja.ai/") || target.equals("sruja.ai")) {
      return; // the standard library: its kinds are built in
    }
    switch (sources.find(names.get(imported.span().source()), target)) {
      case Sources.Found.Unread _ ->
          problems.report(
              Rule.UNREAD_IMPORT,
              imported.from().span(),
              "\"" + target + "\" is not read",
              "only the standard library and files (\"./shared.sruja\") are read; declare here what"
                  + " is used from there");
      case Sources.Found.Missing missing ->
          problems.report(
              Rule.MISSING_IMPORT,
              imported.from().span(),
              "\"" + target + "\" cannot be imported: " + missing.why(),
              "correct the path (it is relative to this file), or remove the import");
      case Sources.Found.Source source -> source(imported, source, reader);
    }
  }

  private void source(
      Statement.Import imported, Sources.Found.Source source, Consumer<List<Statement>> reader) {
    int number = numbers.computeIfAbsent(source.name(), _ -> parse(source));
    if (reading.contains(number)) {
      report(imported, Rule.IMPORT_CYCLE, "this import comes back to itself: " + way(number));
      return;
    }
    if (reading.size() > DEEPEST) {
      report(imported, Rule.IMPORT_CYCLE, "imports are nested more than " + DEEPEST + " deep");
      return;
    }
    List<Statement> all = flat(trees.get(number).statements());
    List<Statement> wanted = wanted(imported, source.name(), all);
    wanted.removeIf(statement -> !taken.add(statement.span()));
    brought.put(imported.span(), wanted);
    reading.push(number);
    reader.accept(wanted);
    reading.pop();
  }

  private int parse(Sources.Found.Source source) {
    int number = names.size();
    SyntaxTree.Parsed parsed = SyntaxTree.parse(source.text(), number);
    names.add(source.name());
    trees.add(parsed.tree());
    problems.addAll(parsed.diagnostics());
    return number;
  }

  private void report(Statement.Import imported, Rule rule, String message) {
    problems.report(
        rule,
        imported.from().span(),
        message,
        "put what both files need into a third one, and import that");
  }

  private String way(int number) {
    List<String> way = new ArrayList<>();
    reading
        .descendingIterator()
        .forEachRemaining(step -> {
          if (step == number || !way.isEmpty()) {
            way.add(names.get(step));
          }
        });
    way.add(names.get(number));
    return String.join(" → ", way);
  }

  /** Where something stands, for a message about something else. */
  String where(Span span) {
    return (span.source() == 0 ? "on line " : "in " + names.get(span.source()) + ", line ")
        + span.line();
  }

  /** The statements of a text without the old wrappers around them. */
  private static List<Statement> flat(List<Statement> statements) {
    List<Statement> flat = new ArrayList<>(statements.size());
    for (Statement statement : statements) {
      if (statement instanceof Statement.Wrapper wrapper
          && !wrapper.keyword().text().equals("specification")) {
        flat.addAll(flat(wrapper.body().statements()));
      } else {
        flat.add(statement);
      }
    }
    return flat;
  }

  private List<Statement> wanted(Statement.Import imported, String file, List<Statement> all) {
    Set<String> asked = new HashSet<>();
    imported.names().forEach(name -> asked.add(name.text()));
    if (asked.isEmpty() || asked.contains("*")) {
      return new ArrayList<>(all);
    }
    Set<String> declared = new HashSet<>();
    all.forEach(statement -> Imported.name(statement).ifPresent(declared::add));
    for (Name name : imported.names()) {
      if (!declared.contains(name.text())) {
        problems.report(
            Rule.NOT_IN_IMPORT,
            name.span(),
            file + " declares no \"" + name.text() + "\"",
            new Names(declared)
                .like(name.text())
                .map(like -> "did you mean " + like + "?")
                .orElse("it declares: " + String.join(", ", declared.stream().sorted().toList())));
      }
    }
    List<Statement> wanted = new ArrayList<>();
    for (Statement statement : all) {
      if (Imported.comes(statement, asked)) {
        wanted.add(statement);
      }
    }
    return wanted;
  }

  /**
   * The text with every import in it replaced by what it brings: one text that means the same, for
   * whoever has to keep it.
   */
  String inlined() {
    return brought.isEmpty() ? trees.getFirst().text() : inlined(0, Optional.empty());
  }

  private String inlined(int number, Optional<Statement> only) {
    String text = trees.get(number).text();
    int from = only.map(statement -> statement.span().offset()).orElse(0);
    int to = only.map(Imported::end).orElse(text.length());
    StringBuilder whole = new StringBuilder(to - from);
    for (Map.Entry<Span, List<Statement>> each : brought.entrySet()) {
      Span place = each.getKey();
      if (place.source() == number && place.offset() >= from && place.endOffset() <= to) {
        whole.append(text, from, place.offset());
        each.getValue()
            .forEach(
                one -> whole.append(inlined(one.span().source(), Optional.of(one))).append('\n'));
        from = place.endOffset();
      }
    }
    return whole.append(text, from, to).toString();
  }
}
