package dev.curtain.cli.imports;

import dev.curtain.cli.imports.Imported.Finding;
import dev.curtain.cli.imports.StructurizrTokens.Line;
import dev.curtain.language.Formatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A workspace in the Structurizr DSL as a model; what has no counterpart is said, line by line. */
public final class Structurizr {
  private static final Set<String> ELEMENTS =
      Set.of("person", "softwaresystem", "container", "component", "element");
  private static final Set<String> PLACES =
      Set.of("deploymentenvironment", "deploymentnode", "infrastructurenode");
  private static final Set<String> INSTANCES =
      Set.of("containerinstance", "softwaresysteminstance", "instanceof");
  private static final Set<String> SILENT =
      Set.of(
          "url",
          "perspectives",
          "autolayout",
          "animation",
          "theme",
          "themes",
          "!identifiers",
          "configuration",
          "branding",
          "terminology",
          "healthcheck");

  private final List<Finding> findings = new ArrayList<>();
  private final StringBuilder out = new StringBuilder();
  private final Map<String, String> paths = new HashMap<>();
  private final Deque<Frame> frames = new ArrayDeque<>();
  private final List<String> relations = new ArrayList<>();
  private final Map<String, Names> names = new HashMap<>();

  /**
   * An open block.
   *
   * @param what its keyword in small letters
   * @param path of the element that it is, or of the one around it
   * @param kindAt where in what is written its kind stands, which its tags may make another
   * @param written whether a block is open in what is written, too
   */
  private record Frame(String what, String path, boolean written, int kindAt) {
    Frame(String what, String path, boolean written) {
      this(what, path, written, -1);
    }
  }

  private Structurizr() {}

