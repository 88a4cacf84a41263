package dev.curtain.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.curtain.rollout.Pace;
import dev.curtain.runtime.standin.Fault;
import dev.curtain.server.traffic.Load;
import dev.curtain.server.traffic.SyntheticUsers;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetSocketAddress;
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
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard in a real browser over a real engine, router and users. */
class DashboardTest {
  private static final Path WEB =
      Path.of(System.getProperty("curtain.root"), "web").toAbsolutePath().normalize();
  private static final Pace PACE = new Pace(20, Duration.ofSeconds(20));

  private static final String MODEL =
      """
      Shop = system "Shop" {
        API = container "Shop API" { run "run {port}" ready "/readyz" }
        Web = container "Web shop" { run "run {port}" ready "/readyz" }
      }
      Shop.Web -> Shop.API "orders"
      deployment Production "Production" {
        node EU "Frankfurt" {
          node Cluster "Cluster" {
            containerInstance Shop.API {
              replicas 4
              version "v1"
              deployment_strategy "canary"
              canary { steps [10, 50, 100] }
              auto_rollback { error_rate "> 1%" trigger_time "30 seconds" }
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
    String chromium = chromium();
    assumeTrue(
        Files.isDirectory(WEB.resolve("node_modules/playwright-core")),
        "the browser's driver is not installed: dev/web --test-tools");
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        Backstage backstage =
            Backstage.raise(
                home, "shop.sruja", MODEL, PACE, Fault.parse("Shop.API@v3:error_rate=20%"));
        SyntheticUsers _ = SyntheticUsers.start(load(backstage));
        ApiServer server =
            ApiServer.start(
                new Binding("127.0.0.1", 0, Optional.empty()),
                backstage.parts(() -> {}, database(postgres)))) {
      List<String> command =
          new ArrayList<>(
              List.of(
                  "node",
                  WEB.resolve("test/dashboard.mjs").toString(),
                  server.url().toString() + "/",
                  chromium));
      // -Dcurtain.shots=DIRECTORY: screenshots of every screen, for the docs.
      Optional.ofNullable(System.getProperty("curtain.shots")).ifPresent(command::add);
      Path output = home.resolve("browser.log");
      Process browser =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = browser.waitFor(4, TimeUnit.MINUTES);
      browser.destroyForcibly();
      assertThat(ended).as("the browser hangs; so far:%n%s", Files.readString(output)).isTrue();
      assertThat(browser.exitValue()).as(Files.readString(output)).isZero();
    }
  }

  /** With orders enough that filling a column can be seen. */
  private static Map<String, String> database(EmbeddedPostgres postgres) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE orders (id bigint PRIMARY KEY, amount numeric NOT NULL)");
      statement.execute("INSERT INTO orders SELECT i, i FROM generate_series(1, 400000) i");
    }
    return Map.of(
        "CURTAIN_DATABASE_URL", postgres.getJdbcUrl("postgres", "postgres"), "PGUSER", "postgres");
  }

  @Test
  void what_ships_was_built_from_what_is_written() throws Exception {
    List<Path> sources = new ArrayList<>();
    for (String file :
        List.of("index.html", "package-lock.json", "vite.config.ts", "tsconfig.json")) {
      sources.add(WEB.resolve(file));
    }
    for (String directory : List.of("public", "src")) {
      try (Stream<Path> files = Files.walk(WEB.resolve(directory))) {
        files.filter(Files::isRegularFile).sorted().forEach(sources::add);
      }
    }
    StringBuilder sums = new StringBuilder();
    for (Path source : sources) {
      sums.append(sha256(Files.readAllBytes(source)))
          .append("  ")
          .append(WEB.relativize(source))
          .append('\n');
    }
    assertThat(sha256(sums.toString().getBytes(StandardCharsets.UTF_8)))
        .as("web/dist is older than web/src: dev/web builds it")
        .isEqualTo(Files.readString(WEB.resolve("dist/sources.sha256")).strip());
  }

  private static String chromium() {
    return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
        .filter(path -> Files.isExecutable(Path.of(path)))
        .findFirst()
        .orElseGet(
            () -> org.junit.jupiter.api.Assumptions.abort("no Chromium: apt-get install chromium"));
  }

  private static Load load(Backstage backstage) {
    InetSocketAddress router = new InetSocketAddress("127.0.0.1", backstage.router.port());
    List<Load.Target> targets =
        backstage.engine.services().stream()
            .map(service -> backstage.engine.address(service.element()).orElseThrow())
            .map(at -> new Load.Target(at.host().orElse("localhost"), at.path(), 1))
            .toList();
    return Load.of(router, targets, 200, 150, 1);
  }

  private static String sha256(byte[] bytes) throws IOException {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
  }
}
