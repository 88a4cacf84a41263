package dev.curtain.server.api;

import dev.curtain.model.Service;
import dev.curtain.rollout.Pace;
import dev.curtain.runtime.standin.Fault;
import dev.curtain.server.engine.Address;
import dev.curtain.server.traffic.Load;
import dev.curtain.server.traffic.SyntheticUsers;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * The dashboard over a model on stand-ins with users, to look at: FILE PORT SPEED [FAULT]... Ends
 * when it is told to go down.
 */
final class DashboardDemo {
  private DashboardDemo() {}

  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[0]);
    Pace pace = new Pace(Double.parseDouble(args[2]), Duration.ofSeconds(20));
    Fault[] faults = Stream.of(args).skip(3).map(Fault::parse).toArray(Fault[]::new);
    CountDownLatch down = new CountDownLatch(1);
    Path home = Files.createTempDirectory("curtain-demo-");
    try (Backstage backstage =
            Backstage.raise(
                home, file.getFileName().toString(), Files.readString(file), pace, faults);
        SyntheticUsers users = SyntheticUsers.start(load(backstage));
        ApiServer server =
            ApiServer.start(binding(Integer.parseInt(args[1])), backstage.parts(down::countDown))) {
      System.out.println(server.url());
      down.await();
      System.out.println(users.stop());
    }
  }

  /** With {@code -Dtoken=…} the page has to ask for it. */
  private static Binding binding(int port) {
    return new Binding("127.0.0.1", port, Optional.ofNullable(System.getProperty("token")));
  }

  private static Load load(Backstage backstage) {
    List<Load.Target> targets = new ArrayList<>();
    for (Service service : backstage.engine.services()) {
      Address address = backstage.engine.address(service.element()).orElseThrow();
      targets.add(new Load.Target(address.host().orElse("localhost"), address.path(), 1));
    }
    InetSocketAddress router = new InetSocketAddress("127.0.0.1", backstage.router.port());
    return Load.of(router, targets, 500, 150, 1);
  }
}
