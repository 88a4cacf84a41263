package dev.curtain.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is wrong with what was typed: an error that says what, where and what to do, and the
 * right exit code.
 */
class BadInputTest {
  @TempDir Path directory;

  private String file(String text) throws IOException {
    return Files.writeString(directory.resolve("model.sruja"), text).toString();
  }

  private static final String SHOP =
      """
      Shop = system "Shop" {
        API = container "API"
      }
      deployment P "P" {
        node A "A" { containerInstance Shop.API { version "v1" traffic 80 } }
        node B "B" { containerInstance Shop.API { version "v2" traffic %d } }
      }
      """;

  @Test
  void aMissingFile() throws Exception {
    Curtain.Said said = Curtain.run("rehearse", directory.resolve("no.sruja").toString());
    assertThat(said.exitCode()).as(said.all()).isEqualTo(3);
    assertThat(said.err()).contains("no.sruja: no such file");
    assertThat(said.out()).isEmpty();
  }

  @Test
  void aBinaryFile() throws Exception {
    Path binary =
        Files.write(directory.resolve("x.sruja"), new byte[] {(byte) 0xCA, (byte) 0xFE, 0, 1});
    Curtain.Said said = Curtain.run("validate", binary.toString());
    assertThat(said.exitCode()).as(said.all()).isEqualTo(3);
    assertThat(said.err()).contains("is not text");
  }

  @Test
  void anUnclosedBrace() throws Exception {
    Curtain.Said said =
        Curtain.run("validate", file("Shop = system \"Shop\" {\n  API = container \"API\"\n"));
    assertThat(said.exitCode()).as(said.all()).isEqualTo(1);
    assertThat(said.err()).containsPattern("model\\.sruja:\\d+:\\d+: error S\\d+");
  }

  @Test
  void anUnknownElement() throws Exception {
    Curtain.Said said =
        Curtain.run(
            "validate",
            file(
                SHOP.formatted(20)
                    .replace("Shop.API { version \"v1\"", "Shop.APi { version \"v1\"")));
    assertThat(said.exitCode()).as(said.all()).isEqualTo(1);
    assertThat(said.err())
        .containsPattern("model\\.sruja:5:\\d+: error N\\d+")
        .contains("Shop.API");
  }

  @Test
  void sharesThatAreMoreThanEverything() throws Exception {
    Curtain.Said said = Curtain.run("rehearse", file(SHOP.formatted(40)));
    assertThat(said.exitCode()).as(said.all()).isEqualTo(1);
    assertThat(said.err()).containsPattern("model\\.sruja:\\d+:\\d+: error D\\d+").contains("120");
  }

  @Test
  void anUnknownFault() throws Exception {
    Curtain.Said said =
        Curtain.run("rehearse", file(SHOP.formatted(20)), "--fault", "Shop.API@v2:eror_rate=5%");
    assertThat(said.exitCode()).as(said.all()).isEqualTo(2);
    assertThat(said.err()).contains("eror_rate").contains("error_rate");
  }

  @Test
  void aFaultOfAVersionThatIsNotThere() throws Exception {
    Curtain.Said said =
        Curtain.run("rehearse", file(SHOP.formatted(20)), "--fault", "Shop.API@v9:error_rate=5%");
    assertThat(said.exitCode()).as(said.all()).isEqualTo(2);
    assertThat(said.err()).contains("v9").contains("v1, v2");
  }

  @Test
  void anUnknownCommandAndAnUnknownOption() throws Exception {
    assertThat(Curtain.run("rehearze").exitCode()).isEqualTo(2);
    assertThat(Curtain.run("validate", "--stict", "x").exitCode()).isEqualTo(2);
  }

  @Test
  void aPortThatIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String shop = Files.readString(Curtain.root().resolve("examples/shop/shop.sruja"));
      String model =
          Files.writeString(
                  directory.resolve("shop.sruja"),
                  shop.replace("listen \":8080\"", "listen \":" + taken.getLocalPort() + "\""))
              .toString();
      Curtain.Said said =
          Curtain.run("up", model, "--home", directory.resolve("home").toString(), "--port", "0");
      assertThat(said.exitCode()).as(said.all()).isEqualTo(3);
      assertThat(said.err()).contains(String.valueOf(taken.getLocalPort()));
      // What was told to end ends a moment later.
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() ->
              assertThat(ProcessHandle.allProcesses().filter(this::ours).map(ProcessHandle::info))
                  .as("nothing is left running")
                  .isEmpty());
    }
  }

  private boolean ours(ProcessHandle process) {
    return process
        .info()
        .commandLine()
        .filter(line -> line.contains(directory.toString()))
        .isPresent();
  }

  @Test
  void nobodyThereToAsk() throws Exception {
    Curtain.Said said = Curtain.run("status", "--port", "1");
    assertThat(said.exitCode()).as(said.all()).isEqualTo(3);
    assertThat(said.err()).contains("curtain up FILE");
  }
}
