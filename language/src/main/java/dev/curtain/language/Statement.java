package dev.curtain.language;

import java.util.List;
import java.util.Optional;

/**
 * One thing that a text says, in a form common to all dialects. Which of them are elements of a
 * kind that exists, and what the names refer to, is not decided here.
 */
public sealed interface Statement {
  Span span();

  /** What stands between its braces, where it has some; its span ends before them. */
  default Optional<Block> block() {
    return switch (this) {
      case Element element -> element.body();
      case Place place -> place.body();
      case Instance instance -> instance.body();
      case Extend extend -> Optional.of(extend.body());
      case Wrapper wrapper -> Optional.of(wrapper.body());
      case Relation relation -> relation.body();
      case Property property -> property.body();
      case View view -> view.body();
      case Import _, Literal _, Tags _, Selection _, Unknown _ -> Optional.empty();
    };
  }

  /** {@code import { * } from 'sruja.ai/stdlib'}; names are empty in {@code import "x.sruja"}. */
  record Import(List<Name> names, Value.Text from, Span span) implements Statement {
    public Import {
      names = List.copyOf(names);
    }
  }

  /** {@code extend Shop { … }}. */
  record Extend(Reference target, Block body, Span span) implements Statement {}

  /** {@code model { … }}, {@code architecture "X" { … }}: old clothing around statements. */
  record Wrapper(
      Name keyword, Optional<Name> name, Optional<Value.Text> title, Block body, Span span)
      implements Statement {}

  /** An element, a kind or a tag: {@code Shop = system "Shop" { … }}. */
  record Element(Head head, Optional<Block> body) implements Statement {
    @Override
    public Span span() {
      return head.span();
    }
  }

  /** A deployment, node or piece of infrastructure: {@code node AWS "AWS" { … }}. */
  record Place(Head head, Optional<Block> body) implements Statement {
    @Override
    public Span span() {
      return head.span();
    }
  }

  /** {@code containerInstance Shop.API { … }}. */
  record Instance(Head head, Reference target, Optional<Block> body) implements Statement {
    @Override
    public Span span() {
      return head.span();
    }
  }

  /** {@code A -> B "label" [tag] { … }}, and one step of a scenario. */
  record Relation(
      Optional<Reference> from,
      Name arrow,
      Optional<Name> verb,
      Reference to,
      List<Value.Text> texts,
      List<Property> attributes,
      Optional<Block> body,
      boolean step,
      Span span)
      implements Statement {
    public Relation {
      texts = List.copyOf(texts);
      attributes = List.copyOf(attributes);
    }
  }

  /** {@code replicas 10}, {@code region="eu-west-1"}, {@code slo { … }}, {@code external}. */
  record Property(Name key, List<Value> values, Optional<Block> body, Span span)
      implements Statement {
    public Property {
      values = List.copyOf(values);
    }
  }

  /** A string that stands for itself, as in {@code constraints { "…" }}. */
  record Literal(Value.Text text) implements Statement {
    @Override
    public Span span() {
      return text.span();
    }
  }

  /** {@code #external @deprecated}. */
  record Tags(List<Name> tags, Span span) implements Statement {
    public Tags {
      tags = List.copyOf(tags);
    }
  }

  /** {@code view index "Title" of Shop { include * }}. */
  record View(
      Optional<Name> name,
      Optional<Name> base,
      Optional<Reference> scope,
      Optional<Value.Text> title,
      Optional<Block> body,
      Span span)
      implements Statement {}

  /** {@code include A, B.*}: the expressions as they are written. */
  record Selection(boolean exclude, List<Name> expressions, Span span) implements Statement {
    public Selection {
      expressions = List.copyOf(expressions);
    }
  }

  /** Something that is none of the above; said in a diagnostic, kept in the text. */
  record Unknown(List<Statement> inside, Span span) implements Statement {
    public Unknown {
      inside = List.copyOf(inside);
    }
  }

  /**
   * What stands before the body of a declaration.
   *
   * @param name missing in {@code node "App Server" { … }}
   * @param texts title, then description
   * @param attributes what stands on the same line behind the texts, tags included
   * @param keywordFirst whether the kind comes before the name: {@code system Shop "Shop"}
   */
  record Head(
      Optional<Name> name,
      Name kind,
      Optional<Name> subkind,
      List<Value.Text> texts,
      List<Property> attributes,
      boolean keywordFirst,
      Span span) {
    public Head {
      texts = List.copyOf(texts);
      attributes = List.copyOf(attributes);
    }
  }
}
