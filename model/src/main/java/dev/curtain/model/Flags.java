package dev.curtain.model;

import dev.curtain.language.Span;
import dev.curtain.language.Vocabulary;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the flags that a model declares. What they say of each other is {@link FlagChecks}. */
final class Flags {
  private static final String KEY = "[A-Za-z0-9._~-]+";

  private final Map<String, Element> elements;
  private final Names names;
  private final Problems problems;

  Flags(Map<String, Element> elements, Names names, Problems problems) {
    this.elements = elements;
    this.names = names;
    this.problems = problems;
  }

  List<Flag> read() {
    List<Flag> flags = new ArrayList<>();
    for (Element element : elements.values()) {
      if (element.kind().equals(Flag.KIND)) {
        flags.add(flag(element));
      }
    }
    new FlagChecks(flags, problems).check();
    return flags;
  }

  private Flag flag(Element element) {
    Properties said = element.properties();
    String id = element.path().substring(element.path().lastIndexOf('.') + 1);
    String key = said.text("key").orElse(id);
    if (!key.matches(KEY)) {
      problems.report(
          Rule.BAD_FLAG_KEY,
          span(element, "key"),
          "key \"" + key + "\" (expected: letters, digits and . _ ~ -)",
          "write key \"" + Heads.slug(key) + "\"");
    }
    String category = demanded(element, "category", "category \"release\"");
    if (!category.isEmpty() && !Flag.LONGEST_DAYS.containsKey(category)) {
      problems.report(
          Rule.UNKNOWN_FLAG_CATEGORY,
          span(element, "category"),
          "category \"" + category + "\" (expected: release, experiment, ops or permission)",
          "what separates a release from its deployment is release; what goes with a decision is"
              + " experiment; what turns a function off under load is ops");
    }
    String owner = demanded(element, "owner", "owner \"checkout-team\"");
    demanded(element, "remove_by", "remove_by \"2027-03-01\"");
    Optional<LocalDate> created = day(element, "created");
    Optional<LocalDate> removeBy = day(element, "remove_by");
    span(element, category, created, removeBy);
    if (category.equals("permission")) {
      problems.report(
          Rule.PERMISSION_FLAG,
          element.span(),
          key + " decides who may do what, for good",
          "keep it where roles and rights are kept, and ask that; a flag of this kind is reviewed"
              + " by its remove_by instead of removed");
    }
    return new Flag(
        element.path(),
        key,
        element.title(),
        category,
        owner,
        created,
        removeBy,
        service(element),
        said.block("variants").map(Properties::values).orElse(Map.of()),
        said.text("default"),
        requires(said),
        said.text("approval").filter("required"::equals).isPresent(),
        said.text("reason"),
        element.span());
  }

  private String demanded(Element element, String name, String example) {
    Optional<String> text = element.properties().text(name).filter(each -> !each.isBlank());
    if (text.isEmpty()) {
      problems.report(
          Rule.INCOMPLETE_FLAG,
          element.span(),
          element.title() + " does not say its " + name,
          "say it from birth: " + example);
    }
    return text.orElse("");
  }

  private Optional<LocalDate> day(Element element, String name) {
    Optional<String> text = element.properties().text(name).filter(each -> !each.isBlank());
    try {
      return text.map(LocalDate::parse);
    } catch (DateTimeParseException e) {
      problems.report(
          Rule.BAD_FLAG_DAYS,
          span(element, name),
          name + " \"" + text.orElse("") + "\" is no day (expected: \"2027-03-01\")",
          "write year, month and day");
      return Optional.empty();
    }
  }

  private void span(
      Element element, String category, Optional<LocalDate> created, Optional<LocalDate> removeBy) {
    Integer longest = Flag.LONGEST_DAYS.get(category);
    if (created.isEmpty() || removeBy.isEmpty() || longest == null) {
      return;
    }
    LocalDate latest = created.get().plusDays(longest);
    boolean early = !removeBy.get().isAfter(created.get());
    boolean extended = element.properties().text("reason").isPresent();
    if (early || removeBy.get().isAfter(latest) && !extended) {
      problems.report(
          Rule.BAD_FLAG_DAYS,
          span(element, "remove_by"),
          "remove_by "
              + removeBy.get()
              + (early
                  ? " is not after it was created, " + created.get()
                  : " is more than " + longest + " days after " + created.get()),
          early
              ? "name the day on which it is to be gone"
              : "name " + latest + " at the latest; a day that was put off has a reason \"…\"");
    }
  }

  /** What it names, or the element in whose body it stands. */
  private Optional<String> service(Element element) {
    Optional<String> said = element.properties().text("service");
    if (said.isEmpty()) {
      if (element.parent().isEmpty()) {
        problems.report(
            Rule.FLAG_WITHOUT_SERVICE,
            element.span(),
            element.title() + " does not say who reads it",
            "name the service: service Shop.API, or declare the flag in its body");
      }
      return element.parent();
    }
    List<String> found =
        names.find(element.parent().orElse(""), said.get()).stream()
            .filter(path -> {
              Element target = elements.get(path);
              return target != null && !Vocabulary.GOVERNANCE.contains(target.kind());
            })
            .toList();
    if (found.size() == 1) {
      return Optional.of(found.getFirst());
    }
    problems.report(
        Rule.UNKNOWN_FLAG_SERVICE,
        span(element, "service"),
        found.isEmpty()
            ? "there is no service \"" + said.get() + "\""
            : "\"" + said.get() + "\" may be " + String.join(" or ", found),
        found.isEmpty()
            ? names
                .like(said.get())
                .map(like -> "did you mean " + like + "?")
                .orElse("name the container that reads the flag")
            : "write the full path");
    return Optional.empty();
  }

  /** {@code requires NewCart}, {@code requires [A, B]} or {@code requires { NewCart "on" }}. */
  private static Map<String, String> requires(Properties said) {
    Map<String, String> requires = new LinkedHashMap<>();
    said.get("requires").ifPresent(value -> requires(value, requires));
    return requires;
  }

  private static void requires(PropertyValue value, Map<String, String> requires) {
    switch (value) {
      case PropertyValue.Text text -> requires.put(text.value(), "on");
      case PropertyValue.Items items -> items.values().forEach(each -> requires(each, requires));
      case PropertyValue.Block block ->
          block
              .properties()
              .values()
              .keySet()
              .forEach(key -> requires.put(key, block.properties().text(key).orElse("on")));
      case PropertyValue.Num _, PropertyValue.Bool _ -> {}
    }
  }

  private static Span span(Element element, String key) {
    return element.properties().get(key).map(PropertyValue::span).orElse(element.span());
  }
}
