package dev.curtain.lsp;

import dev.curtain.language.Block;
import dev.curtain.language.Span;
import dev.curtain.language.Statement;
import dev.curtain.language.Value;
import dev.curtain.model.Costs;
import dev.curtain.model.Deployment;
import dev.curtain.model.Element;
import dev.curtain.model.Instance;
import dev.curtain.model.Node;
import dev.curtain.model.Occurrence;
import dev.curtain.model.Service;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is known about the word under the pointer, as Markdown. */
final class Hovers {
  private final Analysis analysis;

  private Hovers(Analysis analysis) {
    this.analysis = analysis;
  }

  /**
   * @param span of the word it is about
   */
  record Hover(String markdown, Span span) {}

  static Optional<Hover> at(Analysis analysis, int offset) {
    Hovers hovers = new Hovers(analysis);
    Optional<Occurrence> name = analysis.at(offset);
    if (name.isPresent()) {
      return hovers.symbol(name.get(), offset).map(text -> new Hover(text, name.get().span()));
    }
    return hovers.statements(analysis.tree().statements(), offset, "file");
  }

  private Optional<String> symbol(Occurrence name, int offset) {
    String path = name.symbol().path();
    return switch (name.symbol().kind()) {
      case ELEMENT -> {
        Optional<String> placed =
            instances()
                .filter(each -> within(each.span(), offset))
                .filter(each -> each.element().equals(path))
                .findFirst()
                .map(this::instance);
        yield placed.or(() -> analysis.element(path).map(this::element));
      }
      case PLACE -> place(path);
      case VIEW -> Optional.of("**view " + path + "**");
      case KIND -> Optional.of("**" + path + "**: a kind that this model declares");
    };
  }

  private static boolean within(Span span, int offset) {
    return span.source() == 0 && span.offset() <= offset && offset <= span.endOffset();
  }

  private Stream<Instance> instances() {
    return nodes().flatMap(node -> node.instances().stream());
  }

  private Stream<Node> nodes() {
    return analysis.model().deployments().stream().flatMap(each -> nodes(each.nodes()));
  }

  private static Stream<Node> nodes(List<Node> nodes) {
    return nodes.stream().flatMap(node -> Stream.concat(Stream.of(node), nodes(node.nodes())));
  }

  private String element(Element element) {
    List<String> lines = new ArrayList<>();
    lines.add("**" + text(element.title()) + "** `" + element.path() + "` · " + element.kind());
    element
        .properties()
        .text("technology")
        .ifPresent(each -> lines.add("technology: " + text(each)));
    element.properties().text("description").ifPresent(each -> lines.add(text(each)));
    Objectives.of(element.properties()).forEach(each -> lines.add("SLO: " + text(each)));
    for (Deployment deployment : analysis.model().deployments()) {
      for (Service service : deployment.services()) {
        if (service.element().equals(element.path())) {
          lines.add(service(deployment, service));
        }
      }
    }
    long out =
        analysis.model().relations().stream()
            .filter(each -> each.from().equals(element.path()))
            .count();
    long in =
        analysis.model().relations().stream()
            .filter(each -> each.to().equals(element.path()))
            .count();
    if (in + out > 0) {
      lines.add(in + (in == 1 ? " relation" : " relations") + " in, " + out + " out");
    }
    return String.join("\n\n", lines);
  }

  private static String service(Deployment deployment, Service service) {
    int replicas = service.placements().stream().mapToInt(Service.Placement::replicas).sum();
    return "in **"
        + text(deployment.id())
        + "**: "
        + service.version().map(each -> text(each) + ", ").orElse("")
        + count(replicas, "replica")
        + (service.placements().size() == 1 ? "" : " in " + service.placements().size() + " places")
        + service
            .candidate()
            .map(each -> "; beside it " + text(each.version()) + " with " + percent(each.share()))
            .orElse("")
        + "; strategy "
        + service.strategy().label();
  }

  private String instance(Instance instance) {
    List<String> lines = new ArrayList<>();
    Optional<Element> element = analysis.element(instance.element());
    lines.add(
        "**"
            + text(element.map(Element::title).orElse(instance.element()))
            + "** `"
            + instance.path()
            + "`");
    lines.add(
        "takes **"
            + percent(instance.trafficShare())
            + "** of the traffic of "
            + instance.element()
            + " in this deployment");
    Optional<Service> service =
        analysis.model().deployments().stream()
            .filter(each -> instance.path().startsWith(each.id() + "/"))
            .flatMap(each -> each.services().stream())
            .filter(each -> each.element().equals(instance.element()))
            .findFirst();
    service.ifPresent(each -> {
      boolean candidate =
          each.candidate().stream()
              .flatMap(one -> one.placements().stream())
              .anyMatch(one -> one.path().equals(instance.path()));
      lines.add(
          (candidate ? "the new version; " : "")
              + "new versions take over by "
              + each.strategy().label());
      each.rollback()
          .errorRate()
          .ifPresent(
              rate -> lines.add("put back by itself above " + percent(rate * 100) + " errors"));
    });
    List<String> promises = Objectives.of(instance.properties());
    boolean own = !promises.isEmpty();
    (own ? promises : element.map(each -> Objectives.of(each.properties())).orElse(List.of()))
        .forEach(each -> lines.add("SLO: " + text(each)));
    return String.join("\n\n", lines);
  }

