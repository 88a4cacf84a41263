package dev.curtain.lsp;

import dev.curtain.language.TokenKind;
import dev.curtain.language.Vocabulary;
import dev.curtain.model.Element;
import dev.curtain.model.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionItemKind;
import org.eclipse.lsp4j.InsertTextFormat;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** What may stand where somebody is writing. */
final class Completions {
  private static final Map<String, String> KINDS =
      Map.of(
          "person", "Somebody who uses it",
          "system", "Something that is built and run as a whole",
          "container", "A part of a system that runs by itself",
          "component", "A part of a container",
          "database", "A part that keeps data",
          "datastore", "A part that keeps data",
          "queue", "A part that keeps messages",
          "role", "Somebody in a role");

  private final Analysis analysis;
  private final Spot spot;
  private final Range range;
  private final boolean snippets;
  private final Supplier<List<String>> importable;
  private final List<CompletionItem> items = new ArrayList<>();

  private Completions(
      Analysis analysis, int offset, boolean snippets, Supplier<List<String>> importable) {
    this.analysis = analysis;
    this.spot = Spot.of(analysis.tree().tokens(), offset);
    this.range = analysis.lines().range(spot.from(), offset);
    this.snippets = snippets;
    this.importable = importable;
  }

  /**
   * @param snippets whether the editor understands places to fill in
   * @param importable models beside this one, as an import names them; asked for where one may
   *     stand
   */
  static List<CompletionItem> at(
      Analysis analysis, int offset, boolean snippets, Supplier<List<String>> importable) {
    Completions completions = new Completions(analysis, offset, snippets, importable);
    completions.find();
    return completions.items;
  }

  private void find() {
    TokenKind last = spot.last();
    if (spot.inString() && spot.begins("import", "from")) {
      imports();
    } else if (spot.inString()) {
      values(false);
    } else if (last == TokenKind.DOT) {
      below(spot.prefix());
    } else if (last == TokenKind.ARROW) {
      elements(false);
    } else if (last == TokenKind.EQUALS && spot.rest().size() == 2) {
      kinds();
    } else if (spot.instance() && spot.rest().size() == 1) {
      elements(true);
    } else if (spot.begins("include", "exclude")) {
      elements(false);
      item("*", CompletionItemKind.Operator, "*", "every element", "");
    } else if (spot.begins("view") && spot.rest().getLast().text().equals("of")
        || spot.begins("extend") && spot.rest().size() == 1) {
      elements(false);
    } else if (spot.begins("view") && spot.rest().getLast().text().equals("extends")) {
      analysis.model().views().stream()
          .map(View::id)
          .forEach(id -> item(id, CompletionItemKind.Reference, id, "view", ""));
    } else if (spot.rest().size() == 1) {
      values(true);
    } else if (spot.rest().isEmpty()) {
      keys();
    }
  }

  private void keys() {
    for (Lexicon.Key key : Lexicon.keys(spot.context())) {
      boolean repeats =
          key.name().equals("node")
              || key.name().equals("containerInstance")
              || spot.context().equals("file")
              || key.name().equals("include");
      if (repeats || !spot.used().contains(key.name())) {
        CompletionItem item =
            item(
                key.name(),
                CompletionItemKind.Property,
                snippets ? key.snippet() : key.plain(),
                "",
                key.meaning() + values(key));
        if (snippets) {
          item.setInsertTextFormat(InsertTextFormat.Snippet);
        }
      }
    }
    if (Set.of("file", "element", "story").contains(spot.context())) {
      elements(false);
    }
  }

  private static String values(Lexicon.Key key) {
    return key.values().isEmpty() ? "" : "\n\nOne of: " + String.join(", ", key.values());
  }

  private void values(boolean quote) {
    if (spot.rest().isEmpty()) {
      return;
    }
    String name = spot.rest().getFirst().text();
    Lexicon.key(spot.context(), name)
        .ifPresent(key -> {
          for (String value : key.values()) {
            boolean bare =
                value.equals("true") || value.equals("false") || name.equals("autolayout");
            if (!bare || quote) {
              String text = quote && !bare ? '"' + value + '"' : value;
              item(value, CompletionItemKind.Value, text, name, "");
            }
          }
        });
    if (name.equals("version")) {
      versions()
          .forEach(version ->
              item(
                  version,
                  CompletionItemKind.Value,
                  quote ? '"' + version + '"' : version,
                  "version",
                  ""));
    }
  }

