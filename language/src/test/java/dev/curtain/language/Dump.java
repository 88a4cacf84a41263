package dev.curtain.language;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Statements as short text, so that a test can say what it expects in one line. */
final class Dump {
  private Dump() {}

  static String of(String text) {
    SyntaxTree.Parsed parsed = SyntaxTree.parse(text);
    String statements = of(parsed.tree().statements());
    return parsed.diagnostics().isEmpty()
        ? statements
        : statements + " !" + parsed.diagnostics().stream().map(Diagnostic::code).toList();
  }

  static String of(List<Statement> statements) {
    return statements.stream().map(Dump::of).collect(Collectors.joining("; "));
  }

  private static String of(Statement statement) {
    return switch (statement) {
      case Statement.Import i -> "import " + names(i.names()) + " '" + i.from().text() + "'";
      case Statement.Extend e -> "extend " + e.target().text() + of(Optional.of(e.body()));
      case Statement.Wrapper w ->
          w.keyword().text()
              + w.name().map(name -> " " + name.text()).orElse("")
              + w.title().map(title -> " '" + title.text() + "'").orElse("")
              + of(Optional.of(w.body()));
      case Statement.Element e -> "element " + of(e.head()) + of(e.body());
      case Statement.Place p -> "place " + of(p.head()) + of(p.body());
      case Statement.Instance i ->
          "instance " + of(i.head()) + "@" + i.target().text() + of(i.body());
      case Statement.Relation r ->
          (r.step() ? "step " : "")
              + r.from().map(Reference::text).orElse("")
              + r.arrow().text()
              + r.to().text()
              + r.verb().map(verb -> " " + verb.text()).orElse("")
              + texts(r.texts())
              + attributes(r.attributes())
              + of(r.body());
      case Statement.Property p ->
          p.key().text() + "=" + p.values().stream().map(Dump::of).toList() + of(p.body());
      case Statement.Literal l -> of(l.text());
      case Statement.Tags t -> "tags " + names(t.tags());
      case Statement.View v ->
          "view "
              + v.name().map(Name::text).orElse("-")
              + v.base().map(base -> " extends " + base.text()).orElse("")
              + v.scope().map(scope -> " of " + scope.text()).orElse("")
              + v.title().map(title -> " '" + title.text() + "'").orElse("")
              + of(v.body());
      case Statement.Selection s ->
          (s.exclude() ? "exclude " : "include ") + names(s.expressions());
      case Statement.Unknown u -> "?(" + of(u.inside()) + ")";
    };
  }

  private static String of(Statement.Head head) {
    return head.name().map(Name::text).orElse("-")
        + ":"
        + head.kind().text()
        + head.subkind().map(sub -> "/" + sub.text()).orElse("")
        + texts(head.texts())
        + attributes(head.attributes());
  }

  private static String of(Optional<Block> body) {
    return body.map(block -> " {" + of(block.statements()) + "}").orElse("");
  }

  private static String texts(List<Value.Text> texts) {
    return texts.stream().map(text -> " " + of(text)).collect(Collectors.joining());
  }

  private static String attributes(List<Statement.Property> attributes) {
    return attributes.stream().map(one -> " +" + of(one)).collect(Collectors.joining());
  }

  private static String of(Value value) {
    return switch (value) {
      case Value.Text text -> text.quoted() ? "'" + text.text() + "'" : "<" + text.text() + ">";
      case Value.Number number -> number.number().toPlainString();
      case Value.Truth truth -> String.valueOf(truth.truth());
      case Value.Word word -> word.reference().text();
      case Value.Items items -> items.values().stream().map(Dump::of).toList().toString();
    };
  }

  private static String names(List<Name> names) {
    return names.stream().map(Name::text).toList().toString();
  }
}