  /**
   * @throws IllegalArgumentException where the text is no workspace; the message says why
   */
  public static Imported read(String text) {
    Structurizr reader = new Structurizr();
    List<Line> lines = StructurizrTokens.of(text);
    if (lines.stream().noneMatch(line -> line.word(0).equalsIgnoreCase("workspace"))) {
      throw new IllegalArgumentException(
          "has no workspace (expected: a file in the Structurizr DSL)");
    }
    reader.line("import { * } from 'sruja.ai/stdlib'\n");
    lines.forEach(reader::read);
    while (!reader.frames.isEmpty()) {
      reader.close();
    }
    String model = reader.out.toString();
    return new Imported(Formatter.format(model).orElse(model), reader.findings);
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private String what() {
    return frames.isEmpty() ? "" : frames.getFirst().what();
  }

  private String path() {
    return frames.isEmpty() ? "" : frames.getFirst().path();
  }

  private void read(Line line) {
    if (line.closes()) {
      if (!frames.isEmpty()) {
        close();
      }
      return;
    }
    List<String> words = line.words();
    boolean assigned = words.size() > 2 && words.get(1).equals("\u0000=");
    String name = assigned ? words.getFirst() : "";
    List<String> rest = assigned ? words.subList(2, words.size()) : words;
    String keyword = rest.isEmpty() ? "" : rest.getFirst().toLowerCase(Locale.ROOT);
    int arrow = rest.indexOf("->");
    boolean inProperties = what().equals("properties");
    if (Set.of("ignored", "styles").contains(what()) || inProperties) {
      inner(line, rest, inProperties);
    } else if (arrow == 0 || arrow == 1) {
      relation(
          arrow == 0 ? path() : resolve(rest.getFirst()), rest.subList(arrow + 1, rest.size()));
      block(line, "ignored");
    } else if (ELEMENTS.contains(keyword)) {
      element(line, name, keyword, rest);
    } else if (PLACES.contains(keyword)) {
      place(line, name, keyword, rest);
    } else if (INSTANCES.contains(keyword)) {
      instance(line, rest);
    } else {
      other(line, keyword, rest);
    }
  }

  private void inner(Line line, List<String> rest, boolean properties) {
    if (properties && rest.size() == 2) {
      String key = rest.getFirst().replaceAll("[^A-Za-z0-9_]", "_");
      boolean number = rest.get(1).matches("\\d+");
      if (key.matches("[A-Za-z].*")) {
        line(key + " " + (number ? rest.get(1) : Names.text(rest.get(1))));
      }
    }
    block(line, "ignored");
  }

  private void block(Line line, String what) {
    if (line.opens()) {
      frames.push(new Frame(what, path(), false));
    }
  }

  private void close() {
    Frame frame = frames.pop();
    if (frame.written()) {
      line("}");
    }
    if (frame.what().equals("model")) {
      relations.forEach(this::line);
      relations.clear();
    }
  }

  private void relation(String from, List<String> rest) {
    String to = rest.isEmpty() ? "" : resolve(rest.getFirst());
    if (from.isEmpty() || to.isEmpty()) {
      find(
          "unknown-name",
          String.join(" ", rest),
          "a relation names what is not declared",
          "look for it in the model");
      return;
    }
    String label = rest.size() > 1 ? " " + Names.text(rest.get(1)) : "";
    String technology =
        rest.size() > 2 && !rest.get(2).isBlank() ? " " + Names.text(rest.get(2)) : "";
    relations.add(from + " -> " + to + label + technology);
  }

  private String resolve(String name) {
    String key = name.toLowerCase(Locale.ROOT);
    if (key.equals("this")) {
      return path();
    }
    return paths.getOrDefault(key, "");
  }

  private String id(String name, String title) {
    return names.computeIfAbsent(path(), _ -> new Names()).of(name.isEmpty() ? title : name);
  }

  private void element(Line line, String name, String keyword, List<String> rest) {
    String title = rest.size() > 1 ? rest.get(1) : name;
    boolean technical = keyword.equals("container") || keyword.equals("component");
    String tags = word(rest, technical ? 4 : 3).toLowerCase(Locale.ROOT);
    String kind =
        tags.contains("database")
            ? "database"
            : tags.contains("queue")
                ? "queue"
                : keyword.equals("softwaresystem") || keyword.equals("element")
                    ? "system"
                    : keyword;
    String id = id(name, title);
    String path = path().isEmpty() ? id : path() + "." + id;
    String key = name.toLowerCase(Locale.ROOT);
    if (!key.isEmpty()) {
      paths.put(key, path);
      String outer =
          frames.stream()
              .filter(each -> !each.path().isEmpty())
              .map(Frame::path)
              .findFirst()
              .orElse("");
      new LinkedHashMap<>(paths)
          .forEach((known, of) -> {
            if (of.equals(outer) && !outer.isEmpty()) {
              paths.put(known + "." + key, path);
            }
          });
    }
    int kindAt = out.length() + id.length() + 3;
    line(id + " = " + kind + " " + Names.text(title) + " {");
    say("description", word(rest, 2));
    if (technical) {
      say("technology", word(rest, 3));
    }
    tags(word(rest, technical ? 4 : 3));
    if (line.opens()) {
      frames.push(new Frame(keyword, path, true, kindAt));
    } else {
      line("}");
    }
  }

  /** The usual tags of a container that is a database or a queue make it one. */
  private String retyped(String tags) {
    Frame frame = frames.getFirst();
    List<String> others = new ArrayList<>();
    for (String tag : tags.split(",", -1)) {
      String kind = tag.strip().toLowerCase(Locale.ROOT);
      boolean known = kind.equals("database") || kind.equals("queue");
      if (known
          && frame.kindAt() >= 0
          && out.indexOf("container", frame.kindAt()) == frame.kindAt()) {
        out.replace(frame.kindAt(), frame.kindAt() + "container".length(), kind);
      } else {
        others.add(tag);
      }
    }
    return String.join(",", others);
  }

  private static String word(List<String> rest, int index) {
    return index < rest.size() ? rest.get(index) : "";
  }

  private void say(String key, String text) {
    if (!text.isBlank()) {
      line(key + " " + Names.text(text));
    }
  }

  private void tags(String tags) {
    List<String> all = new ArrayList<>();
    for (String tag : tags.split(",", -1)) {
      if (!tag.isBlank()) {
        all.add(Names.text(tag.strip()));
      }
    }
    if (!all.isEmpty()) {
      line("tags [" + String.join(", ", all) + "]");
    }
  }

  private void place(Line line, String name, String keyword, List<String> rest) {
    String title = word(rest, 1);
    String id = id(name, title);
    boolean environment = keyword.equals("deploymentenvironment");
    String kind =
        environment ? "deployment" : keyword.equals("deploymentnode") ? "node" : "infrastructure";
    line(kind + " " + id + " " + Names.text(title) + " {");
    if (!environment) {
      say("description", word(rest, 2));
      say("technology", word(rest, 3));
    }
    if (line.opens()) {
      frames.push(new Frame(keyword, environment ? "//" + id : path() + "/" + id, true));
    } else {
      line("}");
    }
  }

  private void instance(Line line, List<String> rest) {
    String element = resolve(word(rest, 1));
    if (element.isEmpty()) {
      find(
          "unknown-name",
          "line " + line.number(),
          "an instance of " + word(rest, 1) + ", which is not declared, is left out",
          "declare it, or correct the name");
      block(line, "ignored");
      return;
    }
    line("containerInstance " + element + (line.opens() ? " {" : ""));
    if (line.opens()) {
      frames.push(new Frame("instance", path(), true));
    }
  }

  private void other(Line line, String keyword, List<String> rest) {
    switch (keyword) {
      case "workspace", "model", "group", "enterprise" -> block(line, keyword);
      case "description", "technology" ->
          say(keyword, what().equals("workspace") ? "" : word(rest, 1));
      case "tags", "tag" -> {
        if (frames.stream().findFirst().filter(Frame::written).isPresent()) {
          tags(retyped(String.join(",", rest.subList(1, rest.size()))));
        }
      }
      case "properties" -> {
        boolean kept = frames.stream().findFirst().filter(Frame::written).isPresent();
        block(line, kept ? "properties" : "ignored");
      }
      case "name" -> {}
      default -> {
        if (!SILENT.contains(keyword) && !keyword.isEmpty()) {
          String what =
              keyword.equals("views")
                  ? "views are not taken over: curtain view draws levels and deployments by itself"
                  : rest.getFirst() + " is not taken over";
          find(
              "not-taken-over",
              "line " + line.number(),
              "line " + line.number() + ": " + what,
              "write it by hand where it is needed");
        }
        block(line, "ignored");
      }
    }
  }

  private void find(String rule, String subject, String message, String hint) {
    findings.add(new Finding(rule, subject, message, hint));
  }
}
