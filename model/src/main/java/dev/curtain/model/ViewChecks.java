package dev.curtain.model;

import dev.curtain.language.Block;
import dev.curtain.language.Name;
import dev.curtain.language.Span;
import dev.curtain.language.Statement;
import dev.curtain.language.Value;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether what views name is there, and whether their colours are colours. */
final class ViewChecks {
  private static final Pattern REFERENCE =
      Pattern.compile("([\\p{L}_][\\p{L}\\p{N}_.-]*?)(?:\\.\\*{1,2})?");
  private static final Pattern TAG =
      Pattern.compile("\\[\\s*tag\\s*=\\s*[#@\"']?([^\"'\\]]+?)[\"']?\\s*]");
  private static final Pattern COLOUR =
      Pattern.compile(
          "#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})|[a-zA-Z]+|(?:rgb|hsl)a?\\(.*\\)");
  private static final Set<String> COLOURS =
      Set.of("color", "colour", "stroke", "background", "fill");

  private final Names names;
  private final Set<String> places;
  private final Set<String> tags = new HashSet<>();
  private final Problems problems;

  ViewChecks(Collection<Element> elements, Names names, Set<String> places, Problems problems) {
    this.names = names;
    this.places = places;
    this.problems = problems;
    elements.forEach(element -> element.properties().get("tags").ifPresent(this::tag));
  }

  private void tag(PropertyValue value) {
    switch (value) {
      case PropertyValue.Text text -> tags.add(text.value());
      case PropertyValue.Items items -> items.values().forEach(this::tag);
      case PropertyValue.Num _, PropertyValue.Bool _, PropertyValue.Block _ -> {}
    }
  }

  /**
   * @param styles those that stand outside of views
   */
  void check(List<Statement.View> views, List<Statement.Property> styles) {
    styles.forEach(this::property);
    Set<String> ids = new HashSet<>();
    views.forEach(view -> view.name().map(Name::text).ifPresent(ids::add));
    Set<String> seen = new HashSet<>();
    for (Statement.View view : views) {
      view.name()
          .filter(name -> !seen.add(name.text()))
          .ifPresent(name ->
              problems.report(
                  Rule.DUPLICATE_VIEW,
                  name.span(),
                  "the view " + name.text() + " is there twice",
                  "give one of them another name; --view finds the first"));
      view.scope().ifPresent(scope -> element(scope.text(), scope.span()));
      view.base()
          .filter(base -> !ids.contains(base.text()))
          .ifPresent(
              base -> unknown("view", base.text(), base.span(), new Names(ids).like(base.text())));
      view.body().ifPresent(this::body);
    }
  }

  private void body(Block body) {
    for (Statement statement : body.statements()) {
      switch (statement) {
        case Statement.Selection selection -> selection(selection);
        case Statement.Property property -> property(property);
        case Statement.Import _,
            Statement.Extend _,
            Statement.Wrapper _,
            Statement.Element _,
            Statement.Place _,
            Statement.Instance _,
            Statement.Relation _,
            Statement.Literal _,
            Statement.Tags _,
            Statement.View _,
            Statement.Unknown _ -> {}
      }
    }
  }

  private void selection(Statement.Selection selection) {
    for (Name expression : selection.expressions()) {
      String text = expression.text();
      if (text.equals("where") || text.equals("with")) {
        return; // a condition of newer dialects; what follows are not elements
      }
      Matcher tag = TAG.matcher(text);
      Matcher reference = REFERENCE.matcher(text);
      if (tag.matches()) {
        String wanted = tag.group(1);
        if (!tags.contains(wanted)) {
          unknown("element with the tag", wanted, expression.span(), new Names(tags).like(wanted));
        }
      } else if (reference.matches()) {
        element(reference.group(1), expression.span());
      }
    }
  }

  private void element(String name, Span span) {
    String last = name.substring(name.lastIndexOf('.') + 1);
    if (names.find("", name).isEmpty() && !places.contains(last)) {
      unknown("element", name, span, names.like(name));
    }
  }

  private void unknown(String what, String name, Span span, Optional<String> like) {
    problems.report(
        Rule.UNKNOWN_IN_VIEW,
        span,
        "there is no " + what + " \"" + name + "\" for the view",
        like.map(found -> "did you mean " + found + "?")
            .orElse("declare it, or take it out of the view"));
  }

  private void property(Statement.Property property) {
    if (COLOURS.contains(property.key().text())
        && !property.values().isEmpty()
        && property.values().getFirst() instanceof Value.Text colour
        && colour.quoted()
        && !COLOUR.matcher(colour.text()).matches()) {
      problems.report(
          Rule.BAD_COLOUR,
          colour.span(),
          property.key().text() + ": \"" + colour.text() + "\" is no colour",
          "write \"#1168bd\", or a name such as \"teal\"");
    }
    property.body().ifPresent(this::body);
  }
}
