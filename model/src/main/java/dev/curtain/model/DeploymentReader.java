package dev.curtain.model;

import dev.curtain.language.Block;
import dev.curtain.language.Name;
import dev.curtain.language.Reference;
import dev.curtain.language.Statement;
import dev.curtain.language.Vocabulary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads one deployment: its tree of places, and what stands where. */
final class DeploymentReader {
  private final Statement.Place statement;
  private final Map<String, Element> elements;
  private final Names names;
  private final Relations relations;
  private final Problems problems;
  private final Readings readings;

  private final List<Level> levels = new ArrayList<>();
  private final Map<String, List<Placed>> services = new LinkedHashMap<>();
  private final Set<String> paths = new HashSet<>();
  private Map<String, Double> shares = Map.of();
  private final boolean placesOnly;
  private boolean takenAsNamed;

  DeploymentReader(
      Statement.Place statement,
      Map<String, Element> elements,
      Names names,
      Relations relations,
      Problems problems) {
    this.statement = statement;
    this.elements = elements;
    this.names = names;
    this.relations = relations;
    this.problems = problems;
    this.readings = new Readings(problems);
    this.placesOnly =
        elements.values().stream()
            .allMatch(element -> Vocabulary.GOVERNANCE.contains(element.kind()));
  }

  Deployment read() {
    String id = Heads.id(statement.head());
    Properties properties = properties(statement.head(), statement.body());
    Level root =
        new Level(
            Optional.empty(),
            id,
            Optional.empty(),
            false,
            false,
            Optional.empty(),
            statement.span());
    Spot spot = spot(root, id, statement, properties);
    List<Placed> placed = services.values().stream().flatMap(List::stream).toList();
    Shares.checkNodes(levels, placed, problems);
    Map<String, Double> written = new HashMap<>();
    services.values().forEach(service -> written.putAll(Shares.asWritten(root, service, problems)));
    shares = written;
    ServiceReader reader = new ServiceReader(root, properties, elements, problems, readings);
    List<Service> found =
        services.entrySet().stream()
            .map(entry -> reader.read(entry.getKey(), entry.getValue(), written))
            .toList();
    List<Node> nodes = new ArrayList<>(spot.nodes().stream().map(this::node).toList());
    if (!spot.placed().isEmpty()) {
      nodes.addFirst(
          new Node(
              id,
              id,
              spot.title(),
              Properties.NONE,
              List.of(),
              instances(spot),
              spot.level().span()));
    }
    return new Deployment(id, spot.title(), properties, nodes, found, statement.span());
  }

  /** Names of everything in a deployment that a step may mean. */
  static void placeNames(List<Statement> statements, Set<String> into) {
    for (Statement statement : statements) {
      if (statement instanceof Statement.Place place) {
        into.add(Heads.id(place.head()));
        place.body().ifPresent(body -> placeNames(body.statements(), into));
      }
    }
  }

  private record Spot(
      String id,
      String title,
      Level level,
      Properties properties,
      List<Spot> nodes,
      List<Placed> placed) {}

  private Node node(Spot spot) {
    return new Node(
        spot.id(),
        spot.level().path(),
        spot.title(),
        spot.properties(),
        spot.nodes().stream().map(this::node).toList(),
        instances(spot),
        spot.level().span());
  }

  private List<Instance> instances(Spot spot) {
    return spot.placed().stream()
        .map(placed ->
            new Instance(
                placed.element(),
                placed.path(),
                placed.properties(),
                shares.getOrDefault(placed.path(), 0.0),
                placed.span()))
        .toList();
  }

  private Properties properties(Statement.Head head, Optional<Block> body) {
    PropertyReader reader = new PropertyReader(problems).addAll(head.attributes());
    body.ifPresent(block ->
        reader.addAll(
            block.statements().stream()
                .filter(inner -> !(inner instanceof Statement.Relation))
                .toList()));
    if (head.texts().size() > 1) {
      reader.putIfAbsent("technology", head.texts().get(1).text(), head.texts().get(1).span());
    }
    return reader.toProperties();
  }

