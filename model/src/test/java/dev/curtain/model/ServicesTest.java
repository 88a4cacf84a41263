package dev.curtain.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.model.Service.Placement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServicesTest {
  private static Strategy strategy(String properties) {
    return Models.service(Models.instance(properties)).strategy();
  }

  private static String siblings(String one, String other) {
    return Models.deployed(
        "node A { containerInstance API { "
            + one
            + " } }\nnode B { containerInstance API { "
            + other
            + " } }");
  }

  @Test
  void whatIsSaidOutrightHolds() {
    assertThat(strategy("deployment_strategy \"blue-green\""))
        .isEqualTo(new Strategy.BlueGreen(List.of(10.0, 100.0)));
    assertThat(strategy("strategy \"Blue/Green\"")).isInstanceOf(Strategy.BlueGreen.class);
    assertThat(strategy("deployment_strategy recreate")).isInstanceOf(Strategy.Recreate.class);
    assertThat(strategy("deployment_strategy \"A/B\"")).isInstanceOf(Strategy.Ab.class);
    assertThat(strategy("deploymentStrategy \"RollingUpdate\" replicas 4"))
        .isEqualTo(new Strategy.Rolling(1, 1));
    assertThat(strategy("deployment_strategy \"canary\" rolling_update { max_surge 2 }"))
        .isInstanceOf(Strategy.Canary.class);
  }

  @Test
  void anUnknownStrategyIsAnErrorThatListsTheKnown() {
    Models.diagnostics(Models.instance("deployment_strategy \"yolo\""), "D004@3:59");
    assertThat(Models.only(Models.instance("deployment_strategy \"yolo\"")).message())
        .contains("blue-green, canary, rolling, recreate, shadow, ab, ring");
  }

  @Test
  void whatIsConfiguredComesNext() {
    assertThat(strategy("rolling_update { max_unavailable 2 max_surge 0 }"))
        .isEqualTo(new Strategy.Rolling(2, 0));
    assertThat(strategy("maxUnavailable 1 maxSurge 2")).isEqualTo(new Strategy.Rolling(1, 2));
    assertThat(strategy("canary_percentage 10"))
        .isEqualTo(new Strategy.Canary(List.of(10.0, 25.0, 50.0, 100.0)));
    assertThat(strategy("canary { steps [1, 5, 25, 100] }"))
        .isEqualTo(new Strategy.Canary(List.of(1.0, 5.0, 25.0, 100.0)));
    assertThat(strategy("canary { steps [\"1%\", \"50%\"] }"))
        .isEqualTo(new Strategy.Canary(List.of(1.0, 50.0, 100.0)));
    assertThat(strategy("canary_percentage 60"))
        .isEqualTo(new Strategy.Canary(List.of(60.0, 100.0)));
  }

  @Test
  void thenWhatIsShown() {
    assertThat(
            Models.service(siblings("version v1 traffic 100", "version v2 traffic 0")).strategy())
        .isInstanceOf(Strategy.BlueGreen.class);
    assertThat(Models.service(siblings("version v1 traffic 98", "version v2 traffic 2")).strategy())
        .isEqualTo(new Strategy.Canary(List.of(2.0, 25.0, 50.0, 100.0)));
    assertThat(
            Models.service(siblings("traffic 100", "traffic 0 status \"ready-for-switch\""))
                .strategy())
        .isInstanceOf(Strategy.BlueGreen.class);
  }

  @Test
  void theDefaultIsARollingUpdateThatKeepsCapacity() {
    assertThat(strategy("replicas 4")).isEqualTo(new Strategy.Rolling(1, 1));
    assertThat(strategy("replicas 1")).isEqualTo(new Strategy.Rolling(0, 1));
    assertThat(Models.service(siblings("", "traffic 0")).strategy())
        .isInstanceOf(Strategy.Rolling.class);
  }

  @Test
  void stepsHaveToRise() {
    Models.diagnostics(Models.instance("canary { steps [5, 1] }"), "D006@3:58");
    Models.diagnostics(Models.instance("canary { steps [5, 200] }"), "D006@3:58");
    Models.diagnostics(
        Models.instance("rolling_update { max_unavailable 0 max_surge 0 }"), "D007@3:84");
  }

  @Test
  void replicasStayWithinTheirBounds() {
    Models.diagnostics(Models.instance("replicas 1 min_replicas 2"), "D003@3:48");
    Models.diagnostics(Models.instance("replicas 9 max_replicas 5"), "D003@3:48");
    Models.diagnostics(Models.instance("min_replicas 9 max_replicas 5"), "D003@3:52");
    assertThat(Models.service(Models.instance("min_replicas 3 max_replicas 5")).placements())
        .extracting(Placement::replicas)
        .containsExactly(3);
  }

  @Test
  void theLargerShareServesAndTheActivePlaceWhereTheyAreEqual() {
    Service service = Models.service(siblings("version v2 traffic 5", "version v1 traffic 95"));
    assertThat(service.version()).contains("v1");
    assertThat(service.candidate().orElseThrow().version()).isEqualTo("v2");
    Service even =
        Models.service(
            siblings("version v1 traffic 50", "version v2 traffic 50 status \"active\""));
    assertThat(even.version()).contains("v2");
  }

  @Test
  void threeVersionsAreTooMany() {
    Models.diagnostics(
        Models.deployed(
            "node A { containerInstance API { version v1 traffic 90 } }\n"
                + "node B { containerInstance API { version v2 traffic 5 } }\n"
                + "node C { containerInstance API { version v3 traffic 5 } }"),
        "D005@5:42");
  }

  @Test
  void twoVersionsMayShareANode() {
    Service service =
        Models.service(
            Models.deployed(
                "node A { containerInstance API { version v1 traffic 90 }\n"
                    + "containerInstance API { version v2 traffic 10 } }"));
    assertThat(service.candidate().orElseThrow().placements())
        .extracting(Placement::path)
        .containsExactly("P/A/Shop.API#2");
    Models.diagnostics(
        Models.deployed("node A { containerInstance API\ncontainerInstance API }"), "N004@4:1");
  }

  @Test
  void placesAreUniquePerParentOnly() {
    Models.diagnostics(
        Models.deployed(
            "node A { node X { containerInstance API } }\n"
                + "node B { node X { containerInstance API } }"));
    Models.diagnostics(Models.deployed("node A { }\nnode A { }"), "N004@4:1");
    Models.diagnostics("deployment P { }\ndeployment P { }", "N004@2:1");
  }

  @Test
  void targetsHaveToExist() {
    Models.diagnostics(Models.deployed("node A { containerInstance Shop.Nothing }"), "N001@3:28");
    Models.diagnostics(
        "S = system { X = container }\n"
            + "T = system { X = container }\n"
            + "deployment P { node N { containerInstance X } }",
        "N002@3:43");
    Models.diagnostics(
        "deployment P { node N { containerInstance A containerInstance B } }", "N005@1:43");
    Models.diagnostics("containerInstance A", "D008@1:1");
    Models.diagnostics("node N \"N\"", "D008@1:1");
  }

  @Test
  void rollbackMayBeSaidAtTheInstanceOrTheContainer() {
    RollbackPolicy policy =
        Models.service(
                Models.instance(
                    "autoRollback { errorRate \"2%\" latencyP99 \"1s\" triggerTime \"30s\" }"))
            .rollback();
    assertThat(policy.errorRate()).contains(0.02);
    assertThat(policy.latencies())
        .containsExactly(new RollbackPolicy.LatencyBound(0.99, Duration.ofSeconds(1)));
    assertThat(policy.triggerTime()).contains(Duration.ofSeconds(30));
    assertThat(Models.service(Models.instance("auto_rollback false")).rollback().enabled())
        .isFalse();
    String atContainer =
        "S = system { API = container { auto_rollback { error_rate \"> 1%\" } } }\n"
            + "deployment P { node N { containerInstance API } }";
    assertThat(Models.service(atContainer).rollback().errorRate()).contains(0.01);
  }

  @Test
  void theLaunchIsTheContainersOverriddenByTheInstance() {
    String text =
        """
        S = system { API = container {
          run "java -jar api-{version}.jar" health "/healthz" ready "/readyz"
          env { LOG_LEVEL "info" dbUrl "a" }
        } }
        deployment P {
          listen ":8080" runtime "process"
          node N { containerInstance API { health "/live" image "shop/api" env { dbUrl "b" } } }
        }
        """;
    Service.Launch launch = Models.service(text).launch();
    assertThat(launch.run()).contains("java -jar api-{version}.jar");
    assertThat(launch.health()).contains("/live");
    assertThat(launch.ready()).contains("/readyz");
    assertThat(launch.image()).contains("shop/api");
    assertThat(launch.env()).isEqualTo(Map.of("LOG_LEVEL", "info", "dbUrl", "b"));
    assertThat(Models.deployment(text).properties().text("listen")).contains(":8080");
  }

  @Test
  void smokeIsAskedBeforeTheFirstUsersUnlessAGateAsks() {
    assertThat(Models.service(Models.instance("smoke \"/orders/1\"")).release().gates())
        .containsExactly(Map.entry(Release.Point.FIRST, List.of(new Gate.Smoke("/orders/1"))));
    assertThat(
            Models.service(
                    Models.instance("smoke \"/orders/1\" gates { full { smoke \"/deep\" } }"))
                .release()
                .gates())
        .containsExactly(Map.entry(Release.Point.FULL, List.of(new Gate.Smoke("/deep"))));
  }

  @Test
  void secretsArePlacesAndNotValues() {
    Service.Launch launch =
        Models.service(
                Models.instance("env { LOG \"info\" } secrets { DB_PASSWORD \"file:db.secret\" }"))
            .launch();
    assertThat(launch.env()).containsExactly(Map.entry("LOG", "info"));
    assertThat(launch.secrets()).containsExactly(Map.entry("DB_PASSWORD", "file:db.secret"));
  }
}
