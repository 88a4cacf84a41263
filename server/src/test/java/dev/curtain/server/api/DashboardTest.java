package dev.curtain.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.rollout.Pace;
import dev.curtain.runtime.standin.Fault;
import dev.curtain.server.traffic.SyntheticUsers;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard in a real browser over a real engine, router and users. */
class DashboardTest {
  private static final Pace PACE = new Pace(20, Duration.ofSeconds(20));

  /** Of a page that somebody on call may load over a telephone, bytes. */
  private static final int MOST_SHIPPED = 120_000;

  static final String MODEL =
      """
      Shop = system "Shop" {
        owner "the shop’s people"
        runbook "ring the bell"
        API = container "Shop API" {
          run "run {port}" ready "/readyz"
          owner "checkout" runbook "https://runbooks.example/shop-api"
          slo {
            availability { target "99.9%" }
            latency { p95 "200ms" p50 "20ms" window "7 days" }
          }
        }
        Web = container "Web shop" { run "run {port}" ready "/readyz" technology "TypeScript" }
        Pay = container "Payments" { run "run {port}" ready "/readyz" }
        Orders = database "Orders" { technology "PostgreSQL" statistics "env:CURTAIN_DATABASE_URL" }
      }
      Customer = person "Customer"
      Bank = system "Bank"
      Customer -> Shop.Web "buys"
      Shop.Web -> Shop.API "orders"
      Shop.API -> Shop.Orders "reads and writes"
      Shop.API -> Shop.Pay "takes money"
      Shop.Pay -> Bank "transfers"
      view money "Who is paid" { include Shop.Pay Bank }
      deployment Production "Production" {
        node EU "Frankfurt" {
          metadata { cost "$5844/month" }
          node Cluster "Cluster" {
            containerInstance Shop.API {
              replicas 4
              version "v1"
              deployment_strategy "canary"
              canary { steps [10, 50, 100] }
              auto_rollback { error_rate "> 1%" trigger_time "30 seconds" }
              gates { full { slo_budget "99%" } }
            }
            containerInstance Shop.Pay {
              replicas 2
              version "v1"
              deployment_strategy "canary"
              canary { steps [10, 50, 100] }
            }
            containerInstance Shop.Web {
              replicas 2
              version "v7"
              deployment_strategy "blue-green"
              gates { start { approval 1 checklist ["support told", "on call, and awake"] } }
            }
          }
        }
        node US "Virginia" {
          status "standby"
          traffic 0
          containerInstance Shop.API { replicas 2 version "v1" }
        }
      }
      """;

  @TempDir private Path home;