  private Spot spot(Level level, String id, Statement.Place place, Properties properties) {
    List<Spot> nodes = new ArrayList<>();
    List<Placed> placed = new ArrayList<>();
    for (Statement inner : place.body().map(Block::statements).orElse(List.of())) {
      switch (inner) {
        case Statement.Place child -> nodes.add(child(level, child));
        case Statement.Instance instance ->
            target(instance).ifPresent(element -> placed.add(placed(level, instance, element)));
        case Statement.Element element ->
            problems.report(
                Rule.MISPLACED,
                element.span(),
                "an element is declared inside a deployment",
                "declare it outside, and place it with containerInstance");
        case Statement.Import _,
            Statement.Extend _,
            Statement.Wrapper _,
            Statement.Relation _,
            Statement.Property _,
            Statement.Literal _,
            Statement.Tags _,
            Statement.View _,
            Statement.Selection _,
            Statement.Unknown _ -> {}
      }
    }
    return new Spot(id, Heads.title(place.head(), place.body()), level, properties, nodes, placed);
  }

  private Spot child(Level parent, Statement.Place place) {
    String id = Heads.id(place.head());
    String path = unique(parent.path() + "/" + id, place);
    Properties properties = properties(place.head(), place.body());
    String status = properties.text("status").orElse("");
    Level level =
        new Level(
            Optional.of(parent),
            path,
            readings.share(properties, "traffic"),
            status.equals("standby") || parent.standby() && !status.equals("active"),
            status.equals("active") || parent.active() && !status.equals("standby"),
            properties.text("region").or(parent::region),
            place.span());
    levels.add(level);
    return spot(level, id, place, properties);
  }

  private String unique(String path, Statement statement) {
    if (paths.add(path)) {
      return path;
    }
    problems.report(
        Rule.DUPLICATE_PLACE,
        statement.span(),
        path + " is there twice",
        "give one of them another name; names have to differ within one parent only");
    return numbered(path);
  }

  private String numbered(String path) {
    int number = 2;
    while (!paths.add(path + "#" + number)) {
      number++;
    }
    return path + "#" + number;
  }

  private Optional<String> target(Statement.Instance instance) {
    Reference reference = instance.target();
    List<String> found = names.find("", reference.text());
    if (found.size() == 1) {
      return Optional.of(found.getFirst());
    }
    if (found.isEmpty() && placesOnly) {
      if (!takenAsNamed) {
        takenAsNamed = true;
        problems.report(
            Rule.TAKEN_AS_NAMED,
            reference.span(),
            "this file declares no elements; what is deployed is taken as named",
            "declare " + reference.text() + " to have its references checked");
      }
      return Optional.of(reference.text());
    }
    relations.report(reference, found);
    return Optional.empty();
  }

  private Placed placed(Level level, Statement.Instance instance, String element) {
    Properties properties = properties(instance.head(), instance.body());
    String path = level.path() + "/" + element;
    Optional<String> version = properties.text("version");
    Optional<String> which =
        instance.head().name().map(Name::text).or(() -> properties.text("instance_id"));
    List<Placed> service = services.computeIfAbsent(element, _ -> new ArrayList<>());
    boolean sameVersion =
        service.stream()
            .anyMatch(other ->
                other.level().path().equals(level.path())
                    && other.version().equals(version)
                    && (which.isEmpty() || other.which().equals(which)));
    if (sameVersion) {
      path = unique(path, instance);
    } else if (!paths.add(path)) {
      path = numbered(path);
    }
    OptionalInt replicas = readings.integer(properties, "replicas", 0);
    OptionalInt least = readings.integer(properties, "min_replicas", 0);
    OptionalInt most = readings.integer(properties, "max_replicas", 0);
    InstanceChecks.replicas(element, properties, replicas, least, most, problems);
    readings.millicores(properties, "cpu");
    readings.bytes(properties, "memory");
    Placed placed =
        new Placed(
            element,
            path,
            level,
            properties,
            readings.share(properties, "traffic"),
            replicas,
            replicas.orElse(least.orElse(1)),
            version,
            which,
            instance.span());
    service.add(placed);
    return placed;
  }
}
