package dev.curtain.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.rollout.Pace;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A flag that goes out as a step of its service's rollout. */
@Timeout(90)
class FlagGateTest {
  private static final String MODEL =
      """
      Shop = system "Shop" {
        API = container "Shop API" { }
      }
      deployment Production "Production" {
        node Here "Here" {
          containerInstance Shop.API {
            version "v1"
            replicas 1
            deployment_strategy "blue-green"
            gates { start { flag { key "new-checkout" steps ["10", "100"] every "1s" } } }
          }
        }
      }
      """;

  @TempDir private Path home;
  private Backstage backstage;
  private ApiServer server;
  private Wire wire;

  @BeforeEach
  void raise() throws Exception {
    backstage = Backstage.raise(home, "shop.sruja", MODEL, new Pace(20, Duration.ofSeconds(20)));
    server = ApiServer.start(Binding.loopback(0), backstage.parts(() -> {}));
    wire = new Wire(server.port());
  }

  @AfterEach
  void lower() {
    server.close();
    backstage.close();
  }

  private void flag() throws Exception {
    String day = LocalDate.now(ZoneOffset.UTC).plusDays(90).toString();
    post(
        "flags/new-checkout/set",
        "{\"category\":\"release\",\"owner\":\"shop\",\"service\":\"Shop.API\",\"remove_by\":\""
            + day
            + "\"}");
  }

  private Wire.Answer post(String path, String body) throws Exception {
    Wire.Answer answer = wire.post("/api/v1/" + path, body);
    assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
    return answer;
  }

  private String deploy() throws Exception {
    return post("deploy", "{\"service\":\"Shop.API\",\"version\":\"v2\"}")
        .json()
        .get("id")
        .stringValue();
  }

  /** So many of 2000 requests failed under each variant; reported as clients do. */
  private void report(int off, int on) throws Exception {
    post(
        "flags/report",
        "{\"outcomes\":[{\"flag\":\"new-checkout\",\"variant\":\"off\",\"requests\":2000,\"failed\":"
            + off
            + "},{\"flag\":\"new-checkout\",\"variant\":\"on\",\"requests\":2000,\"failed\":"
            + on
            + "}]}");
  }

  private JsonNode await(String path, Predicate<String> so, int off, int on) throws Exception {
    for (int looks = 0; ; looks++) {
      Wire.Answer answer = wire.get("/api/v1/" + path);
      if (so.test(answer.text())) {
        return answer.json();
      }
      assertThat(looks).as("not so: %s", answer.text()).isLessThan(300);
      report(off, on);
      // Clients report now and then.
      LockSupport.parkNanos(200_000_000);
    }
  }

  @Test
  void the_rollout_lets_the_flag_out_and_goes_on_once_everybody_has_it() throws Exception {
    String rollout = deploy();
    await("rollouts/" + rollout, text -> text.contains("there is no flag new-checkout"), 0, 0);
    flag();
    JsonNode out =
        await("flags/new-checkout/history", text -> text.contains("\"expose 100 %\""), 2, 2);
    assertThat(out.toString())
        .contains(
            "\"who\":\"" + rollout + "\"",
            "a step of the way of Shop.API to v2",
            "\"who\":\"judge\"");
    await("rollouts/" + rollout, text -> text.contains("everybody has new-checkout"), 2, 2);
  }

  @Test
  void what_the_judge_turns_off_holds_the_rollout_with_its_evidence() throws Exception {
    flag();
    String rollout = deploy();
    await("flags/new-checkout/history", text -> text.contains("\"action\":\"rollout\""), 0, 0);
    await("flags/new-checkout/history", text -> text.contains("\"action\":\"off\""), 2, 300);
    JsonNode held =
        await("rollouts/" + rollout, text -> text.contains("was turned off by judge: "), 2, 300);
    assertThat(held.get("phase").stringValue()).isEqualTo("gated");
    // It stays off: nobody lets it out again by himself.
    post("flags/new-checkout/on", "{\"who\":\"ann\"}");
    await("rollouts/" + rollout, text -> text.contains("is not on its way out: on by ann"), 2, 2);
  }

  @Test
  void where_the_version_goes_back_the_flag_is_turned_off() throws Exception {
    flag();
    String rollout = deploy();
    await("flags/new-checkout/history", text -> text.contains("\"action\":\"rollout\""), 0, 0);
    post("rollouts/" + rollout + "/abort", "{\"who\":\"ann\",\"reason\":\"pager\"}");
    JsonNode off =
        await("flags/new-checkout/history", text -> text.contains("went back before"), 0, 0);
    assertThat(off.toString()).contains("Shop.API v2 went back before everybody had it");
  }
}
