package dev.curtain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Exit codes, streams and documents as scripts rely on them. */
class ContractTest {
  @TempDir private Path directory = Path.of(".");

  private static final String GOOD =
      """
      Shop = system "Shop" {
        API = container "API"
      }
      deployment P "P" {
        node A "A" {
          containerInstance Shop.API {
            version "v1"
          }
        }
      }
      """;

  private String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private String missing() {
    return directory.resolve("none.sruja").toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "validate",
        "fmt",
        "model",
        "view",
        "plan",
        "advise",
        "rehearse",
        "simulate",
        "up",
        "import compose",
        "import structurizr",
        "migrate lint",
        "migrate plan",
        "migrate start",
        "flag lint",
        "flag list",
        "flag serve",
        "flag declare",
        "flags lint"
      })
  void a_file_that_is_not_there_could_not_be_read(String command) {
    Typed said = Typed.run((command + " " + missing()).split(" "));
    assertThat(said.exitCode()).as(said.all()).isEqualTo(3);
    assertThat(said.out()).isEmpty();
    assertThat(said.err()).contains("none.sruja").contains("no such file").doesNotContain("\tat ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status", "history", "show x", "deploy A.B v2", "rollback A.B", "promote x", "abort x",
        "flag list", "flag off x", "slo", "audit", "watch", "undo A.B", "explain some-rollout"
      })
  void nobody_who_answers_is_3_and_says_what_to_start(String command) {
    Typed said = Typed.run((command + " --port 1").split(" "));
    assertThat(said.exitCode()).as(said.all()).isEqualTo(3);
    assertThat(said.out()).isEmpty();
    assertThat(said.err()).contains("curtain up FILE");
  }

  @Test
  void every_file_is_looked_at_though_one_cannot_be_read() throws IOException {
    String bad = file("bad.sruja", "Shop = system \"Shop\" {\n  API -> Nowhere\n}\n");
    Typed said = Typed.run("validate", missing(), bad, "--json");
    assertThat(said.exitCode()).as(said.all()).isEqualTo(3);
    assertThat(said.err()).contains("none.sruja: no such file");
    assertThat(said.document().at("/files/0/path").asString()).isEqualTo(bad);
    assertThat(said.document().path("diagnostics")).isNotEmpty();
    Typed formatted = Typed.run("fmt", missing(), file("wide.sruja", GOOD.replace("  ", "    ")));
    assertThat(formatted.exitCode()).as(formatted.all()).isEqualTo(3);
    assertThat(Files.readString(directory.resolve("wide.sruja"))).isEqualTo(GOOD);
  }

  @Test
  void a_diagnostic_has_every_key_of_the_contract() throws IOException {
    String bad = file("bad.sruja", GOOD.replace("Shop.API {", "Shop.Ape {"));
    Typed said = Typed.run("validate", bad, "--format", "json");
    assertThat(said.exitCode()).as(said.all()).isEqualTo(1);
    assertThat(said.err()).isEmpty();
    JsonNode found = said.document().at("/diagnostics/0");
    assertThat(found.propertyNames())
        .containsExactly(
            "code",
            "severity",
            "message",
            "hint",
            "file",
            "line",
            "column",
            "endLine",
            "endColumn");
    assertThat(said.document().at("/files/0").propertyNames())
        .containsExactly("path", "elements", "relations", "deployments");
    assertThat(found.path("line").isIntegralNumber()).isTrue();
  }

  @Test
  void a_picture_and_an_import_have_their_document_by_either_option() throws IOException {
    String model = file("good.sruja", GOOD);
    assertThat(Typed.run("view", model, "--json").document())
        .isEqualTo(Typed.run("view", model, "--format", "json").document());
    String compose = file("compose.yml", "services:\n  api:\n    image: shop:1\n");
    assertThat(Typed.run("import", "compose", compose, "--json").document())
        .isEqualTo(Typed.run("import", "compose", compose, "--format", "json").document());
  }

  @Test
  void what_is_unknown_is_null() throws IOException {
    String nowhere = file("nowhere.sruja", "Shop = system \"Shop\"\n");
    for (String command : List.of("plan", "advise", "rehearse", "simulate")) {
      Typed said = Typed.run(command, nowhere, "--json");
      assertThat(said.exitCode()).as(said.all()).isZero();
      assertThat(said.document().path("deployment").isNull()).as(said.all()).isTrue();
    }
  }

  @Test
  void a_home_that_cannot_be_is_3_and_says_what_to_choose() throws IOException {
    String model =
        file(
            "run.sruja",
            GOOD.replace("container \"API\"", "container \"API\" { run \"sleep {port}\" }"));
    String occupied = file("occupied", "a file");
    for (String detach : List.of("", " --detach")) {
      Typed said =
          Typed.run(("up " + model + " --port 0 --home " + occupied + "/home" + detach).split(" "));
      assertThat(said.exitCode()).as(said.all()).isEqualTo(3);
      assertThat(said.err()).contains(occupied).contains("--home DIR").doesNotContain("Exception");
    }
  }

  @Test
  void the_controller_of_a_home_is_found_by_the_home() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = "{\"rollouts\":[]}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("content-type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      dev.curtain.server.site.Home home = new dev.curtain.server.site.Home(directory);
      home.serves(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
      Typed said = Typed.run("history", "--json", "--home", directory.toString());
      assertThat(said.exitCode()).as(said.all()).isZero();
      assertThat(said.document().path("rollouts").isArray()).isTrue();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void a_home_without_a_controller_is_nobody_elses() throws IOException {
    Typed said = Typed.run("status", "--home", directory.toString());
    assertThat(said.exitCode()).as(said.all()).isEqualTo(3);
    assertThat(said.err()).contains(directory.toString()).contains("curtain up FILE --home");
    // Killed without a word: the process that wrote this is gone.
    Files.writeString(directory.resolve("api"), "http://127.0.0.1:4747\n" + gone() + "\n");
    assertThat(Typed.run("status", "--home", directory.toString()).err())
        .contains("curtain up FILE --home");
    Typed down = Typed.run("down", "--home", directory.toString());
    assertThat(down.exitCode()).as(down.all()).isEqualTo(1);
  }

  private static long gone() throws IOException {
    Process process = new ProcessBuilder("true").start();
    process.onExit().join();
    return process.pid();
  }

  @Test
  void colour_and_stack_traces_only_where_they_are_asked_for() throws IOException {
    String bad = file("bad.sruja", "Shop = system {\n");
    Typed plain = Typed.run("validate", bad);
    assertThat(plain.err()).doesNotContain("\u001b");
    Typed terminal =
        Typed.in(Map.of("CURTAIN_TERMINAL", "out err", "TERM", "xterm"), "validate", bad);
    assertThat(terminal.err()).contains("\u001b");
    Typed without =
        Typed.in(
            Map.of("CURTAIN_TERMINAL", "out err", "TERM", "xterm", "NO_COLOR", "1"),
            "validate",
            bad);
    assertThat(without.err()).doesNotContain("\u001b");
    assertThat(Typed.run("model", missing()).err()).doesNotContain("\tat ");
    assertThat(Typed.run("model", missing(), "--debug").err()).contains("\tat ");
  }
}
