package dev.curtain.lsp;

import dev.curtain.language.Diagnostic;
import dev.curtain.language.Span;
import dev.curtain.model.Occurrence;
import dev.curtain.model.Symbol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.TextEdit;

/** Where a name stands in all texts, and what becomes of it. */
final class Renames {
  private final Workspace workspace;

  Renames(Workspace workspace) {
    this.workspace = workspace;
  }

  /** A name of one text, in the text where it stands. */
  private record Found(String uri, Lines lines, Span span, boolean declaration) {
    Location location() {
      return new Location(uri, lines.range(span));
    }
  }

  /**
   * Every place of a name, the declaration first. Two texts mean the same when one is read by the
   * other.
   */
  private List<Found> all(Analysis origin, Symbol symbol) {
    Map<String, Found> found = new LinkedHashMap<>();
    List<Analysis> texts = new ArrayList<>(List.of(origin));
    Optional<String> home = declaration(origin, symbol).map(Found::uri);
    for (String uri : home.isPresent() ? workspace.everything() : List.<String>of()) {
      workspace
          .analysis(uri)
          .filter(other -> declaration(other, symbol).map(Found::uri).equals(home))
          .ifPresent(texts::add);
    }
    for (Analysis text : texts) {
      for (Occurrence each : text.occurrences()) {
        if (each.symbol().equals(symbol)) {
          Found one = found(text, each);
          found.putIfAbsent(one.uri() + ":" + one.span().offset(), one);
        }
      }
    }
    return found.values().stream()
        .sorted(Comparator.comparing(each -> !each.declaration()))
        .toList();
  }

  private Optional<Found> declaration(Analysis analysis, Symbol symbol) {
    return analysis.occurrences().stream()
        .filter(each -> each.declaration() && each.symbol().equals(symbol))
        .findFirst()
        .map(each -> found(analysis, each));
  }

  private Found found(Analysis analysis, Occurrence occurrence) {
    int source = occurrence.span().source();
    if (source == 0) {
      return new Found(
          analysis.uri(), analysis.lines(), occurrence.span(), occurrence.declaration());
    }
    var imported = analysis.resolution().sources().get(source);
    return new Found(
        workspace.uri(imported.name()),
        new Lines(imported.tree().text()),
        occurrence.span(),
        occurrence.declaration());
  }

  Optional<Location> definition(Analysis analysis, int offset) {
    return analysis
        .at(offset)
        .flatMap(each -> declaration(analysis, each.symbol()))
        .map(Found::location);
  }

  List<Location> references(Analysis analysis, int offset, boolean withDeclaration) {
    return analysis
        .at(offset)
        .map(each ->
            all(analysis, each.symbol()).stream()
                .filter(one -> withDeclaration || !one.declaration())
                .map(Found::location)
                .toList())
        .orElse(List.of());
  }

  /** Edits by document. */
  record Renamed(Map<String, List<TextEdit>> edits) {}

  /**
   * @throws IllegalArgumentException where the name cannot be had; the message says why
   */
  Renamed rename(Analysis analysis, int offset, String name) {
    Symbol symbol =
        analysis
            .at(offset)
            .map(Occurrence::symbol)
            .orElseThrow(() -> new IllegalArgumentException("there is no name here to change"));
    if (!name.matches("[\\p{L}_][\\p{L}\\p{N}_]*(-[\\p{L}\\p{N}_]+)*")) {
      throw new IllegalArgumentException(
          "\"" + name + "\" (expected: letters, digits, - and _, a letter first)");
    }
    List<Found> places = all(analysis, symbol);
    if (places.stream().noneMatch(Found::declaration)) {
      throw new IllegalArgumentException(
          symbol.path() + " is declared in no file that can be read");
    }
    Map<String, List<TextEdit>> edits = new LinkedHashMap<>();
    for (Found each : places) {
      edits
          .computeIfAbsent(each.uri(), _ -> new ArrayList<>())
          .add(new TextEdit(each.lines().range(each.span()), name));
    }
    check(edits, symbol, name);
    return new Renamed(edits);
  }

  /** Read again before it is believed: what was known by a name still is, and nothing else. */
  private void check(Map<String, List<TextEdit>> edits, Symbol symbol, String name) {
    String last = symbol.path();
    String renamed = last.substring(0, last.length() - symbol.name().length()) + name;
    Map<String, String> texts = new LinkedHashMap<>();
    edits.forEach((uri, changes) ->
        workspace.analysis(uri).ifPresent(each -> texts.put(uri, applied(each, changes))));
    Workspace after = workspace.with(texts);
    for (Map.Entry<String, List<TextEdit>> entry : edits.entrySet()) {
      Optional<Analysis> before = workspace.analysis(entry.getKey());
      Optional<Analysis> now = after.analysis(entry.getKey());
      boolean same =
          now.isPresent()
              && before.isPresent()
              && codes(now.get()).equals(codes(before.get()))
              && count(now.get(), new Symbol(symbol.kind(), renamed))
                  == count(before.get(), symbol);
      if (!same) {
        throw new IllegalArgumentException(
            name + " is taken, or would mean something else in " + Workspace.name(entry.getKey()));
      }
    }
  }

  private static TreeSet<String> codes(Analysis analysis) {
    TreeSet<String> codes = new TreeSet<>();
    analysis.resolution().diagnostics().stream()
        .filter(Diagnostic::isError)
        .forEach(each -> codes.add(each.code()));
    return codes;
  }

  private static long count(Analysis analysis, Symbol symbol) {
    return analysis.occurrences().stream().filter(each -> each.symbol().equals(symbol)).count();
  }

  private static String applied(Analysis analysis, List<TextEdit> edits) {
    StringBuilder text = new StringBuilder(analysis.text());
    edits.stream()
        .sorted(
            Comparator.comparingInt(each -> -analysis.lines().offset(each.getRange().getStart())))
        .forEach(each ->
            text.replace(
                analysis.lines().offset(each.getRange().getStart()),
                analysis.lines().offset(each.getRange().getEnd()),
                each.getNewText()));
    return text.toString();
  }
}
