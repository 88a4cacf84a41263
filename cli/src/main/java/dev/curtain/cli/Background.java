package dev.curtain.cli;

import dev.curtain.server.api.ApiClient;
import dev.curtain.server.api.ApiRefused;
import dev.curtain.server.api.ApiUnreachable;
import dev.curtain.server.document.StatusDocument;
import dev.curtain.server.site.Home;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code curtain up --detach}: a controller in a session of its own, waited for until everything is
 * up.
 */
final class Background {
  private static final Duration WITHIN = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofMillis(100);

  private final Settings settings;
  private final Home home;
  private final String sharedLog;
  private final Doors doors;
  private final Client client;

  /**
   * @param sharedLog address of the shared log; empty where there is none
   */
  Background(Settings settings, Home home, String sharedLog, Doors doors) {
    this.settings = settings;
    this.home = home;
    this.sharedLog = sharedLog;
    this.doors = doors;
    this.client = doors.client(settings);
  }

  int start(String file, String deployment) throws InterruptedException {
    Screen screen = settings.screen();
    try {
      home.create();
      if (alreadyThere()) {
        throw Failure.couldNot(
            "something listens at 127.0.0.1:"
                + client.port()
                + " already: curtain status shows whether it is a curtain; choose another with"
                + " --port N",
            new IOException("port taken"));
      }
      Process controller = spawn(file, deployment);
      await(controller);
      screen.line(
          screen.styled("up", Screen.Style.GREEN, Screen.Style.BOLD)
              + " in the background (pid "
              + controller.pid()
              + ", log "
              + home.output()
              + ")");
      screen.line("  status  http://127.0.0.1:" + client.port());
      return ExitCode.GOOD;
    } catch (IOException e) {
      throw Failure.couldNot(String.valueOf(e.getMessage()), e);
    }
  }

  private boolean alreadyThere() throws InterruptedException {
    try (ApiClient api = client.open()) {
      return api.alive();
    }
  }

  private Process spawn(String file, String deployment) throws IOException {
    List<String> command = new ArrayList<>();
    if (new File("/usr/bin/setsid").canExecute()) {
      command.add("/usr/bin/setsid");
    }
    command.addAll(Launcher.command());
    command.addAll(
        List.of("up", file, "--deployment", deployment, "--home", home.directory().toString()));
    command.addAll(doors.arguments());
    Files.deleteIfExists(home.output());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(home.output().toFile());
    builder.environment().put("CURTAIN_NO_BUILD", "1");
    if (!sharedLog.isEmpty()) {
      // Not as an argument: it may hold a password, and arguments are for all to see.
      builder.environment().put("CURTAIN_LOG", sharedLog);
    }
    return builder.start();
  }

  /** Up is up when the controller says so in its own words: the same ones a foreground one says. */
  private void await(Process controller) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + WITHIN.toNanos();
    while (!isUp()) {
      if (!controller.isAlive()) {
        String output = Files.readString(home.output()).strip();
        throw new IOException("it did not come up: " + output);
      }
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "it did not come up within " + WITHIN.toMinutes() + " min; see " + home.output());
      }
      Thread.sleep(POLL);
    }
  }

  private boolean isUp() throws InterruptedException {
    try (ApiClient api = client.open()) {
      if (!api.alive()) {
        return false;
      }
      StatusDocument status = api.status();
      return status.services().stream()
          .allMatch(service ->
              service.tracks().stream()
                  .allMatch(track -> track.replicas().ready() >= track.replicas().wanted()));
    } catch (ApiUnreachable | ApiRefused e) {
      return false;
    }
  }
}
