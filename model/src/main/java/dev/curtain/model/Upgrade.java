package dev.curtain.model;

import dev.curtain.language.Block;
import dev.curtain.language.Diagnostic;
import dev.curtain.language.Edits.Edit;
import dev.curtain.language.Name;
import dev.curtain.language.Span;
import dev.curtain.language.Statement;
import dev.curtain.language.SyntaxTree;
import dev.curtain.language.Value;
import dev.curtain.language.Vocabulary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Writes old forms of the language as one writes them today: {@code system Shop "Shop"} as {@code
 * Shop = system "Shop"}, without {@code specification} and {@code model} around it, keys in
 * snake_case, imports with {@code from}. Everything else stays, comments included, and the text
 * means what it meant. The result is not formatted.
 */
public final class Upgrade {
  private final String text;
  private final List<Edit> edits = new ArrayList<>();

  private Upgrade(String text) {
    this.text = text;
  }

  /** Empty where the text has syntax errors: then nobody knows what it means. */
  public static Optional<String> of(String text) {
    SyntaxTree.Parsed parsed = SyntaxTree.parse(text);
    if (!parsed.diagnostics().isEmpty()) {
      return Optional.empty();
    }
    Upgrade upgrade = new Upgrade(text);
    upgrade.statements(parsed.tree().statements(), false);
    String upgraded = upgrade.applied();
    return Optional.of(same(text, upgraded) ? upgraded : text);
  }

  /** Read again before it is believed; an upgrade that changes what a file says is none. */
  private static boolean same(String before, String after) {
    Resolution old = ModelReader.read(before);
    Resolution now = ModelReader.read(after);
    return errors(old).equals(errors(now))
        && Meaning.of(old.model()).equals(Meaning.of(now.model()));
  }

  private static List<String> errors(Resolution resolution) {
    return resolution.diagnostics().stream()
        .filter(Diagnostic::isError)
        .map(Diagnostic::code)
        .toList();
  }

  private String applied() {
    edits.sort(Comparator.comparingInt(Edit::from).thenComparingInt(Edit::to));
    StringBuilder whole = new StringBuilder(text.length());
    int from = 0;
    for (Edit edit : edits) {
      whole.append(text, from, edit.from()).append(edit.replacement());
      from = edit.to();
    }
    return whole.append(text, from, text.length()).toString();
  }

  private void replace(Span span, String replacement) {
    edits.add(new Edit(span.offset(), span.endOffset(), replacement));
  }

  /**
   * @param verbatim whether keys are somebody else's names, as in {@code env}
   */
  private void statements(List<Statement> statements, boolean verbatim) {
    for (Statement statement : statements) {
      switch (statement) {
        case Statement.Import imported -> imported(imported);
        case Statement.Extend extend -> statements(extend.body().statements(), false);
        case Statement.Wrapper wrapper -> wrapper(wrapper);
        case Statement.Element element -> element(element);
        case Statement.Place place -> head(place.head(), place.body());
        case Statement.Instance instance -> head(instance.head(), instance.body());
        case Statement.Relation relation -> {
          relation.attributes().forEach(each -> property(each, verbatim));
          relation.body().ifPresent(body -> statements(body.statements(), verbatim));
        }
        case Statement.Property property -> property(property, verbatim);
        case Statement.View _, // a language of its own, whose words are spelled as they are
            Statement.Literal _,
            Statement.Tags _,
            Statement.Selection _,
            Statement.Unknown _ -> {}
      }
    }
  }

  private void imported(Statement.Import imported) {
    if (imported.names().isEmpty() && !before(imported.from().span()).contains("{")) {
      int at = imported.from().span().offset();
      edits.add(new Edit(at, at, "{ * } from "));
    }
  }

  private String before(Span span) {
    int line = text.lastIndexOf('\n', span.offset()) + 1;
    return text.substring(line, span.offset());
  }

  private void element(Statement.Element element) {
    Statement.Head head = element.head();
    if (head.keywordFirst() && Vocabulary.STRUCTURE.contains(head.kind().text())) {
      int at = head.kind().span().offset();
      edits.add(new Edit(at, at, Heads.id(head) + " = "));
      head.name().map(Name::span).ifPresent(name -> replace(name, ""));
    }
    head(head, element.body());
  }

  private void head(Statement.Head head, Optional<Block> body) {
    head.attributes().forEach(each -> property(each, false));
    body.ifPresent(block -> statements(block.statements(), false));
  }

  private void property(Statement.Property property, boolean verbatim) {
    Name key = property.key();
    boolean bare = key.text().equals(source(key.span()));
    String name = verbatim || !bare ? key.text() : Keys.snakeCase(key.text());
    if (!name.equals(key.text())) {
      replace(key.span(), name);
    }
    boolean names = Keys.verbatim(name) || name.equals("style") || name.equals("styles");
    property.body().ifPresent(body -> statements(body.statements(), names));
  }

  private String source(Span span) {
    return text.substring(span.offset(), span.endOffset());
  }

  private void wrapper(Statement.Wrapper wrapper) {
    List<Statement> inside = wrapper.body().statements();
    boolean specification = wrapper.keyword().text().equals("specification");
    if (specification && !inside.stream().allMatch(Upgrade::declares)) {
      return;
    }
    replace(wrapper.keyword().span(), "");
    wrapper.name().map(Name::span).ifPresent(name -> replace(name, "// " + source(name) + "\n"));
    wrapper.title().ifPresent(title -> replace(title.span(), "// " + line(title.text()) + "\n"));
    Span braces = wrapper.body().span();
    edits.add(new Edit(braces.offset(), braces.offset() + 1, "\n"));
    edits.add(new Edit(braces.endOffset() - 1, braces.endOffset(), "\n"));
    if (specification) {
      inside.forEach(each -> kind((Statement.Property) each));
    } else {
      statements(inside, false);
    }
  }

  private static String line(String title) {
    return String.join(" ", title.lines().toList());
  }

  /** {@code element gateway}, {@code tag internal "Internal" { … }}. */
  private static boolean declares(Statement statement) {
    return statement instanceof Statement.Property property
        && (property.key().text().equals("element") || property.key().text().equals("tag"))
        && !property.values().isEmpty()
        && property.values().getFirst() instanceof Value.Word word
        && !word.reference().text().contains(".")
        && property.values().stream().skip(1).allMatch(value -> value instanceof Value.Text);
  }

  private void kind(Statement.Property property) {
    Value name = property.values().getFirst();
    String declarer = property.key().text().equals("tag") ? "tag" : "kind";
    replace(property.key().span(), "");
    String title = property.values().size() > 1 ? "" : " \"" + source(name.span()) + "\"";
    replace(name.span(), source(name.span()) + " = " + declarer + title);
    property.body().ifPresent(body -> statements(body.statements(), false));
  }
}
