package dev.curtain.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other people's files as models, and models against each other. */
class ImportTest {
  private static final String COMPOSE =
      """
      services:
        web:
          image: nginx:alpine
          ports: ["443:8443"]
          depends_on: [app]
        app:
          build: ./backend
          environment:
            - DATABASE_URL=postgresql://shop:${DB_PASSWORD}@db:5432/shop
            - LOG_LEVEL=info
          secrets: [db_password]
          healthcheck: { test: "curl -f http://localhost:5000/health" }
          deploy: { replicas: 3, resources: { limits: { cpus: "1.5", memory: 512M } } }
          depends_on:
            db: { condition: service_healthy }
        db:
          image: postgres:15.4
          environment: { POSTGRES_PASSWORD: hunter2 }
      secrets:
        db_password: { file: ./secrets/db.txt }
      """;

  @TempDir private Path directory;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  @Test
  void aComposeFileIsAModelAndIsToldWhatIsWrongWithIt() throws Exception {
    Path compose = file("docker-compose.yml", COMPOSE);
    Path model = directory.resolve("shop.sruja");
    Curtain.Said said =
        Curtain.run("import", "compose", compose.toString(), "-o", model.toString());
    assertThat(said.exitCode()).as(said.all()).isZero();
    String text = Files.readString(model);
    assertThat(text)
        .contains("Db = database \"db\"", "App -> Db \"depends on\"", "port 8443", "replicas 3")
        .contains("cpu \"1.5 cores\"", "memory \"512Mi\"", "health \"/health\"")
        .contains("db_password \"file:./secrets/db.txt\"", "LOG_LEVEL \"info\"")
        .doesNotContain("hunter2", "DB_PASSWORD}");
    assertThat(said.err())
        .contains("warning floating-tag: web", "warning build-in-production: app")
        .contains("warning no-health-check: web", "warning no-health-check: db")
        .contains("warning depends-on-without-condition: web")
        .contains("secret-in-environment: app has DATABASE_URL in its environment, although")
        .contains("secret-in-environment: db has POSTGRES_PASSWORD", "warning no-limits: web")
        .doesNotContain("no-limits: app", "no-health-check: app", "floating-tag: db")
        .doesNotContain("depends-on-without-condition: app");
    assertThat(Curtain.run("validate", model.toString()).exitCode()).isZero();
    assertThat(Curtain.run("fmt", "--check", model.toString()).exitCode()).isZero();
    Curtain.Said again =
        Curtain.run("import", "compose", compose.toString(), "-o", model.toString());
    assertThat(again.exitCode()).isEqualTo(3);
    assertThat(again.err()).contains("is there already");
    assertThat(Curtain.run("import", "compose", compose.toString(), "--strict").exitCode())
        .isEqualTo(1);
  }

  @Test
  void whatIsNoComposeFileIsRefusedInASentence() throws Exception {
    Curtain.Said broken = Curtain.run("import", "compose", file("a.yml", "services: [").toString());
    assertThat(broken.exitCode()).isEqualTo(3);
    assertThat(broken.err()).contains("is not YAML").doesNotContain("Exception");
    Curtain.Said other = Curtain.run("import", "compose", file("b.yml", "a: 1").toString());
    assertThat(other.err()).contains("has no services");
  }

  /** Out as a workspace and in again: what both languages can say is the same. */
  @Test
  void aWorkspaceThatWasWrittenIsReadAgain() throws Exception {
    Path model =
        file(
            "shop.sruja",
            """
            User = person "User"
            Shop = system "Shop" {
              API = container "API" { technology "Go" description "Takes \\"orders\\"" }
              DB = database "DB"
              API -> DB "reads"
            }
            User -> Shop.API "uses"
            deployment Production "Production" {
              node East "East" { containerInstance Shop.API { version "v1" replicas 3 } }
            }
            """);
    Path workspace = directory.resolve("shop.dsl");
    assertThat(Curtain.run("view", model.toString(), "-o", workspace.toString()).exitCode())
        .isZero();
    Path read = directory.resolve("read.sruja");
    Curtain.Said said =
        Curtain.run("import", "structurizr", workspace.toString(), "-o", read.toString());
    assertThat(said.exitCode()).as(said.all()).isZero();
    Curtain.Said same = Curtain.run("diff", model.toString(), read.toString());
    assertThat(same.out()).isEqualTo("no difference\n");
    assertThat(same.exitCode()).isZero();
  }

  @Test
  void aDifferenceIsTextAndDocumentAndPicture() throws Exception {
    String before =
        "Shop = system \"Shop\" { API = container \"API\" Old = container \"Old\" API -> Old"
            + " \"asks\" }\n"
            + "deployment P \"P\" { node A \"A\" { containerInstance Shop.API { replicas 2 } } }\n";
    Path a = file("a.sruja", before);
    Path b =
        file(
            "b.sruja",
            before
                .replace("Old = container \"Old\" API -> Old \"asks\"", "New = queue \"New\"")
                .replace("replicas 2", "replicas 4"));
    Curtain.Said text = Curtain.run("diff", a.toString(), b.toString());
    assertThat(text.exitCode()).isEqualTo(1);
    assertThat(text.out())
        .isEqualTo(
            """
            + element Shop.New
            - element Shop.Old
            - relation Shop.API -> Shop.Old "asks"
            ~ instance P/A/Shop.API
                replicas: 2 → 4
            """);
    assertThat(Curtain.run("diff", a.toString(), b.toString(), "--json").out())
        .contains("\"same\" : false", "\"path\" : \"P/A/Shop.API\"", "\"before\" : \"2\"");
    assertThat(Curtain.run("diff", a.toString(), b.toString(), "--format", "svg").out())
        .contains(">+ New<", ">− Old<", "arrow-removed", ">removed<");
    assertThat(
            Curtain.run("diff", a.toString(), b.toString(), "--deployment", "P", "--format", "svg")
                .out())
        .contains(">~ API<", ">replicas: 2 → 4<");
  }

  @Test
  void twoDeploymentsOfOneModelAreComparedByTheirPlaces() throws Exception {
    String model =
        file(
                "two.sruja",
                """
                Shop = system "Shop" { API = container "API" { } Web = container "Web" { } }
                deployment S "Staging" {
                  node A "A" {
                    containerInstance Shop.API { version "v2" }
                    containerInstance Shop.Web { version "v7" }
                  }
                }
                deployment P "Production" { node A "A" { containerInstance Shop.API { version "v1" } } }
                """)
            .toString();
    Curtain.Said text = Curtain.run("diff", model, "--deployment", "S", "--to", "P");
    assertThat(text.exitCode()).isEqualTo(1);
    assertThat(text.out())
        .isEqualTo(
            """
            ~ deployment P
                title: Staging → Production
            ~ instance P/A/Shop.API
                version: v2 → v1
            - instance P/A/Shop.Web
            """);
    assertThat(Curtain.run("diff", model, "--deployment", "P", "--to", "P").exitCode()).isZero();
    Curtain.Said nowhere = Curtain.run("diff", model, "--deployment", "X", "--to", "P");
    assertThat(nowhere.exitCode()).isEqualTo(2);
    assertThat(nowhere.err()).contains("X: no such deployment").contains("there are: S, P");
  }
}
