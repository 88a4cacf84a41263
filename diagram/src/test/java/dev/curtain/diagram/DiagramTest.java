package dev.curtain.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.diagram.Drawing.Area;
import dev.curtain.diagram.Drawing.PlacedBox;
import dev.curtain.diagram.Drawing.PlacedEdge;
import dev.curtain.diagram.Drawing.Point;
import dev.curtain.model.ModelReader;
import dev.curtain.model.Resolution;
import dev.curtain.model.SystemModel;
import dev.curtain.model.View;
import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class DiagramTest {
  private static final String SHOP =
      """
      User = person "A <user> & \\"friend\\""
      Shop = system "Shop" {
        Web = container "Web" { technology "React" }
        API = container "API"
        DB = database "Data"
        Web -> API "calls"
        API -> DB "reads"
        DB -> Web "never, but a cycle"
      }
      Mail = system "Mail"
      User -> Shop.Web "browses"
      Shop.API -> Mail "sends"
      Shop.API -> Mail "and again"
      R1 = requirement functional "is no box"
      deployment P "Production" {
        node East "East" {
          traffic 100
          containerInstance Shop.API { version "v1" replicas 1 traffic 95 }
          containerInstance Shop.API { version "v2" replicas 2 traffic 5 }
        }
        node West "West" { status "standby" containerInstance Shop.DB { replicas 2 } }
      }
      view part "Part" { include Shop.* exclude Shop.DB }
      view context of Mail { include * }
      """;

  private static SystemModel model(String text) {
    Resolution resolution = ModelReader.read(text);
    assertThat(resolution.hasErrors()).as(resolution.diagnostics().toString()).isFalse();
    return resolution.model();
  }

  /** Systems with parts that are related at random. */
  private static String random(int seed, int systems) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder();
    for (int s = 0; s < systems; s++) {
      text.append("S" + s + " = system \"System number " + s + "\" {\n");
      for (int c = 0; c < 5; c++) {
        text.append("  C" + c + " = container \"Part " + c + " of " + s + "\"\n");
      }
      text.append("}\n");
    }
    for (int i = 0; i < systems * 8; i++) {
      text.append("S" + random.nextInt(systems) + ".C" + random.nextInt(5) + " -> ");
      text.append("S" + random.nextInt(systems) + ".C" + random.nextInt(5) + " \"label " + i);
      text.append("\"\n");
    }
    return text.toString();
  }

  private static boolean inside(Area inner, Area outer) {
    return inner.x() >= outer.x()
        && inner.y() >= outer.y()
        && inner.x() + inner.width() <= outer.x() + outer.width()
        && inner.y() + inner.height() <= outer.y() + outer.height();
  }

  private static void sound(Drawing drawing) {
    Area page = new Area(0, 0, drawing.width(), drawing.height());
    for (PlacedBox a : drawing.boxes()) {
      assertThat(inside(a.area(), page)).as(a.id() + " on the page").isTrue();
      for (PlacedBox b : drawing.boxes()) {
        if (!a.id().equals(b.id()) && a.area().overlaps(b.area(), 0)) {
          assertThat(inside(a.area(), b.area()) || inside(b.area(), a.area()))
              .as(a.id() + " and " + b.id())
              .isTrue();
        }
      }
    }
    Map<String, Area> areas = new HashMap<>();
    drawing.boxes().forEach(box -> areas.put(box.id(), box.area()));
    for (PlacedEdge edge : drawing.edges()) {
      onBorder(edge.points().getFirst(), Objects.requireNonNull(areas.get(edge.from())));
      onBorder(edge.points().getLast(), Objects.requireNonNull(areas.get(edge.to())));
      for (int i = 1; i < edge.points().size(); i++) {
        clear(edge, edge.points().get(i - 1), edge.points().get(i), drawing.boxes());
      }
    }
  }

  private static void onBorder(Point point, Area area) {
    boolean across = point.x() == area.x() || point.x() == area.x() + area.width();
    boolean down = point.y() == area.y() || point.y() == area.y() + area.height();
    assertThat(across || down).as(point + " on the border of " + area).isTrue();
  }

  private static void clear(PlacedEdge edge, Point a, Point b, List<PlacedBox> boxes) {
    assertThat(a.x() == b.x() || a.y() == b.y()).as("straight").isTrue();
    for (PlacedBox box : boxes) {
      Area area = box.area();
      boolean through =
          Math.max(a.x(), b.x()) > area.x()
              && Math.min(a.x(), b.x()) < area.x() + area.width()
              && Math.max(a.y(), b.y()) > area.y()
              && Math.min(a.y(), b.y()) < area.y() + area.height();
      assertThat(through && !box.container())
          .as(edge.from() + " -> " + edge.to() + " through " + box.id())
          .isFalse();
    }
  }

  @Test
  void boxesDoNotOverlapAndArrowsGoRoundThem() {
    sound(Layout.of(Diagrams.logical(model(SHOP), Optional.empty())));
    for (int seed = 0; seed < 8; seed++) {
      Picture picture = Diagrams.logical(model(random(seed, 1 + seed)), Optional.empty());
      sound(Layout.of(picture));
      assertThat(Layout.of(picture).edges()).hasSameSizeAs(picture.edges());
    }
  }

  @Test
  void aViewShowsWhatItIncludesWhereItBelongs() {
    SystemModel model = model(SHOP);
    Picture picture = Diagrams.logical(model, model.views().stream().findFirst());
    assertThat(picture.boxes())
        .singleElement()
        .satisfies(shop -> {
          assertThat(shop.id()).isEqualTo("Shop");
          assertThat(shop.children()).extracting(Box::id).containsExactly("Shop.Web", "Shop.API");
        });
    assertThat(picture.edges()).containsExactly(new Picture.Edge("Shop.Web", "Shop.API", "calls"));
  }

  @Test
  void aViewOfAnElementShowsItWithItsNeighbours() {
    SystemModel model = model(SHOP);
    Picture picture = Diagrams.logical(model, Optional.of(model.views().getLast()));
    assertThat(picture.boxes()).extracting(Box::id).containsExactly("Shop", "Mail");
    assertThat(picture.boxes().getFirst().children())
        .extracting(Box::id)
        .containsExactly("Shop.API");
  }

  @Test
  void severalRelationsOfAPairAreOneArrow() {
    assertThat(Diagrams.logical(model(SHOP), Optional.empty()).edges())
        .contains(new Picture.Edge("Shop.API", "Mail", "sends, and again"));
  }

  @Test
  void aDeploymentShowsVersionsSharesAndWhatStandsBy() {
    Picture picture = Diagrams.deployment(model(SHOP), model(SHOP).deployments().getFirst());
    Box east = picture.boxes().getFirst();
    assertThat(east.children())
        .extracting(Box::lines, Box::tone)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                List.of("v1 · 1 replica", "95 % of the traffic"), Box.Tone.NORMAL),
            org.assertj.core.groups.Tuple.tuple(
                List.of("v2 · 2 replicas", "5 % of the traffic"), Box.Tone.CANDIDATE));
    assertThat(picture.boxes().getLast().tone()).isEqualTo(Box.Tone.STANDBY);
    sound(Layout.of(picture));
  }

  @Test
  void theSvgIsXmlWhateverTheTitles() throws Exception {
    String svg = Svg.of(Layout.of(Diagrams.logical(model(SHOP), Optional.empty())));
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
    assertThat(svg).contains("A &lt;user&gt; &amp; &quot;friend&quot;");
    assertThat(Svg.escape("a\u0000b\uD800c")).isEqualTo("abc");
  }

  @Test
  void theSameModelGivesTheSameBytes() {
    String text = random(5, 6);
    assertThat(Svg.of(Layout.of(Diagrams.logical(model(text), Optional.empty()))))
        .isEqualTo(Svg.of(Layout.of(Diagrams.logical(model(text), Optional.empty()))));
  }

  @Test
  void mermaidReadsNoCodeInTitles() {
    String mermaid = Mermaid.of(Diagrams.logical(model(SHOP), Optional.empty()));
    assertThat(mermaid)
        .startsWith("flowchart TB\n")
        .contains("n1([\"A #60;user#62; #38; #34;friend#34;<br/>[person]\"])")
        .contains("subgraph n2[\"Shop<br/>[system]\"]")
        .contains("n1 -->|\"browses\"| n3");
  }

  @Test
  void labelsStandClearOfBoxesAndOfEachOther() {
    for (int seed = 0; seed < 6; seed++) {
      Drawing drawing =
          Layout.of(Diagrams.logical(model(random(seed, 2 + seed)), Optional.empty()));
      List<PlacedEdge> labelled =
          drawing.edges().stream().filter(edge -> !edge.label().isEmpty()).toList();
      for (PlacedEdge edge : labelled) {
        Area label = edge.labelArea();
        assertThat(drawing.boxes())
            .as("boxes under " + edge.label())
            .noneMatch(box -> !box.container() && box.area().overlaps(label, 0));
        assertThat(labelled)
            .as("labels over " + edge.label())
            .noneMatch(other -> !other.equals(edge) && other.labelArea().overlaps(label, 0));
      }
    }
  }

  @Test
  void viewsKnowTagsStylesDirectionsAndWhatTheyExtend() {
    SystemModel model =
        model(
            """
            Shop = system "Shop" {
              API = container "API" { tags ["edge", "slow"] }
              DB = database "DB"
              API -> DB
            }
            Old = system "Old" { tags "legacy" Part = container "Part" }
            view base { include * exclude [tag = legacy] style "database" { background "#123456" shape "box" } autolayout lr }
            view narrow extends base { exclude #slow styles { database { color "red" } } }
            """);
    Picture base = Diagrams.logical(model, Optional.of(model.views().getFirst()));
    assertThat(base.direction()).isEqualTo(Picture.Direction.RIGHT);
    assertThat(base.boxes()).extracting(Box::id).containsExactly("Shop");
    Box store = base.boxes().getFirst().children().getLast();
    assertThat(store.style().background()).hasValue("#123456");
    assertThat(store.style().shape()).isEqualTo(Style.Shape.BOX);
    Picture narrow = Diagrams.logical(model, Optional.of(model.views().getLast()));
    assertThat(narrow.direction()).isEqualTo(Picture.Direction.RIGHT);
    assertThat(narrow.boxes().getFirst().children()).extracting(Box::id).containsExactly("Shop.DB");
    assertThat(narrow.boxes().getFirst().children().getFirst().style())
        .satisfies(style -> {
          assertThat(style.background()).hasValue("#123456");
          assertThat(style.color()).hasValue("red");
        });
    assertThat(Svg.of(Layout.of(narrow))).contains("fill:#123456;", "fill:red");
  }

  @Test
  void stylesOutsideOfViewsHoldInAllOfThemAndAViewsOwnOverThem() {
    SystemModel model =
        model(
            """
            Shop = system "Shop" {
              Web = container "Web"
              API = container "API"
              DB = database "DB"
              Web -> API "calls"
              API -> DB "stores" [slow]
            }
            styles {
              element "database" { background "#abcdef" }
              relation "calls" { color "#3b82f6" thickness 3 pattern "dashed" opacity 50 }
              relation "Shop.API -> Shop.DB" { color "red" }
            }
            view all { include * }
            view own { include * style { relation "calls" { color "#10b981" } } }
            """);
    for (Optional<View> view :
        List.of(Optional.<View>empty(), model.views().stream().findFirst())) {
      Picture picture = Diagrams.logical(model, view);
      assertThat(picture.edges())
          .extracting(edge -> edge.line().color().orElse(""))
          .containsExactly("#3b82f6", "red");
      assertThat(picture.boxes().getFirst().children().getLast().style().background())
          .hasValue("#abcdef");
    }
    Picture own = Diagrams.logical(model, Optional.of(model.views().getLast()));
    assertThat(own.edges().getFirst().line())
        .isEqualTo(new Line(Optional.of("#10b981"), Optional.of(3), Line.Pattern.DASHED, 50));
    assertThat(Svg.of(Layout.of(own)))
        .contains("stroke:#10b981;stroke-width:3;stroke-dasharray:6 4;opacity:0.5;")
        .contains("url(#head-1)", "url(#head-2)", "style=\"fill:#10b981\"");
    assertThat(Mermaid.of(own))
        .contains("linkStyle 0 stroke:#10b981,stroke-width:3px,stroke-dasharray:6 4");
    assertThat(D2.of(own)).contains("{ style.stroke: \"red\" }");
  }

  @Test
  void aColourThatIsNoneGetsNowhere() {
    SystemModel model =
        ModelReader.read(
                "S = system \"S\"\n"
                    + "view v { include * style \"system\" { background \"red;}x{\" } }")
            .model();
    assertThat(Svg.of(Layout.of(Diagrams.logical(model, model.views().stream().findFirst()))))
        .doesNotContain("red;}");
  }

  @Test
  void theLevelsOfTheModelAreThoseOfC4() {
    SystemModel model = model(SHOP);
    Picture context = Diagrams.level(model, Diagrams.Level.CONTEXT, Optional.empty());
    assertThat(context.boxes()).extracting(Box::id).containsExactly("User", "Shop", "Mail");
    assertThat(context.boxes()).allMatch(box -> box.children().isEmpty());
    assertThat(context.edges())
        .extracting(Picture.Edge::from, Picture.Edge::to)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("User", "Shop"),
            org.assertj.core.groups.Tuple.tuple("Shop", "Mail"));
    Picture inside = Diagrams.level(model, Diagrams.Level.CONTAINER, Optional.of("Shop"));
    assertThat(inside.boxes()).extracting(Box::id).containsExactly("User", "Shop", "Mail");
    assertThat(inside.boxes().get(1).children())
        .extracting(Box::id)
        .containsExactly("Shop.Web", "Shop.API", "Shop.DB");
  }

  @Test
  void everyMarkIsExplainedWhereItIsSeen() {
    Drawing drawing =
        Layout.of(Diagrams.deployment(model(SHOP), model(SHOP).deployments().getFirst()));
    assertThat(drawing.legend())
        .extracting(Drawing.Mark::name)
        .containsExactly("candidate", "standby");
    assertThat(Layout.of(Diagrams.logical(model(SHOP), Optional.empty())).legend()).isEmpty();
  }

  @Test
  void aFixedThemeHoldsForProgramsWithoutStyleSheets() throws Exception {
    String svg = Svg.of(Layout.of(Diagrams.logical(model(SHOP), Optional.empty())), Theme.DARK);
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
    assertThat(svg).doesNotContain("class=", "var(--", "<style").contains("fill:#14181f");
    SystemModel styled =
        model("S = system \"S\"\nstyles { element \"system\" { color \"teal\" stroke \"red\" } }");
    String own = Svg.of(Layout.of(Diagrams.logical(styled, Optional.empty())), Theme.LIGHT);
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(own)));
    assertThat(own).contains("fill:teal;");
  }

  @Test
  void d2AndStructurizrHoldTheWholeModel() {
    String d2 = D2.of(Diagrams.logical(model(SHOP), Optional.empty()));
    assertThat(d2)
        .contains("n1: \"A <user> & \\\"friend\\\"\\n[person]\" {")
        .contains("n1 -> n2.n3: \"browses\"");
    String dsl = Structurizr.of(model(SHOP), "shop");
    assertThat(dsl)
        .startsWith("workspace \"shop\" {")
        .contains("Shop = softwareSystem \"Shop\"", "Web = container \"Web\" \"\" \"React\"")
        .contains("User -> Web \"browses\"", "deploymentEnvironment \"P\"")
        .contains("containerInstance API {", "\"version\" \"v2\"");
    assertThat(dsl.chars().filter(c -> c == '{').count())
        .isEqualTo(dsl.chars().filter(c -> c == '}').count());
  }
}
