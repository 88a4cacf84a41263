package dev.curtain.cli;

import dev.curtain.server.site.Home;
import dev.curtain.server.site.Journal;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a controller keeps what it knows: its home, and its log where that is elsewhere. */
final class Place {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Where state lives ($CURTAIN_HOME, else ~/.curtain).")
  private String home = "";

  @Mixin private SharedLog log = new SharedLog();

  Home home(Settings settings) {
    return new Home(settings.home(home));
  }

  SharedLog log() {
    return log;
  }

  Journal journal(Settings settings) {
    return log.journal(settings);
  }
}
