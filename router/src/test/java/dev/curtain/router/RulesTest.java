package dev.curtain.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.curtain.flags.Cohort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups of requests with a division of their own, and testers with a pass. */
class RulesTest {
  private static final byte[] KEY = "a key of 16 byte".getBytes(StandardCharsets.US_ASCII);

  private Router router;
  private TestService v1;
  private TestService v2;

  @BeforeEach
  void start() throws IOException {
    router = Router.onLoopback(RouterOptions.DEFAULT.withPassKey(KEY));
    v1 = TestService.named("v1");
    v2 = TestService.named("v2");
  }

  @AfterEach
  void stop() throws IOException {
    router.close();
    v1.close();
    v2.close();
  }

  private void rules(long epoch, int candidate, RoutePolicy.Rule... rules) throws IOException {
    Route route =
        Tables.route(
            "/",
            Tables.track("v2", candidate, v2),
            Tables.track("v1", Route.WHOLE - candidate, v1));
    RouteTable table =
        new RouteTable(
            epoch, List.of(route.withPolicy(RoutePolicy.NONE.withRules(List.of(rules)))));
    // As it goes over the wire and onto the disk.
    router.apply(Json.table(Json.MAPPER.writeValueAsBytes(table)));
  }

  private String ask(String fields) throws IOException {
    try (Wire wire = Wire.to(router.port())) {
      return wire.send("GET / HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n").response().text();
    }
  }

  @Test
  void aHeaderSendsWhoHasItToTheOtherSideAndNobodyElse() throws IOException {
    rules(1, 0, RoutePolicy.Rule.to("v2", "germany", Condition.header("X-Country", "DE", "AT")));
    assertThat(ask("x-country: DE\r\n")).isEqualTo("v2");
    assertThat(ask("X-Country: AT\r\n")).isEqualTo("v2");
    assertThat(ask("X-Country: D\r\n")).isEqualTo("v1");
    assertThat(ask("X-Country: DEU\r\n")).isEqualTo("v1");
    assertThat(ask("")).isEqualTo("v1");
  }

  @Test
  void aCookieDoesSoTooAndWithoutValuesItsPresenceIsEnough() throws IOException {
    rules(
        1,
        0,
        RoutePolicy.Rule.to("v2", "beta", Condition.cookie("beta")),
        RoutePolicy.Rule.to("v2", "b", Condition.cookie("side", "b")));
    assertThat(ask("Cookie: a=1; beta=x\r\n")).isEqualTo("v2");
    assertThat(ask("Cookie: side=b\r\n")).isEqualTo("v2");
    assertThat(ask("Cookie: side=a; beta=\r\n")).isEqualTo("v1");
  }

  @Test
  void ringsGrowFromNamedUsersOverAShareToEverybody() throws IOException {
    RoutePolicy.Rule staff = RoutePolicy.Rule.to("v2", "ring-0", Condition.user("ann", "bob"));
    rules(1, 0, staff);
    assertThat(ask("X-User-Id: ann\r\n")).isEqualTo("v2");
    assertThat(ask("Cookie: curtain_user=bob\r\n")).isEqualTo("v2");
    assertThat(ask("X-User-Id: user-1\r\n")).isEqualTo("v1");
    rules(2, 0, staff, RoutePolicy.Rule.to("v2", "ring-1", Condition.share("ring", 30_000)));
    for (int i = 0; i < 40; i++) {
      boolean inside = Cohort.bucket("ring", "user-" + i) < 30_000;
      assertThat(ask("X-User-Id: user-" + i + "\r\n")).isEqualTo(inside ? "v2" : "v1");
    }
    assertThat(ask("X-User-Id: ann\r\n")).isEqualTo("v2");
  }

