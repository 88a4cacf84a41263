package dev.curtain.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.curtain.language.Severity;
import dev.curtain.model.RollbackPolicy.LatencyBound;
import dev.curtain.model.Service.Placement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SeedModelsTest {
  private static Resolution read(String file) {
    return ModelReader.read(Corpus.read(Corpus.directory("models").resolve(file)));
  }

  private static Service service(String file, String element) {
    return read(file).model().deployments().getFirst().services().stream()
        .filter(service -> service.element().equals(element))
        .findFirst()
        .orElseThrow();
  }

  private static List<Double> shares(Service service) {
    return service.placements().stream().map(Placement::share).toList();
  }

  @Test
  void noneHasAnErrorOrAWarning() {
    for (Path file : Corpus.models(Corpus.directory("models"))) {
      assertThat(ModelReader.read(Corpus.read(file)).diagnostics())
          .as(file.toString())
          .allMatch(diagnostic -> diagnostic.severity() == Severity.INFO);
    }
  }

  @Test
  void theLogicalViewHasItsElementsAndNothingElse() {
    SystemModel model = read("01_logical_architecture.sruja").model();
    assertThat(model.elements())
        .extracting(Element::path, Element::kind, Element::title)
        .containsExactly(
            tuple("ECommerce", "system", "E-Commerce Platform"),
            tuple("ECommerce.API", "container", "REST API"),
            tuple("ECommerce.WebApp", "container", "Web Application"),
            tuple("ECommerce.Database", "database", "PostgreSQL"),
            tuple("ECommerce.Cache", "database", "Redis Cache"));
    assertThat(model.deployments()).isEmpty();
  }

  @Test
  void thePhysicalViewAloneIsTakenAsNamed() {
    Resolution resolution = read("02_physical_architecture.sruja");
    assertThat(resolution.diagnostics()).singleElement().returns("N005", d -> d.code());
    Node aws = resolution.model().deployments().getFirst().nodes().getFirst();
    assertThat(aws.path()).isEqualTo("Production/AWS");
    Node eks = aws.nodes().getFirst().nodes().getFirst();
    assertThat(eks.path()).isEqualTo("Production/AWS/USEast1/EKS");
    Instance api = eks.instances().getFirst();
    assertThat(api.element()).isEqualTo("ECommerce.API");
    assertThat(api.path()).isEqualTo("Production/AWS/USEast1/EKS/ECommerce.API");
    assertThat(api.trafficShare()).isEqualTo(100);
    assertThat(api.properties().text("cpu")).contains("2 cores");
    assertThat(service("02_physical_architecture.sruja", "ECommerce.Database").title())
        .isEqualTo("Database");
  }

  @Test
  void blueServesAndGreenIsTheCandidate() {
    Service api = service("03_blue_green.sruja", "ECommerce.API");
    assertThat(api.version()).contains("v2.3.1");
    assertThat(shares(api)).containsExactly(100.0);
    Service.Candidate green = api.candidate().orElseThrow();
    assertThat(green.version()).isEqualTo("v2.3.2");
    assertThat(green.share()).isZero();
    assertThat(green.placements())
        .singleElement()
        .returns("Production/Green/ECommerce.API", Placement::path)
        .returns(10, Placement::replicas)
        .returns(100.0, Placement::share)
        .returns(false, Placement::standby);
    assertThat(api.strategy()).isEqualTo(new Strategy.BlueGreen(List.of(10.0, 100.0)));
  }

  @Test
  void stableServesEverythingAtRestAndTheCanaryAsksForFive() {
    Service api = service("04_canary.sruja", "ECommerce.API");
    assertThat(api.version()).contains("v2.3.1");
    assertThat(shares(api)).containsExactly(100.0);
    Service.Candidate canary = api.candidate().orElseThrow();
    assertThat(canary.version()).isEqualTo("v2.3.2");
    assertThat(canary.share()).isEqualTo(5);
    assertThat(api.strategy()).isEqualTo(new Strategy.Canary(List.of(5.0, 25.0, 50.0, 100.0)));
    assertThat(api.rollback())
        .isEqualTo(
            new RollbackPolicy(
                true,
                Optional.of(0.01),
                List.of(new LatencyBound(0.95, Duration.ofMillis(500))),
                Optional.of(Duration.ofMinutes(5))));
    List<Node> nodes = read("04_canary.sruja").model().deployments().getFirst().nodes();
    assertThat(nodes)
        .extracting(node -> node.instances().getFirst().trafficShare())
        .containsExactly(95.0, 5.0);
  }

  @Test
  void aRollingUpdateKeepsItsBoundsAndHasNoCandidate() {
    Service api = service("05_rolling.sruja", "ECommerce.API");
    assertThat(api.version()).contains("v2.3.2");
    assertThat(api.candidate()).isEmpty();
    assertThat(api.strategy()).isEqualTo(new Strategy.Rolling(1, 1));
    assertThat(api.rollback()).isEqualTo(RollbackPolicy.NONE);
  }

  @Test
  void threeRegionsDivideTheTraffic() {
    Service api = service("06_active_active_multi_region.sruja", "Netflix.API");
    assertThat(shares(api)).containsExactly(50.0, 30.0, 20.0);
    assertThat(api.placements())
        .extracting(placement -> placement.region().orElse(""))
        .containsExactly("us-east-1", "us-west-2", "eu-west-1");
    assertThat(api.placements()).extracting(Placement::replicas).containsExactly(100, 60, 40);
  }

  @Test
  void relationsInsideASystemMeanItsOwnParts() {
    SystemModel model = read("07_cicd_pipeline.sruja").model();
    assertThat(model.relations())
        .extracting(Relation::from, Relation::to, Relation::label)
        .contains(
            tuple("CICD.GitHub", "CICD.Build", "Push triggers build"),
            tuple("CICD.Production", "ECommerce.API", "Deploys"))
        .hasSize(5);
    assertThat(model.views().getFirst().include()).containsExactly("*");
  }

  @Test
  void objectivesAreKeptAsWritten() {
    Element api =
        read("08_slos.sruja").model().elements().stream()
            .filter(element -> element.path().equals("ECommerce.API"))
            .findFirst()
            .orElseThrow();
    Properties slo = api.properties().block("slo").orElseThrow();
    assertThat(slo.block("error_rate").orElseThrow().text("target")).contains("< 0.1%");
    assertThat(slo.block("latency").orElseThrow().block("current").orElseThrow().text("p99"))
        .contains("420ms");
  }

  @Test
  void thePrimaryTakesWhatTheStandbyLeaves() {
    Service api = service("10_complete_ecommerce_at_scale.sruja", "ECommerce.API");
    assertThat(shares(api)).containsExactly(100.0, 0.0);
    assertThat(api.placements()).extracting(Placement::standby).containsExactly(false, true);
    assertThat(api.candidate()).isEmpty();
    assertThat(api.strategy()).isEqualTo(new Strategy.Canary(List.of(5.0, 25.0, 50.0, 100.0)));
    Service database = service("10_complete_ecommerce_at_scale.sruja", "ECommerce.Database");
    assertThat(shares(database)).containsExactly(100.0, 0.0);
    assertThat(database.strategy()).isInstanceOf(Strategy.Rolling.class);
    assertThat(
            read("10_complete_ecommerce_at_scale.sruja")
                .model()
                .deployments()
                .getFirst()
                .services())
        .extracting(Service::element)
        .containsExactly(
            "ECommerce.API", "ECommerce.WebApp", "ECommerce.Database", "ECommerce.Cache");
  }
}