  private void imports() {
    importable.get().forEach(path -> item(path, CompletionItemKind.File, path, "", ""));
    String standard = "sruja.ai/stdlib";
    item(standard, CompletionItemKind.Module, standard, "", "The kinds that every model knows");
  }

  private Set<String> versions() {
    Set<String> versions = new TreeSet<>();
    analysis
        .model()
        .deployments()
        .forEach(deployment ->
            deployment
                .services()
                .forEach(service -> {
                  service.version().ifPresent(versions::add);
                  service.candidate().ifPresent(candidate -> versions.add(candidate.version()));
                }));
    return versions;
  }

  private void kinds() {
    boolean declares = spot.context().equals("file") || spot.context().equals("element");
    if (!declares) {
      values(true);
      return;
    }
    KINDS.keySet().stream()
        .sorted()
        .forEach(
            kind -> item(kind, CompletionItemKind.Class, kind, "", KINDS.getOrDefault(kind, "")));
    analysis.occurrences().stream()
        .filter(each ->
            each.declaration() && each.symbol().kind() == dev.curtain.model.Symbol.Kind.KIND)
        .map(each -> each.symbol().path())
        .distinct()
        .forEach(kind -> item(kind, CompletionItemKind.Class, kind, "declared here", ""));
    item("kind", CompletionItemKind.Keyword, "kind", "", "A kind of its own");
  }

  /** Elements by the shortest name that means them here. */
  private void elements(boolean deployable) {
    for (Element element : analysis.model().elements()) {
      boolean fits =
          !Vocabulary.GOVERNANCE.contains(element.kind())
              && !(deployable
                  && (element.kind().equals("person") || element.kind().equals("role")));
      if (fits) {
        String owner = spot.owner() + ".";
        String name =
            !spot.owner().isEmpty() && element.path().startsWith(owner)
                ? element.path().substring(owner.length())
                : element.path();
        item(name, CompletionItemKind.Class, name, element.kind(), element.title());
      }
    }
  }

  private void below(String prefix) {
    for (Element element : analysis.model().elements()) {
      String parent = element.parent().orElse("");
      boolean fits =
          parent.equals(prefix)
              || parent.endsWith("." + prefix)
              || !spot.owner().isEmpty() && parent.equals(spot.owner() + "." + prefix);
      if (fits && !parent.isEmpty()) {
        String name = element.path().substring(parent.length() + 1);
        item(name, CompletionItemKind.Class, name, element.kind(), element.title());
      }
    }
    if (spot.begins("include", "exclude")) {
      item("*", CompletionItemKind.Operator, "*", "its parts", "");
      item("**", CompletionItemKind.Operator, "**", "everything below", "");
    }
  }

  private CompletionItem item(
      String label, CompletionItemKind kind, String text, String detail, String meaning) {
    CompletionItem item = new CompletionItem(label);
    item.setKind(kind);
    item.setTextEdit(Either.forLeft(new TextEdit(range, indented(text))));
    if (!detail.isEmpty()) {
      item.setDetail(detail);
    }
    if (!meaning.isEmpty()) {
      item.setDocumentation(new MarkupContent(MarkupKind.MARKDOWN, meaning));
    }
    // Keys in the order in which they are taught, names behind them.
    item.setSortText(String.format(Locale.ROOT, "%04d", items.size()));
    items.add(item);
    return item;
  }

  /** Lines of a snippet stand as deep as the line it is put on. Editors do so by themselves. */
  private String indented(String text) {
    if (snippets || text.indexOf('\n') < 0) {
      return text;
    }
    int start = analysis.lines().lineStart(spot.from());
    int end = start;
    while (end < spot.from() && " \t".indexOf(analysis.text().charAt(end)) >= 0) {
      end++;
    }
    return text.replace("\n", "\n" + analysis.text().substring(start, end));
  }
}
