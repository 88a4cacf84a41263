package dev.curtain.cli;

import dev.curtain.server.log.Database;
import dev.curtain.server.site.Journal;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import picocli.CommandLine.Option;

/** The event log, where it is not a file under the home. */
final class SharedLog {
  @Option(
      names = "--log",
      paramLabel = "URL",
      description =
          "A PostgreSQL for the event log, shared by several controllers of which one leads:"
              + " jdbc:postgresql://HOST/DB?user=NAME ($CURTAIN_LOG; password in PGPASSWORD).")
  private String log = "";

  /** The address of the shared log; empty where the log is a file under the home. */
  String address(Settings settings) {
    return log.isEmpty() ? settings.environment().getOrDefault("CURTAIN_LOG", "") : log;
  }

  Journal journal(Settings settings) {
    String url = address(settings);
    if (url.isEmpty()) {
      return new Journal.Own();
    }
    Screen screen = settings.screen();
    try {
      return new Journal.Shared(
          new Database(url),
          self(),
          leader -> screen.message("standing by: " + leader + " leads"),
          why -> {
            screen.message("curtain: " + why + "; this one ends. What runs goes on running");
            // Not an orderly end: nothing this process still has in hand may take effect.
            Runtime.getRuntime().halt(ExitCode.COULD_NOT);
          });
    } catch (IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
  }

  private static String self() {
    String process = ManagementFactory.getRuntimeMXBean().getName();
    int at = process.indexOf('@');
    try {
      return InetAddress.getLocalHost().getHostName() + ", process " + process.substring(0, at);
    } catch (UnknownHostException e) {
      return process;
    }
  }
}
