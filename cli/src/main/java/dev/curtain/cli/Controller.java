package dev.curtain.cli;

import dev.curtain.model.Service;
import dev.curtain.rollout.Words;
import dev.curtain.server.api.ApiServer;
import dev.curtain.server.api.Binding;
import dev.curtain.server.api.Parts;
import dev.curtain.server.engine.Address;
import dev.curtain.server.engine.Refused;
import dev.curtain.server.site.Site;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A controller in this process: the engine over its log, the router kept, the API in front. */
final class Controller {
  private final Settings settings;
  private final Place place;
  private final Doors doors;

  Controller(Settings settings, Place place, Doors doors) {
    this.settings = settings;
    this.place = place;
    this.doors = doors;
  }

  /**
   * Returns once everything was taken down.
   *
   * @param wanted what is to run; empty: whatever the log says already
   */
  int attend(Optional<Site.Wanted> wanted) throws InterruptedException {
    Screen screen = settings.screen();
    Binding binding = doors.binding(settings);
    long begin = System.nanoTime();
    try (Site site =
        Site.open(
            place.home(settings),
            place.journal(settings),
            wanted,
            Launcher.command(),
            InstantSource.system(),
            trouble -> screen.message("curtain: " + trouble))) {
      return attend(site, binding, begin);
    } catch (Refused e) {
      throw Failure.no(String.valueOf(e.getMessage()), e);
    } catch (IOException | dev.curtain.server.log.LogFailure e) {
      throw Failure.couldNot(String.valueOf(e.getMessage()), e);
    }
  }

  private int attend(Site site, Binding binding, long begin)
      throws IOException, InterruptedException {
    Screen screen = settings.screen();
    CountDownLatch down = new CountDownLatch(1);
    Parts parts =
        new Parts(
            site.engine(),
            site.flags(),
            Parts.migrations(settings.environment(), site.router()),
            Parts.databases(settings.environment(), site.engine()),
            site.router(),
            List.of(site.listen()),
            down::countDown,
            InstantSource.system());
    boolean fresh = site.engine().ledger().world().rollouts().isEmpty();
    try (ApiServer api = ApiServer.start(binding, parts)) {
      place.home(settings).serves(doors.within(api.port()));
      int services = site.engine().services().size();
      screen.message("raising " + services + (services == 1 ? " service…" : " services…"));
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
