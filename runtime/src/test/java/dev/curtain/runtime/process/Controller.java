package dev.curtain.runtime.process;

import dev.curtain.runtime.ReplicaSpec;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A controller for the tests to kill: {@code HOME ID PORT RUN}. Starts one replica and waits. */
final class Controller {
  private Controller() {}

  public static void main(String[] arguments) throws Exception {
    ProcessRuntime runtime =
        new ProcessRuntime(Path.of(arguments[0]), Path.of(System.getProperty("user.dir")));
    runtime.start(
        new ReplicaSpec(
            arguments[1],
            "Shop.API",
            "v1",
            "Local/Node",
            Integer.parseInt(arguments[2]),
            Optional.of(arguments[3]),
            Optional.of("/readyz"),
            Map.of()));
    System.out.println("started");
    // Whoever started this one ends it.
    System.in.read();
  }
}
