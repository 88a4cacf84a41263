package dev.curtain.router;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Routers started as processes of their own, one state directory after the other's end or not. */
final class Launched {
  static final String SECRET = "a-secret-of-the-test-0123456789";

  private final Path directory;
  private final Path token;
  private final List<Process> started = new ArrayList<>();

  Launched(Path directory) throws IOException {
    this.directory = directory;
    token = Files.writeString(directory.resolve("token"), SECRET);
  }

  Path token() {
    return token;
  }

  Path state() {
    return directory.resolve("state");
  }

  /** Returns once it serves, or has ended instead. */
  Process launch(String listen, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.curtain.router.RouterProcess"));
    command.addAll(arguments(listen, "127.0.0.1:0"));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("output").toFile()))
            .start();
    started.add(process);
    Eventually.holds(
        "router.json of the process",
        () ->
            !process.isAlive()
                || RouterInfo.read(state())
                    .filter(info -> info.pid() == process.pid())
                    .isPresent());
    return process;
  }

  List<String> arguments(String listen, String control) {
    return List.of(
        "--listen",
        listen,
        "--control",
        control,
        "--state",
        state().toString(),
        "--token-file",
        token.toString());
  }

  RouterInfo info() throws IOException {
    return RouterInfo.read(state()).orElseThrow();
  }

  /** Where users are served. */
  String address() throws IOException {
    return info().listen().getFirst();
  }

  int port() throws IOException {
    return Listening.parse(address()).getPort();
  }

  RemoteRouter remote() throws IOException {
    return RemoteRouter.at(info().controlAddress(), token);
  }

  /** What all of them have said. */
  String output() throws IOException {
    return Files.readString(directory.resolve("output"));
  }

  void close() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }
}
