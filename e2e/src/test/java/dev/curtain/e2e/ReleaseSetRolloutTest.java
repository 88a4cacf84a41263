package dev.curtain.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.curtain.rollout.RolloutEvent.Command;
import dev.curtain.server.api.ApiClient;
import dev.curtain.server.api.ApiRefused;
import dev.curtain.server.document.ReconfiguredDocument;
import dev.curtain.server.document.RolloutDocument;
import dev.curtain.server.traffic.Load;
import dev.curtain.server.traffic.SyntheticUsers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What real processes were started with goes forward and back with their version. */
class ReleaseSetRolloutTest {
  private static final String MODEL =
      """
      Shop = system "Shop" {
        API = container "API" {
          run "%s"
          ready "/readyz"
          env { LEVEL "info" }
          secrets { KEY "file:%s/key.v1" }
        }
      }
      deployment Local "This machine" {
        listen "127.0.0.1:%d"
        node Machine "This machine" {
          containerInstance Shop.API {
            version "v1"
            deployment_strategy "blue-green"
            blue_green { steps [100] }
            soak "10 minutes"
            auto_rollback { error_rate "> 1%%" trigger_time "1 second" }
          }
        }
      }
      """;

  @TempDir private Path secrets;

  @Test
  void aVersionIsPromotedWithItsNewEnvironmentAndTheOldOneComesBackWithItsOld() throws Exception {
    try (RaisedShop shop = raise();
        SyntheticUsers users =
            SyntheticUsers.start(
                Load.of(URI.create("http://127.0.0.1:" + shop.users + "/"), 20, 100, 1));
        ApiClient api = shop.api()) {
      assertThat(answer(shop)).isEqualTo("v1 info sesame-one raised");

      edit(shop, "\"info\"", "\"debug\"");
      edit(shop, "key.v1", "key.v2");
      String first = api.deploy("Shop.API", "v2", Optional.empty()).id();
      RolloutDocument soaking = shop.awaitPhase("soaking");
      assertThat(soaking.configuration())
          .extracting(ReconfiguredDocument::describe)
          .containsExactly("env LEVEL: info → debug", "secret KEY: is elsewhere");
      assertThat(answer(shop)).isEqualTo("v2 debug sesame-two " + first);

      // The controller dies, the file goes on changing: the way back is on record.
      shop.kill();
      edit(shop, "\"debug\"", "\"trace\"");
      shop.restart();
      api.rollback("Shop.API", "test", "it talks too much");
      shop.awaitPhase("rolled_back");
      assertThat(answer(shop)).isEqualTo("v1 info sesame-one raised");

      String second = api.deploy("Shop.API", "v2", Optional.empty()).id();
      shop.awaitPhase("soaking");
      assertThat(answer(shop)).isEqualTo("v2 trace sesame-two " + second);
      api.command(second, Command.PROMOTE, "test", "seen enough");
      shop.awaitPhase("promoted");

      edit(shop, "\"trace\"", "\"trace");
      assertThatThrownBy(() -> api.deploy("Shop.API", "v3", Optional.empty()))
          .isInstanceOf(ApiRefused.class)
          .hasMessageContaining(shop.model.getFileName() + ":")
          .hasMessageContaining("rollback and undo need no file");
      String back = api.undo("Shop.API", "test", "").id();
      shop.awaitPhase("soaking");
      assertThat(answer(shop)).isEqualTo("v1 info sesame-one " + back);

      assertThat(users.snapshot().failures()).isEmpty();
      assertThat(log(shop)).contains("key.v2").doesNotContain("sesame");
    }
  }

  private RaisedShop raise() throws Exception {
    Files.writeString(secrets.resolve("key.v1"), "sesame-one\n");
    Files.writeString(secrets.resolve("key.v2"), "sesame-two\n");
    String program = program();
    return RaisedShop.raiseModel(users -> MODEL.formatted(program, secrets, users));
  }

  private static String program() throws Exception {
    Path classes =
        Path.of(EnvService.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return System.getProperty("java.home")
        + "/bin/java -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "
        + classes
        + " dev.curtain.e2e.EnvService {version} {port}";
  }

  private static String answer(RaisedShop shop) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + shop.users + "/")).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  /** All bytes of the log, whatever they mean. */
  private static String log(RaisedShop shop) throws Exception {
    StringBuilder all = new StringBuilder();
    for (String file : new String[] {"events.db", "events.db-wal"}) {
      all.append(
          new String(
              Files.readAllBytes(shop.home.resolve("state").resolve(file)),
              StandardCharsets.ISO_8859_1));
    }
    return all.toString();
  }

  private static void edit(RaisedShop shop, String from, String to) throws Exception {
    String text = Files.readString(shop.model);
    assertThat(text).contains(from);
    Files.writeString(shop.model, text.replace(from, to));
  }
}
