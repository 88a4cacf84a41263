package dev.curtain.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.model.Service.Placement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharesTest {
  /** The shares of all instances as written, in the order of the text. */
  private static void written(String nodes, Double... expected) {
    List<Double> shares = new ArrayList<>();
    Models.deployment(Models.deployed(nodes)).nodes().forEach(node -> collect(node, shares));
    assertThat(shares).as(nodes).containsExactly(expected);
  }

  private static void collect(Node node, List<Double> into) {
    node.instances().forEach(instance -> into.add(ServiceReader.round(instance.trafficShare())));
    node.nodes().forEach(child -> collect(child, into));
  }

  private static String api(String properties) {
    return "containerInstance API { " + properties + " } ";
  }

  @Test
  void oneInstanceTakesEverything() {
    written("node A { " + api("") + "}", 100.0);
  }

  @Test
  void whatIsMissingTakesTheRestByReplicasElseEqually() {
    written("node A { " + api("traffic 40") + "}\nnode B { " + api("") + "}", 40.0, 60.0);
    written("node A { " + api("replicas 3") + "}\nnode B { " + api("replicas 1") + "}", 75.0, 25.0);
    written("node A { " + api("replicas 3") + "}\nnode B { " + api("") + "}", 50.0, 50.0);
  }

  @Test
  void sharesOfNodesMultiplyDown() {
    written(
        "node A { traffic 50\n node A1 { traffic 40 "
            + api("")
            + "} node A2 { traffic 60 "
            + api("")
            + "} }\n"
            + "node B { traffic 50 "
            + api("traffic 90 version \"v1\"")
            + " node C { "
            + api("traffic 10 version \"v2\"")
            + "} }",
        20.0,
        30.0,
        45.0,
        5.0);
  }

  @Test
  void standbyPlacesTakeNothing() {
    written(
        "node A { " + api("") + "}\nnode B { status \"standby\" " + api("replicas 9") + "}",
        100.0,
        0.0);
    written(
        "node A { " + api("") + "}\nnode B { " + api("role \"read-replica\"") + "}", 100.0, 0.0);
    written(
        "node A { status \"standby\" node B { status \"active\" "
            + api("")
            + "} node C { "
            + api("")
            + "} }",
        100.0,
        0.0);
  }

  @Test
  void aNodeWithoutTheServiceTakesNoPart() {
    String text =
        "S = system { API = container  Web = container }\n"
            + "deployment P { node A { traffic 75 containerInstance API containerInstance Web }\n"
            + "node B { traffic 25 containerInstance API } }";
    Deployment deployment = Models.deployment(text);
    assertThat(deployment.services().get(0).placements())
        .extracting(Placement::share)
        .containsExactly(75.0, 25.0);
    assertThat(deployment.services().get(1).placements())
        .extracting(Placement::share)
        .containsExactly(100.0);
  }

  @Test
  void atRestTheCandidatesShareGoesBackToItsOwnRegion() {
    String text =
        Models.deployed(
            "node E { traffic 50 node S { "
                + api("traffic 95 version \"v1\"")
                + "} node C { "
                + api("traffic 5 version \"v2\"")
                + "} }\nnode W { traffic 50 "
                + api("version \"v1\"")
                + "}");
    Service service = Models.service(text);
    assertThat(service.placements()).extracting(Placement::share).containsExactly(50.0, 50.0);
    assertThat(service.candidate().orElseThrow().share()).isEqualTo(2.5);
  }

  @Test
  void sumsThatAreNotAHundredAreErrorsThatNameTheSum() {
    String over =
        Models.deployed(
            "node A { " + api("traffic 100") + "}\nnode B { " + api("traffic 20") + "}");
    Models.diagnostics(over, "D001@4:42");
    assertThat(Models.only(over).message()).contains("120 %").contains("P/B/Shop.API 20");
    Models.diagnostics(
        Models.deployed("node A { " + api("traffic 60") + "}\nnode B { " + api("traffic 20") + "}"),
        "D001@4:42");
    Models.diagnostics(
        Models.deployed(
            "node A { traffic 60 " + api("") + "}\nnode B { traffic 20 " + api("") + "}"),
        "D001@4:1");
    Models.diagnostics(Models.instance("traffic 0"), "D001@3:47");
  }

  @Test
  void sharesOutsideTheirRangeAreErrors() {
    Models.diagnostics(Models.instance("traffic 101"), "D002@3:47");
    assertThat(ModelReader.read(Models.instance("traffic -5")).diagnostics().getFirst().code())
        .isEqualTo("D002");
  }

  @Test
  void aServiceThatOnlyStandsByStillServesAndIsWarnedAbout() {
    String text = Models.deployed("node A { status \"standby\"\n" + api("") + "}");
    Models.diagnostics(text, "A002@4:1");
    assertThat(Models.service(text).placements())
        .extracting(Placement::share)
        .containsExactly(100.0);
  }
}
