package dev.curtain.server.document;

import dev.curtain.model.Deployment;
import dev.curtain.model.Element;
import dev.curtain.model.Flag;
import dev.curtain.model.ImpliedRelations;
import dev.curtain.model.Instance;
import dev.curtain.model.Node;
import dev.curtain.model.Properties;
import dev.curtain.model.PropertyValue;
import dev.curtain.model.Relation;
import dev.curtain.model.SystemModel;
import dev.curtain.model.View;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code curtain model FILE --format json}. Properties keep the text's own values. */
public record ModelDocument(
    List<ElementDocument> elements,
    List<RelationDocument> relations,
    List<DeploymentDocument> deployments,
    List<ViewDocument> views,
    List<FlagDocument> flags) {
  public record ElementDocument(
      String path,
      String kind,
      String title,
      @Nullable String parent,
      Map<String, Object> properties) {}

  /**
   * @param implied whether no line of the text says it: a relation of {@code A.B} is one of {@code
   *     A}
   */
  public record RelationDocument(String from, String to, String label, boolean implied) {}

  public record DeploymentDocument(
      String id, String title, Map<String, Object> properties, List<NodeDocument> nodes) {}

  public record NodeDocument(
      String id,
      String path,
      String title,
      Map<String, Object> properties,
      List<NodeDocument> nodes,
      List<InstanceDocument> instances) {}

  public record InstanceDocument(
      String element, String path, Map<String, Object> properties, double trafficShare) {}

  public record ViewDocument(String id, String title, List<String> include, List<String> exclude) {}

  /**
   * A flag as the model declares it.
   *
   * @param variants by name; empty: on and off
   * @param requires other flags by key, and the variants they have to be at
   */
  public record FlagDocument(
      String key,
      String path,
      String title,
      String category,
      String owner,
      @Nullable String created,
      @Nullable String removeBy,
      @Nullable String service,
      Map<String, Object> variants,
      @Nullable String defaultVariant,
      Map<String, String> requires,
      boolean approval) {}

  public static ModelDocument of(SystemModel model) {
    return new ModelDocument(
        model.elements().stream().map(ModelDocument::element).toList(),
        Stream.concat(
                model.relations().stream().map(relation -> relation(relation, false)),
                ImpliedRelations.of(model).stream().map(relation -> relation(relation, true)))
            .toList(),
        model.deployments().stream().map(ModelDocument::deployment).toList(),
        model.views().stream().map(ModelDocument::view).toList(),
        model.flags().stream().map(ModelDocument::flag).toList());
  }

  private static ElementDocument element(Element element) {
    return new ElementDocument(
        element.path(),
        element.kind(),
        element.title(),
        element.parent().orElse(null),
        values(element.properties()));
  }

  private static RelationDocument relation(Relation relation, boolean implied) {
    return new RelationDocument(relation.from(), relation.to(), relation.label(), implied);
  }

  private static DeploymentDocument deployment(Deployment deployment) {
    return new DeploymentDocument(
        deployment.id(),
        deployment.title(),
        values(deployment.properties()),
        deployment.nodes().stream().map(ModelDocument::node).toList());
  }

  private static NodeDocument node(Node node) {
    return new NodeDocument(
        node.id(),
        node.path(),
        node.title(),
        values(node.properties()),
        node.nodes().stream().map(ModelDocument::node).toList(),
        node.instances().stream().map(ModelDocument::instance).toList());
  }

  private static InstanceDocument instance(Instance instance) {
    return new InstanceDocument(
        instance.element(),
        instance.path(),
        values(instance.properties()),
        instance.trafficShare());
  }

  private static ViewDocument view(View view) {
    return new ViewDocument(view.id(), view.title(), view.include(), view.exclude());
  }

  private static FlagDocument flag(Flag flag) {
    return new FlagDocument(
        flag.key(),
        flag.path(),
        flag.title(),
        flag.category(),
        flag.owner(),
        flag.created().map(LocalDate::toString).orElse(null),
        flag.removeBy().map(LocalDate::toString).orElse(null),
        flag.service().orElse(null),
        values(new Properties(flag.variants())),
        flag.standard().orElse(null),
        flag.requires(),
        flag.approval());
  }

  private static Map<String, Object> values(Properties properties) {
    Map<String, Object> values = new LinkedHashMap<>();
    properties.values().forEach((key, value) -> values.put(key, value(value)));
    return values;
  }

  private static Object value(PropertyValue value) {
    return switch (value) {
      case PropertyValue.Text text -> text.value();
      case PropertyValue.Num number -> number(number.value());
      case PropertyValue.Bool bool -> bool.value();
      case PropertyValue.Items items -> items.values().stream().map(ModelDocument::value).toList();
      case PropertyValue.Block block -> values(block.properties());
    };
  }

  /** {@code 10} stays {@code 10}. */
  private static Object number(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= 0
            && number.abs().compareTo(BigDecimal.valueOf(1L << 53)) < 0
        ? (Object) number.longValueExact()
        : number;
  }
}
