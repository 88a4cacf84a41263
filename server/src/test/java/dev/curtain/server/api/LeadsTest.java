package dev.curtain.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.curtain.rollout.Pace;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutEvent.Command;
import dev.curtain.server.document.LeadsDocument;
import dev.curtain.server.document.LeadsDocument.LeadDocument;
import dev.curtain.server.document.RolloutDocument;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From when a change was written to when everybody had it. */
@Timeout(120)
class LeadsTest {
  private static final Optional<String> BLUE_GREEN = Optional.of("blue-green");

  @TempDir Path home;
  private Backstage backstage;
  private ApiServer server;
  private ApiClient client;

  @BeforeEach
  void raise() throws Exception {
    Pace pace = new Pace(20, Duration.ofHours(1));
    backstage = Backstage.raise(home, "shop.sruja", ApiTest.MODEL, pace);
    server = ApiServer.start(Binding.loopback(0), backstage.parts(() -> {}));
    client = new ApiClient(URI.create(server.url()), Optional.empty());
  }

  @AfterEach
  void lower() {
    client.close();
    server.close();
    backstage.close();
  }

  @Test
  void aLeadTimeGoesFromWhenTheChangeWasWrittenToWhenEverybodyHadItForTheFirstTime()
      throws Exception {
    Instant written = Instant.now().minus(3, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
    RolloutDocument second = promoted(deploy("v2", Optional.of(written.toString())));
    promoted(deploy("v3", Optional.empty()));
    assertThat(leads()).extracting(LeadDocument::version).containsExactly("v3", "v2");
    assertThat(leads().getFirst().leadMillis()).as("nobody said").isNull();
    LeadDocument lead = leads().getLast();
    assertThat(lead.writtenAt()).isEqualTo(written.toString());
    assertThat(lead.promotedAt()).isEqualTo(second.promotedAt());
    assertThat(lead.leadMillis())
        .isEqualTo(Duration.between(written, Instant.parse(lead.promotedAt())).toMillis());

    promoted(deploy("v2", Optional.empty()));
    assertThat(leads()).as("what comes back was not written anew").hasSize(2);

    String set =
        client
            .deploySet(
                "Shop.API=v4, Shop.Web=v5",
                "together",
                BLUE_GREEN,
                Optional.of(written.toString()),
                "ann",
                "they belong together")
            .members()
            .getFirst()
            .id();
    promoted(set);
    backstage.await("shop.web-v5", Phase.PROMOTED);
    assertThat(leads())
        .filteredOn(each -> List.of("v4", "v5").contains(each.version()))
        .extracting(LeadDocument::writtenAt)
        .containsExactly(written.toString(), written.toString());
  }

  private List<LeadDocument> leads() throws Exception {
    return client.get("/api/v1/leads", LeadsDocument.class).leads();
  }

  private String deploy(String version, Optional<String> written) throws Exception {
    return client.deploy("Shop.API", version, BLUE_GREEN, "refuse", written, "ann", "").id();
  }

  /** Through all its waits, and those of whoever goes with it. */
  private RolloutDocument promoted(String id) throws Exception {
    while (true) {
      for (RolloutDocument each : client.history(Optional.empty()).rollouts()) {
        if (List.of("watching", "soaking").contains(each.phase())) {
          skip(each.id());
        }
      }
      RolloutDocument now = client.show(id).rollout();
      if (now.endedAt() != null) {
        assertThat(now.outcome()).as("%s", now.reason()).isEqualTo("promoted");
        return now;
      }
      // It is at something that takes a moment; the test's timeout ends what never comes.
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  /** It may have gone on by itself meanwhile, and says so. */
  private void skip(String id) throws Exception {
    try {
      client.command(id, Command.SKIP, "ann", "nobody is to wait for a test");
    } catch (ApiRefused gone) {
      assertThat(gone.status()).isEqualTo(409);
    }
  }

  @Test
  void aTimeThatIsNoneOrHasNotComeIsRefusedAndNothingBegins() {
    for (String written : List.of("yesterday", Instant.now().plusSeconds(3_600).toString())) {
      assertThatThrownBy(() -> deploy("v2", Optional.of(written)))
          .isInstanceOf(ApiRefused.class)
          .hasMessageContaining("written: " + written + " (expected: when the change was written");
    }
    assertThat(backstage.engine.ledger().world().rollouts()).isEmpty();
  }
}
