package dev.curtain.server.site;

import dev.curtain.router.RouterProcess;
import java.util.Arrays;

/** What {@code curtain router} is, for tests that do not have the command. */
final class RouterMain {
  private RouterMain() {}

  public static void main(String[] arguments) {
    RouterProcess.main(Arrays.copyOfRange(arguments, 1, arguments.length));
  }
}