  @Test
  void people_see_what_happens_and_can_put_it_back() throws Exception {
    Chromium.installed();
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(1)).start();
        Backstage backstage =
            Backstage.raise(
                home, "shop.sruja", MODEL, PACE, Fault.parse("Shop.API@v3:error_rate=20%"));
        SyntheticUsers _ = SyntheticUsers.start(Chromium.load(backstage));
        ApiServer server =
            ApiServer.start(
                new Binding("127.0.0.1", 0, Optional.empty()),
                backstage.parts(() -> {}, database(postgres)))) {
      Chromium.play("dashboard.mjs", server, home, Duration.ofMinutes(12));
    }
  }

  /** Twelve systems of eight elements each, of which forty-one run. */
  @Test
  void a_hundred_elements_at_ten_updates_a_second_keep_no_page_busy() throws Exception {
    Chromium.installed();
    EventStream.Options often =
        new EventStream.Options(Duration.ofSeconds(15), Duration.ofMillis(100), 1_024);
    try (Backstage backstage = Backstage.raise(home, "large.sruja", large(), PACE);
        SyntheticUsers _ = SyntheticUsers.start(Chromium.load(backstage));
        ApiServer server = ApiServer.start(Binding.loopback(0), backstage.parts(() -> {}), often)) {
      System.err.print(Chromium.play("large.mjs", server, home, Duration.ofMinutes(5)));
    }
  }

  private static String large() {
    StringBuilder text = new StringBuilder();
    StringBuilder relations = new StringBuilder();
    StringBuilder[] nodes = {new StringBuilder(), new StringBuilder(), new StringBuilder()};
    for (int s = 0; s < 12; s++) {
      text.append("S" + s + " = system \"System " + s + "\" {\n");
      for (int c = 0; c < 8; c++) {
        String path = "S" + s + ".C" + c;
        String kind = c == 7 ? "database" : "container";
        text.append("  C" + c + " = " + kind + " \"" + kind + " " + s + c + "\" {");
        text.append(c == 7 ? "" : " run \"run {port}\"").append(" }\n");
        if (c > 0) {
          relations.append("S" + s + ".C" + (c - 1) / 2 + " -> " + path + " \"asks\"\n");
        } else if (s > 0) {
          relations.append("S" + (s - 1) / 3 + ".C1 -> " + path + " \"orders\"\n");
        }
        if (s * 8 + c < 46 && c < 7) {
          nodes[s % 3].append("    containerInstance " + path + " { version \"v1\" }\n");
        }
      }
      text.append("}\n");
    }
    text.append(relations).append("deployment Production \"Production\" {\n");
    for (int n = 0; n < nodes.length; n++) {
      text.append("  node N" + n + " \"Zone " + n + "\" {\n" + nodes[n] + "  }\n");
    }
    return text.append("}\n").toString();
  }

  /** With orders that are so slow to write that filling a column is seen, and can be held. */
  private static Map<String, String> database(EmbeddedPostgres postgres) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE orders (id bigint PRIMARY KEY, amount numeric NOT NULL)");
      statement.execute("INSERT INTO orders SELECT i, i FROM generate_series(1, 400000) i");
      statement.execute(
          "CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS 'begin perform"
              + " pg_sleep(0.05); return null; end'");
      statement.execute(
          "CREATE TRIGGER slowly AFTER UPDATE ON orders FOR EACH STATEMENT EXECUTE FUNCTION"
              + " slowly()");
    }
    return Map.of(
        "CURTAIN_DATABASE_URL", postgres.getJdbcUrl("postgres", "postgres"), "PGUSER", "postgres");
  }

  @Test
  void what_ships_was_built_from_what_is_written() throws Exception {
    List<Path> sources = new ArrayList<>();
    for (String file :
        List.of("index.html", "package-lock.json", "vite.config.ts", "tsconfig.json")) {
      sources.add(Chromium.WEB.resolve(file));
    }
    for (String directory : List.of("public", "src")) {
      try (Stream<Path> files = Files.walk(Chromium.WEB.resolve(directory))) {
        files.filter(Files::isRegularFile).sorted().forEach(sources::add);
      }
    }
    StringBuilder sums = new StringBuilder();
    for (Path source : sources) {
      sums.append(sha256(Files.readAllBytes(source)))
          .append("  ")
          .append(Chromium.WEB.relativize(source))
          .append('\n');
    }
    assertThat(sha256(sums.toString().getBytes(StandardCharsets.UTF_8)))
        .as("web/dist is older than web/src: dev/web builds it")
        .isEqualTo(Files.readString(Chromium.WEB.resolve("dist/sources.sha256")).strip());
  }

  @Test
  void what_ships_is_small() throws Exception {
    ByteArrayOutputStream small = new ByteArrayOutputStream();
    for (String file : List.of("index.html", "curtain.js", "curtain.css", "favicon.svg")) {
      try (GZIPOutputStream gzip = new GZIPOutputStream(small)) {
        gzip.write(Files.readAllBytes(Chromium.WEB.resolve("dist").resolve(file)));
      }
    }
    assertThat(small.size()).as("bytes, each file gzipped").isLessThan(MOST_SHIPPED);
  }

  private static String sha256(byte[] bytes) throws IOException {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
  }
}
