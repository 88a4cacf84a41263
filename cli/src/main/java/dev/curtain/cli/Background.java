package dev.curtain.cli;

import dev.curtain.server.api.ApiClient;
import dev.curtain.server.api.ApiRefused;
import dev.curtain.server.api.ApiUnreachable;
import dev.curtain.server.document.StatusDocument;
import dev.curtain.server.site.Home;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  /**
   * @param sharedLog address of the shared log; empty where there is none
   */
  Background(Settings settings, Home home, String sharedLog, Doors doors) {
    this.settings = settings;
    this.home = home;
    this.sharedLog = sharedLog;
    this.doors = doors;
  }

  int start(String file, String deployment) throws InterruptedException {
    Screen screen = settings.screen();
    try {
      home.create();
      if (doors.port() != 0 && alive(doors.within(doors.port()))) {
        throw Failure.couldNot(
            "something listens at "
                + doors.within(doors.port())
                + " already: curtain status shows whether it is a curtain; choose another with"
                + " --port N",
            new IOException("port taken"));
      }
      Optional<URI> running = sharedLog.isEmpty() ? home.api() : Optional.empty();
      if (running.isPresent()) {
        throw Failure.couldNot(
            "a controller runs with the home "
                + home.directory()
                + " already, at "
                + running.get()
                + ": curtain deploy moves its versions, curtain down ends it",
            new IOException("home taken"));
      }
      Process controller = spawn(file, deployment);
      URI api = await(controller);
      screen.line(
          screen.styled("up", Screen.Style.GREEN, Screen.Style.BOLD)
              + " in the background (pid "
              + controller.pid()
              + ", log "
              + home.output()
              + ")");
      screen.line("  status  " + api);
      return ExitCode.GOOD;
    } catch (IOException e) {
      throw Failure.couldNot(String.valueOf(e.getMessage()), e);
    }
  }

  private boolean alive(URI at) throws InterruptedException {
    try (ApiClient api = doors.client(at, settings).open()) {
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
  private URI await(Process controller) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + WITHIN.toNanos();
    while (true) {
      Optional<URI> api = doors.port() == 0 ? home.api() : Optional.of(doors.within(doors.port()));
      if (api.isPresent() && isUp(api.get())) {
        return api.get();
      }
      if (!controller.isAlive()) {
        String output = "it did not come up: " + Files.readString(home.output()).strip();
        throw controller.exitValue() == ExitCode.NO
            ? Failure.no(output, new IOException(output))
            : Failure.couldNot(output, new IOException(output));
      }
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "it did not come up within " + WITHIN.toMinutes() + " min; see " + home.output());
      }
      Thread.sleep(POLL);
    }
  }

  private boolean isUp(URI at) throws InterruptedException {
    try (ApiClient api = doors.client(at, settings).open()) {
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
