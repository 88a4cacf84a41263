package dev.curtain.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code curtain serve}: the controller alone, for what its log says is raised. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Serve what is raised already, by the log alone: the controller, the API and the dashboard,"
          + " without the model's file.",
      "For a controller that a service manager restarts, and for one that stands by on a shared"
          + " log."
    },
    footer = {
      "",
      "Examples:",
      "  curtain serve --host 0.0.0.0 --keys /etc/curtain/keys",
      "  curtain serve --log 'jdbc:postgresql://db/curtain?user=curtain' --port 4748"
    })
final class ServeCommand implements Callable<Integer> {
  @Mixin private final Settings settings;
  @Mixin private Doors doors = new Doors();
  @Mixin private Place place = new Place();

  ServeCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws InterruptedException {
    return new Controller(settings, place, doors).attend(Optional.empty());
  }
}
