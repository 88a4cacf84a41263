package dev.curtain.server.api;

import dev.curtain.diagram.Box;
import dev.curtain.diagram.Diagrams;
import dev.curtain.diagram.Layout;
import dev.curtain.diagram.Picture;
import dev.curtain.model.ModelReader;
import dev.curtain.model.Service;
import dev.curtain.model.SystemModel;
import dev.curtain.model.View;
import dev.curtain.server.document.PictureDocument;
import dev.curtain.server.world.Entry;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The model as a picture, laid out once for each thing that may be asked for. */
final class PictureReads {
  private static final int MOST_KEPT = 64;

  /** As wide as what a service does gets. */
  private static final String LIVE = "9999/s · 0.00 % · 999 ms";

  private final Parts parts;
  private final Map<List<Object>, PictureDocument> drawn = new ConcurrentHashMap<>();

  PictureReads(Parts parts) {
    this.parts = parts;
  }

  List<Endpoint> endpoints() {
    return List.of(Endpoint.get("/api/v1/picture", this::picture));
  }

  private void picture(ServerRequest request, ServerResponse response) {
    Entry.Raised raised = Asked.raised(parts);
    Optional<String> view = Asked.query(request, "view");
    String level = Asked.query(request, "level").orElse("container");
    Optional<String> of = Asked.query(request, "of");
    SystemModel model = ModelReader.read(raised.text()).model();
    if (drawn.size() > MOST_KEPT) {
      drawn.clear();
    }
    List<Object> asked = List.of(raised.at(), view, level, of);
    PictureDocument known = drawn.get(asked);
    if (known == null) {
      Picture picture =
          view.isPresent()
              ? Diagrams.logical(model, Optional.of(named(model, view.get())))
              : Diagrams.level(model, level(level), of.map(path -> existing(model, path)));
      known = PictureDocument.of(Layout.of(roomy(picture)), views(model), services());
      drawn.put(asked, known);
    }
    Answers.json(response, 200, known);
  }

  private Set<String> services() {
    return parts.engine().services().stream().map(Service::element).collect(Collectors.toSet());
  }

  /** Services get a line more, in which the page writes what they do now. */
  private Picture roomy(Picture picture) {
    Set<String> services = services();
    return new Picture(
        picture.title(),
        picture.boxes().stream().map(box -> roomy(box, services)).toList(),
        picture.edges(),
        picture.direction());
  }

  private static Box roomy(Box box, Set<String> services) {
    List<String> lines = new ArrayList<>(box.lines());
    if (services.contains(box.id()) && box.children().isEmpty()) {
      lines.add(LIVE);
    }
    return new Box(
        box.id(),
        box.title(),
        lines,
        box.kind(),
        box.tone(),
        box.style(),
        box.change(),
        box.children().stream().map(child -> roomy(child, services)).toList());
  }

  private static List<PictureDocument.ViewName> views(SystemModel model) {
    return model.views().stream()
        .map(view ->
            new PictureDocument.ViewName(
                view.id(), view.title().isBlank() ? view.id() : view.title()))
        .toList();
  }

  private static View named(SystemModel model, String id) {
    return model.views().stream()
        .filter(view -> view.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            ApiProblem.unknown(
                "view: " + id + " (expected: one of the model's)", "GET /api/v1/model has them"));
  }

  private static Diagrams.Level level(String text) {
    for (Diagrams.Level level : Diagrams.Level.values()) {
      if (level.name().toLowerCase(Locale.ROOT).equals(text)) {
        return level;
      }
    }
    throw ApiProblem.invalid("level: " + text + " (expected: context, container, component)", "");
  }

  private static String existing(SystemModel model, String path) {
    if (model.elements().stream().noneMatch(element -> element.path().equals(path))) {
      throw ApiProblem.unknown(
          "of: " + path + " (expected: an element)", "GET /api/v1/model has them");
    }
    return path;
  }
}
