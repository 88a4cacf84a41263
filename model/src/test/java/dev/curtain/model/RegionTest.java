package dev.curtain.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RegionTest {
  private static List<Region> regions(String nodes) {
    Deployment deployment =
        ModelReader.read(
                "Shop = system \"Shop\" { API = container \"API\" }\ndeployment P \"P\" {\n"
                    + nodes
                    + "}\n")
            .model()
            .deployments()
            .getFirst();
    return Region.of(deployment, deployment.services().getFirst());
  }

  private static List<String> names(String nodes) {
    return regions(nodes).stream().map(Region::name).toList();
  }

  @Test
  void aRegionHasTheNameThatTheModelGivesItElseThatOfItsNode() {
    assertThat(
            names(
                """
                node A "A" { region "east" traffic 50 containerInstance Shop.API { replicas 2 } }
                node B "B" { traffic 50 containerInstance Shop.API { replicas 2 } }
                """))
        .containsExactly("east", "B");
  }

  @Test
  void nodesOfOneNameInDifferentPlacesAreDifferentRegions() {
    List<Region> regions =
        regions(
            """
            node AWS "AWS" {
              node USEast1 "US-East-1" {
                node EKS "EKS" { containerInstance Shop.API { replicas 10 } }
              }
              node USWest2 "US-West-2" {
                status "standby"
                node EKS "EKS" { containerInstance Shop.API { replicas 2 traffic 0 } }
              }
            }
            """);
    assertThat(regions.stream().map(Region::name)).containsExactly("USEast1", "USWest2");
    assertThat(regions.getLast().standby()).isTrue();
    assertThat(Region.without(regions.getFirst(), regions).enough()).isTrue();
  }

  @Test
  void placesOfOneRegionAreLostTogether() {
    List<Region> regions =
        regions(
            """
            node A "A" { region "east" traffic 50 containerInstance Shop.API { replicas 2 } }
            node B "B" { region "east" traffic 50 containerInstance Shop.API { replicas 3 } }
            """);
    assertThat(regions).singleElement().extracting(Region::replicas).isEqualTo(5);
    assertThat(regions.getFirst().nodes()).hasSize(2);
  }
}
