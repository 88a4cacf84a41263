package dev.curtain.cli;

import dev.curtain.model.Deployment;
import dev.curtain.model.Service;
import dev.curtain.server.site.Home;
import dev.curtain.server.site.Site;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code curtain up FILE}: raises a model for real and keeps it so. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "Raise a model for real: its services as processes, the router in front, the API and"
          + " dashboard on loopback.",
      "Ctrl-C ends only the controller: the shop goes on, and the same command takes over again."
          + " curtain down ends it all."
    },
    footer = {
      "",
      "Examples:",
      "  curtain up examples/shop/shop.sruja",
      "  curtain up examples/shop/shop.sruja --detach --home /tmp/shop --port 4800"
    })
final class UpCommand implements Callable<Integer> {
  @Mixin private final Settings settings;
  @Mixin private Doors doors = new Doors();
  @Mixin private Subject subject = new Subject();

  @Mixin private Place place = new Place();

  @Option(
      names = "--detach",
      description = "Return once everything is up; the controller goes on in the background.")
  private boolean detach;

  UpCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws InterruptedException {
    Screen screen = settings.screen();
    ModelFile model = subject.read(screen);
    Optional<Deployment> placed = subject.placed(model);
    if (placed.isEmpty()) {
      throw Failure.no(
          subject.file() + " places nothing: there is nothing to raise",
          new IllegalStateException(subject.file()));
    }
    runnable(placed.get());
    Home where = place.home(settings);
    doors.binding(settings);
    if (detach) {
      return new Background(settings, where, place.log().address(settings), doors)
          .start(subject.file(), placed.get().id());
    }
    return new Controller(settings, place, doors)
        .attend(
            Optional.of(
                new Site.Wanted(
                    Path.of(subject.file()), model.resolution().text(), placed.get().id())));
  }

  private static void runnable(Deployment deployment) {
    String runtime = deployment.properties().text("runtime").orElse("process");
    if (!runtime.equals("process")) {
      throw Failure.no(
          deployment.id()
              + ": runtime \""
              + runtime
              + "\" is not built yet (expected: process). curtain rehearse plays it on stand-ins",
          new IllegalStateException(runtime));
    }
    for (Service service : deployment.services()) {
      if (service.launch().run().isEmpty()) {
        throw Failure.no(
            service.element()
                + " does not say what to run: give its container run \"COMMAND … {port}\", or play"
                + " the model with curtain rehearse",
            new IllegalStateException(service.element()));
      }
    }
  }
}