  @Test
  void allConditionsMustHoldTheFirstRuleWinsAndOneMayDivideItsGroup() throws IOException {
    rules(
        1,
        0,
        RoutePolicy.Rule.to(
            "v1", "never", Condition.header("x-country", "DE"), Condition.user("carl")),
        new RoutePolicy.Rule(
            "half of germany",
            List.of(Condition.header("x-country", "DE")),
            Map.of("v1", 50_000, "v2", 50_000)));
    assertThat(ask("x-country: DE\r\nX-User-Id: carl\r\n")).isEqualTo("v1");
    for (int i = 0; i < 30; i++) {
      boolean candidate = Cohort.bucket("salt", "user-" + i) < 50_000;
      assertThat(ask("x-country: DE\r\nX-User-Id: user-" + i + "\r\n"))
          .isEqualTo(candidate ? "v2" : "v1");
    }
    assertThat(ask("X-User-Id: user-1\r\n")).isEqualTo("v1");
  }

  @Test
  void aNetworkIsAGroupToo() throws IOException {
    rules(1, 0, RoutePolicy.Rule.to("v2", "office", Condition.address("10.0.0.0/8")));
    assertThat(ask("")).isEqualTo("v1");
    rules(2, 0, RoutePolicy.Rule.to("v2", "here", Condition.address("127.0.0.0/9")));
    assertThat(ask("")).isEqualTo("v2");
    assertThat(Network.parse("2001:db8::/33").has(Network.parse("2001:db8:7fff::1").prefix()))
        .isTrue();
    assertThat(Network.parse("2001:db8::/33").has(Network.parse("2001:db8:8000::1").prefix()))
        .isFalse();
    assertThatThrownBy(() -> Condition.address("10.0.0.0/33"))
        .hasMessage(
            "network: \"10.0.0.0/33\" (expected: an address with a prefix length, as 10.0.0.0/8)");
  }

  @Test
  void aPassOpensAVersionThatNobodyElseMeets() throws IOException {
    rules(1, 0);
    TesterPass passes = new TesterPass(KEY);
    Instant later = Instant.now().plusSeconds(60);
    String pass = passes.sign("Shop.API", "version-of-v2", later);
    assertThat(ask("x-curtain-pass: " + pass + "\r\n")).isEqualTo("v2");
    assertThat(v2.last().field("x-curtain-pass")).isEmpty();
    assertThat(ask("Cookie: curtain_pass=" + pass + "\r\n")).isEqualTo("v2");
    assertThat(ask("")).isEqualTo("v1");
    assertThat(ask("x-curtain-pass: " + pass + "0\r\n")).isEqualTo("v1");
    assertThat(ask("x-curtain-pass: " + pass.replace("of-v2", "of-v3") + "\r\n")).isEqualTo("v1");
    assertThat(ask("x-curtain-pass: ~~\r\n")).isEqualTo("v1");
    String old = passes.sign("Shop.API", "version-of-v2", Instant.now().minusSeconds(1));
    assertThat(ask("x-curtain-pass: " + old + "\r\n")).isEqualTo("v1");
    String other = passes.sign("Shop.Other", "version-of-v2", later);
    assertThat(ask("x-curtain-pass: " + other + "\r\n")).isEqualTo("v1");
    String forged =
        new TesterPass("another 16 bytes".getBytes(StandardCharsets.US_ASCII))
            .sign("Shop.API", "version-of-v2", later);
    assertThat(ask("x-curtain-pass: " + forged + "\r\n")).isEqualTo("v1");
  }

  @Test
  void aPolicyThatNamesWhatIsNotThereIsRefused() {
    assertThatThrownBy(() -> rules(1, 0, RoutePolicy.Rule.to("v9", "x")))
        .hasMessageContaining("Shop.API: no track \"v9\" in the route");
    assertThatThrownBy(() -> new RoutePolicy.Rule("x", List.of(), Map.of("v1", 1)))
        .hasMessage("x: weights sum to 1 (expected: 100000)");
    assertThatThrownBy(() -> Condition.header("a b"))
        .hasMessage("condition: name \"a b\" (expected: the name of a header or cookie)");
  }
}
