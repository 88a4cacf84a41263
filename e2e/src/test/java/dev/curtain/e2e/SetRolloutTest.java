package dev.curtain.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutEvent.Command;
import dev.curtain.server.api.ApiClient;
import dev.curtain.server.document.RolloutDocument;
import dev.curtain.server.document.SetDocument;
import dev.curtain.server.log.EventLog;
import dev.curtain.server.traffic.Load;
import dev.curtain.server.traffic.SyntheticUsers;
import dev.curtain.server.world.Entry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Two services that have to change together, as real processes under load. */
class SetRolloutTest {
  private static final String MODEL =
      """
      Shop = system "Shop" {
        API = container "API" { run "%1$s" ready "/readyz" }
        Web = container "Web" { run "%1$s" ready "/readyz" }
      }
      Shop.Web -> Shop.API "asks"
      deployment Local "This machine" {
        listen "127.0.0.1:%2$d"
        node Machine "This machine" {
          containerInstance Shop.Web {
            version "v1"
            deployment_strategy "blue-green"
            blue_green { steps [100] }
            soak "10 minutes"
            auto_rollback { error_rate "> 1%%" trigger_time "2 seconds" }
          }
          containerInstance Shop.API {
            version "v1"
            deployment_strategy "blue-green"
            blue_green { steps [100] }
            soak "10 minutes"
            auto_rollback { error_rate "> 1%%" trigger_time "2 seconds" }
          }
        }
      }
      """;

  private static final String BOTH = "Shop.API=v2,Shop.Web=v2";

  @Test
  void theyChangeOverInOneRouteTableGoBackInOneAndNoRequestIsLost() throws Exception {
    try (RaisedShop shop =
            RaisedShop.raiseModel(users -> MODEL.formatted(RaisedShop.program(), users));
        SyntheticUsers users = SyntheticUsers.start(load(shop));
        ApiClient api = shop.api()) {
      api.deploySet(BOTH, "together", Optional.empty(), Optional.empty(), "test", "");
      shop.await("both have everything", () -> all(api, "set-1", "soaking"));

      // While everything is new the controller dies: the set is still one set afterwards.
      shop.kill();
      shop.restart();
      String one = api.set("set-1").members().getFirst().id();
      api.command(one, Command.ABORT, "test", "one of them is wrong");
      shop.await("both are back", () -> all(api, "set-1", "rolled_back"));
      assertThat(api.set("set-1").outcome()).isEqualTo("rolled_back");
      for (RolloutDocument member : api.set("set-1").members()) {
        assertThat(member.requestsToCandidateAfterRollback()).as(member.id()).isZero();
        assertThat(member.receipt().lost()).as(member.id()).isZero();
      }

      api.deploySet(BOTH, "dependencies", Optional.empty(), Optional.empty(), "test", "");
      SetDocument inOrder = api.set("set-2");
      assertThat(inOrder.members().getFirst().service()).isEqualTo("Shop.API");
      shop.await("both have everything", () -> all(api, "set-2", "soaking"));
      for (RolloutDocument member : api.set("set-2").members()) {
        api.command(member.id(), Command.PROMOTE, "test", "seen enough");
      }
      shop.await("both are promoted", () -> all(api, "set-2", "promoted"));
      assertThat(users.snapshot().failures()).isEmpty();

      // A log that is written while it is copied may be copied in two halves.
      shop.kill();
      assertThat(epochs(shop, "set-1")).as("there and back, two tables for both").hasSize(2);
      assertThat(epochs(shop, "set-2")).as("one after the other").hasSize(2);
      shop.restart();
    }
  }

  private static Load load(RaisedShop shop) {
    return Load.of(
        new InetSocketAddress("127.0.0.1", shop.users),
        List.of(
            new Load.Target("shop.api.localhost", "/orders/1", 1),
            new Load.Target("shop.web.localhost", "/orders/2", 1)),
        60,
        100,
        1);
  }

  private static boolean all(ApiClient api, String set, String phase) throws Exception {
    return api.set(set).members().stream().allMatch(member -> member.phase().equals(phase));
  }

  /** In which tables routes of the set's members came into force. */
  private static TreeSet<Long> epochs(RaisedShop shop, String set) throws IOException {
    TreeSet<Long> epochs = new TreeSet<>();
    List<String> members = new ArrayList<>();
    try (EventLog log = EventLog.open(copied(shop), EventLog.Durability.PROCESS)) {
      log.replay(
          0,
          (_, entry) -> {
            if (entry instanceof Entry.Planned planned
                && planned.spec().set().filter(each -> each.id().equals(set)).isPresent()) {
              members.add(planned.spec().id());
            }
            if (entry instanceof Entry.Moved moved
                && moved.event() instanceof RolloutEvent.Routed routed
                && members.contains(moved.rollout())) {
              epochs.add(routed.epoch());
            }
          });
    }
    return epochs;
  }

  /** The log belongs to the controller: it is read as a copy. */
  private static Path copied(RaisedShop shop) throws IOException {
    Path state = shop.home.resolve("state");
    for (String file : new String[] {"events.db", "events.db-wal"}) {
      Files.copy(state.resolve(file), shop.home.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    return shop.home.resolve("events.db");
  }
}