  private Optional<String> place(String path) {
    for (Deployment deployment : analysis.model().deployments()) {
      if (deployment.id().equals(path)) {
        List<String> lines = new ArrayList<>();
        lines.add("**" + text(deployment.title()) + "** · deployment");
        lines.add(count(deployment.services().size(), "service"));
        Costs.of(deployment).text().ifPresent(each -> lines.add("costs " + each + " a month"));
        return Optional.of(String.join("\n\n", lines));
      }
    }
    return nodes().filter(node -> node.path().equals(path)).findFirst().map(Hovers::node);
  }

  private static String node(Node node) {
    List<String> lines = new ArrayList<>();
    lines.add("**" + text(node.title()) + "** `" + node.path() + "`");
    node.properties().text("status").ifPresent(each -> lines.add("status: " + text(each)));
    for (Instance instance :
        nodes(List.of(node)).flatMap(each -> each.instances().stream()).toList()) {
      lines.add(
          "* "
              + instance.element()
              + instance.properties().text("version").map(each -> " " + text(each)).orElse("")
              + ": "
              + percent(instance.trafficShare())
              + " of its traffic");
    }
    Costs.of(node)
        .text()
        .ifPresent(each -> lines.add("costs " + each + " a month, with all that stands in it"));
    return String.join("\n\n", lines);
  }

  private Optional<Hover> statements(List<Statement> statements, int offset, String context) {
    for (Statement statement : statements) {
      Optional<Hover> found =
          switch (statement) {
            case Statement.Property property -> property(property, offset, context);
            case Statement.Element element -> inside(element.body(), offset, "element");
            case Statement.Place place ->
                inside(
                    place.body(),
                    offset,
                    place.head().kind().text().equals("deployment") ? "deployment" : "node");
            case Statement.Instance instance -> inside(instance.body(), offset, "instance");
            case Statement.Wrapper wrapper -> inside(Optional.of(wrapper.body()), offset, "file");
            case Statement.Extend extend -> inside(Optional.of(extend.body()), offset, "element");
            case Statement.View view -> inside(view.body(), offset, "view");
            case Statement.Import _,
                Statement.Relation _,
                Statement.Literal _,
                Statement.Tags _,
                Statement.Selection _,
                Statement.Unknown _ ->
                Optional.empty();
          };
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Hover> inside(Optional<Block> body, int offset, String context) {
    return body.filter(block -> within(block.span(), offset))
        .flatMap(block -> statements(block.statements(), offset, context));
  }

  private Optional<Hover> property(Statement.Property property, int offset, String context) {
    String name = property.key().text();
    if (within(property.key().span(), offset)
        || property.values().stream().anyMatch(value -> within(value.span(), offset))) {
      String value = property.values().isEmpty() ? "" : written(property.values().getFirst());
      String resolved = resolved(context, name, value);
      return Lexicon.key(context, name)
          .map(key -> "**" + name + "**: " + key.meaning() + resolved)
          .or(() ->
              resolved.isEmpty() ? Optional.empty() : Optional.of("**" + name + "**" + resolved))
          .map(text -> new Hover(text, property.key().span()));
    }
    return inside(property.body(), offset, Lexicon.inside(context, name));
  }

  private static String resolved(String context, String name, String value) {
    boolean target = name.equals("target");
    String text =
        context.equals("availability") && target
            ? Objectives.availability(value, Optional.empty())
            : context.equals("error_rate") && target ? Objectives.errors(value) : "";
    return text.isEmpty() ? "" : "\n\n" + text(value) + text;
  }

  private static String written(Value value) {
    return switch (value) {
      case Value.Text text -> text.text();
      case Value.Number number -> number.number().toPlainString();
      case Value.Truth truth -> String.valueOf(truth.truth());
      case Value.Word word -> word.reference().text();
      case Value.Items _ -> "";
    };
  }

  private static String count(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static String percent(double share) {
    return BigDecimal.valueOf(share)
            .setScale(2, RoundingMode.HALF_UP)
            .stripTrailingZeros()
            .toPlainString()
        + " %";
  }

  /** Text in which an editor reads no Markdown. */
  private static String text(String text) {
    return text.replaceAll("([\\\\`*_\\[\\]<>#])", "\\\\$1");
  }
}
