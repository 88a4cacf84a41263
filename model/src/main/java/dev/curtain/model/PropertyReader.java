package dev.curtain.model;

import dev.curtain.language.Block;
import dev.curtain.language.Name;
import dev.curtain.language.Span;
import dev.curtain.language.Statement;
import dev.curtain.language.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers the properties of one thing from its statements, in the order of the text. */
final class PropertyReader {
  private final Problems problems;
  private final boolean verbatim;

  /** What was said first; nearly every key is said once. */
  private final Map<String, PropertyValue> found = new LinkedHashMap<>();

  private final Map<String, List<PropertyValue>> again = new HashMap<>(0);

  PropertyReader(Problems problems) {
    this(problems, false);
  }

  private PropertyReader(Problems problems, boolean verbatim) {
    this.problems = problems;
    this.verbatim = verbatim;
  }

  PropertyReader addAll(List<? extends Statement> statements) {
    statements.forEach(this::add);
    return this;
  }

  /** Keeps what a statement says where it is a property or a note; ignores everything else. */
  void add(Statement statement) {
    switch (statement) {
      case Statement.Property property -> property(property);
      case Statement.Literal literal ->
          list("items", new PropertyValue.Text(literal.text().text(), literal.span()));
      case Statement.Tags tags ->
          tags.tags().forEach(tag -> list("tags", new PropertyValue.Text(tag.text(), tag.span())));
      case Statement.Relation relation -> list("steps", step(relation));
      case Statement.Import _,
          Statement.Extend _,
          Statement.Wrapper _,
          Statement.Element _,
          Statement.Place _,
          Statement.Instance _,
          Statement.View _,
          Statement.Selection _,
          Statement.Unknown _ -> {}
    }
  }

  private void property(Statement.Property property) {
    Name name = property.key();
    boolean quoted = name.span().endOffset() - name.span().offset() != name.text().length();
    String key = verbatim || quoted ? name.text() : Keys.snakeCase(name.text());
    PropertyValue first = found.get(key);
    if (first != null && Keys.SINGLE.contains(key)) {
      problems.report(
          Rule.DUPLICATE_PROPERTY,
          property.span(),
          key + " is given twice (already on line " + first.span().line() + ")",
          "keep one of them");
      return;
    }
    put(key, value(key, property));
  }

  private PropertyValue value(String key, Statement.Property property) {
    List<Value> values = property.values();
    if (property.body().isEmpty()) {
      return switch (values.size()) {
        case 0 -> new PropertyValue.Bool(true, property.span());
        case 1 -> convert(values.getFirst());
        default ->
            new PropertyValue.Items(values.stream().map(this::convert).toList(), property.span());
      };
    }
    Block body = property.body().get();
    PropertyReader inner = new PropertyReader(problems, Keys.verbatim(key));
    values.forEach(value -> inner.put("name", convert(value)));
    inner.addAll(body.statements());
    PropertyValue items = inner.found.get("items");
    return items != null && inner.found.size() == 1
        ? new PropertyValue.Items(inner.all("items", items), body.span())
        : new PropertyValue.Block(inner.toProperties(), body.span());
  }

  private PropertyValue convert(Value value) {
    return switch (value) {
      case Value.Text text -> new PropertyValue.Text(text.text(), text.span());
      case Value.Number number -> new PropertyValue.Num(number.number(), number.span());
      case Value.Truth truth -> new PropertyValue.Bool(truth.truth(), truth.span());
      case Value.Word word -> new PropertyValue.Text(word.reference().text(), word.span());
      case Value.Items items ->
          new PropertyValue.Items(
              items.values().stream().map(this::convert).toList(), items.span());
    };
  }

  private static PropertyValue step(Statement.Relation relation) {
    String from = relation.from().map(end -> end.text() + " ").orElse("");
    String label = Relations.label(relation);
    return new PropertyValue.Text(
        from
            + relation.arrow().text()
            + " "
            + relation.to().text()
            + (label.isEmpty() ? "" : ": " + label),
        relation.span());
  }

  /** Adds to what is a list even where it has one entry. */
  private void list(String key, PropertyValue value) {
    put(key, new PropertyValue.Items(List.of(value), value.span()));
  }

  void put(String key, PropertyValue value) {
    if (found.putIfAbsent(key, value) != null) {
      again.computeIfAbsent(key, _ -> new ArrayList<>()).add(value);
    }
  }

  /** Adds a text that stands in the head of a declaration, unless the body says it too. */
  void putIfAbsent(String key, String text, Span span) {
    if (!found.containsKey(key)) {
      put(key, new PropertyValue.Text(text, span));
    }
  }

  /** A key that is given several times has all its values, in a list. */
  Properties toProperties() {
    if (found.isEmpty()) {
      return Properties.NONE;
    }
    if (again.isEmpty()) {
      return new Properties(found);
    }
    Map<String, PropertyValue> values = new LinkedHashMap<>(found);
    values.replaceAll((key, first) ->
        again.containsKey(key) ? new PropertyValue.Items(all(key, first), first.span()) : first);
    return new Properties(values);
  }

  /** Everything a key has been given, lists as what is in them. */
  private List<PropertyValue> all(String key, PropertyValue first) {
    List<PropertyValue> all = new ArrayList<>(flat(List.of(first)));
    all.addAll(flat(again.getOrDefault(key, List.of())));
    return all;
  }

  private static List<PropertyValue> flat(List<PropertyValue> values) {
    List<PropertyValue> flat = new ArrayList<>();
    for (PropertyValue value : values) {
      if (value instanceof PropertyValue.Items items) {
        flat.addAll(items.values());
      } else {
        flat.add(value);
      }
    }
    return flat;
  }
}
