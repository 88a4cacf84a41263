package dev.curtain.cli;

import dev.curtain.model.Deployment;
import dev.curtain.model.Service;
import dev.curtain.rollout.Words;
import dev.curtain.server.api.ApiServer;
import dev.curtain.server.api.Binding;
import dev.curtain.server.api.Parts;
import dev.curtain.server.engine.Address;
import dev.curtain.server.engine.Refused;
import dev.curtain.server.site.Home;
import dev.curtain.server.site.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code curtain up FILE}: raises a model for real and keeps it so. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "Raise a model for real: its services as processes, the router in front, the API and status"
          + " page on loopback.",
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
  @Mixin private Client client = new Client();

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
    if (detach) {
      return new Background(settings, where, place.shared(settings), client)
          .start(subject.file(), placed.get().id());
    }
    return raise(where, model, placed.get());
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

  private Integer raise(Home where, ModelFile model, Deployment placed)
      throws InterruptedException {
    Screen screen = settings.screen();
    long begin = System.nanoTime();
    try (Site site =
        Site.open(
            where,
            place.journal(settings),
            Optional.of(
                new Site.Wanted(Path.of(subject.file()), model.resolution().text(), placed.id())),
            Launcher.command(),
            InstantSource.system(),
            trouble -> screen.message("curtain: " + trouble))) {
      return attend(site, begin);
    } catch (Refused e) {
      throw Failure.no(String.valueOf(e.getMessage()), e);
    } catch (IOException | dev.curtain.server.log.LogFailure e) {
      throw Failure.couldNot(String.valueOf(e.getMessage()), e);
    }
  }

  private Integer attend(Site site, long begin) throws IOException, InterruptedException {
    Screen screen = settings.screen();
    CountDownLatch down = new CountDownLatch(1);
    Parts parts =
        new Parts(
            site.engine(),
            site.flags(),
            site.router(),
            List.of(site.listen()),
            down::countDown,
            InstantSource.system());
    boolean fresh = site.engine().ledger().world().rollouts().isEmpty();
    try (ApiServer api = ApiServer.start(Binding.loopback(client.port()), parts)) {
      screen.message("raising " + site.engine().services().size() + " services…");
      site.awaitRaised();
      say(site, api, Duration.ofNanos(System.nanoTime() - begin));
      down.await();
      screen.message("taking everything down…");
      site.down();
      screen.line("down: nothing of it runs any more");
      return ExitCode.GOOD;
    } catch (IOException e) {
      if (fresh) {
        // What never came up is not left half there.
        site.down();
      }
      throw e;
    }
  }

  private void say(Site site, ApiServer api, Duration took) {
    Screen screen = settings.screen();
    String at = "http://" + site.listen().getHostString() + ":" + site.listen().getPort();
    screen.line(
        screen.styled("up", Screen.Style.GREEN, Screen.Style.BOLD) + " in " + Words.duration(took));
    for (Service service : site.engine().services()) {
      Address address = site.engine().address(service.element()).orElseThrow();
      screen.line(
          "  "
              + service.element()
              + "  "
              + address
                  .host()
                  .map(host -> "http://" + host + ":" + site.listen().getPort())
                  .orElse(at)
              + address.path());
    }
    screen.line("  status  " + api.url());
    screen.line("");
    screen.line(
        screen.styled(
            "Ctrl-C ends the controller and leaves everything running; curtain down ends it all.",
            Screen.Style.DIM));
  }
}
