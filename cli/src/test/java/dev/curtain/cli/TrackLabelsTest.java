package dev.curtain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.server.document.StatusDocument.Replicas;
import dev.curtain.server.document.StatusDocument.TrackDocument;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nobody has to guess which of two tracks a line is about. */
class TrackLabelsTest {
  @Test
  void versionsThatDifferSayEnough() {
    assertThat(labels(track("a", "v1", "P/Main", ""), track("b", "v2", "P/Main", "api-v2")))
        .containsExactly("v1", "v2");
  }

  @Test
  void theSameVersionInSeveralPlacesIsToldApartByThePlace() {
    assertThat(
            labels(
                track("a", "v1", "P/EU/Box", ""),
                track("b", "v1", "P/US", ""),
                track("c", "v2", "P/US", "api-v2")))
        .containsExactly("v1 Box", "v1 US", "v2 US");
  }

  @Test
  void aVersionBesideItselfIsToldApartByTheRollout() {
    assertThat(labels(track("a", "v1", "P/Main", ""), track("b", "v1", "P/Main", "api-v1")))
        .containsExactly("v1 as raised", "v1 api-v1");
  }

  private static List<String> labels(TrackDocument... tracks) {
    return List.copyOf(TrackLabels.of(List.of(tracks)).values());
  }

  private static TrackDocument track(String name, String version, String node, String deployment) {
    return new TrackDocument(
        name,
        version,
        node,
        deployment.isEmpty() ? null : deployment,
        50,
        1,
        new Replicas(1, 1),
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
