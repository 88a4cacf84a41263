package dev.curtain.server.world;

import dev.curtain.model.Deployment;
import dev.curtain.model.ModelReader;
import dev.curtain.rollout.Manner;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutEvent.Command;
import dev.curtain.rollout.RolloutState;
import dev.curtain.runtime.standin.Fault;
import dev.curtain.server.engine.Engine;
import dev.curtain.server.engine.Refused;
import dev.curtain.server.log.Json;
import dev.curtain.server.rehearsal.Order;
import dev.curtain.server.rehearsal.Rehearsal;
import dev.curtain.server.traffic.SyntheticUsers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes the journals of this version: {@code JournalWriter FOLDER}. They are rehearsals with the
 * real engine, router and judge; what it writes is checked by {@link JournalTest} from then on.
 */
final class JournalWriter {
  private static final String SERVICE =
      "    containerInstance Shop.%s { version \"v1\" replicas 2 %s"
          + " auto_rollback { enabled true error_rate \"> 5%%\" trigger_time \"1 minute\" } }\n";

  private JournalWriter() {}

  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[0]));
    Map<String, String> strategies = new LinkedHashMap<>();
    strategies.put("Canary", "deployment_strategy \"canary\" canary { steps [50, 100] }");
    strategies.put("BlueGreen", "deployment_strategy \"blue-green\" blue_green { steps [100] }");
    strategies.put("Rolling", "rolling_update { max_unavailable 1 max_surge 1 }");
    strategies.put(
        "Recreate", "deployment_strategy \"recreate\" recreate { downtime \"30 seconds\" }");
    strategies.put(
        "Shadow",
        "deployment_strategy \"shadow\" shadow { share 100 lasting \"1 minute\" compare_bodies"
            + " false }");
    strategies.put(
        "Ab",
        "deployment_strategy \"ab\" ab { share 50 lasting \"1 minute\" minimum_users 50 metric"
            + " \"requests\" }");
    strategies.put(
        "Ring",
        "deployment_strategy \"ring\" rings { staff { header \"x-staff\" values [\"yes\"] soak \"10"
            + " seconds\" } early { users \"50%\" soak \"20 seconds\" } everybody { } }");
    write(folder, "strategies", order(model(strategies), Manner.ALONE, versions(strategies)));
    write(
        folder,
        "strategies-back",
        order(
            model(strategies),
            Manner.ALONE,
            versions(strategies),
            strategies.keySet().stream()
                .map(name -> "Shop." + name + "@v2:error_rate=60%")
                .toArray(String[]::new)));
    Map<String, String> pair = new LinkedHashMap<>();
    pair.put("Web", "deployment_strategy \"canary\" canary { steps [50, 100] }");
    pair.put("API", "deployment_strategy \"blue-green\" blue_green { steps [100] }");
    write(folder, "set-together", order(model(pair), Manner.TOGETHER, versions(pair)));
    write(
        folder,
        "set-together-back",
        order(model(pair), Manner.TOGETHER, versions(pair), "Shop.API@v2:error_rate=60%"));
    write(folder, "set-in-order", order(model(pair), Manner.IN_ORDER, versions(pair)));
    write(
        folder,
        "gates",
        order(
            model(
                Map.of(
                    "API",
                    "deployment_strategy \"canary\" canary { steps [50, 100] } gates { start {"
                        + " approval 2 checklist [\"support is told\"] } first { health true smoke"
                        + " \"/\" } each { policy \"crashes == 0\" } full { slo_budget \"50%\" }"
                        + " }")),
            Manner.ALONE,
            Map.of("Shop.API", "v2")));
    write(folder, "regions", order(REGIONS, Manner.ALONE, Map.of("Shop.API", "v2")));
  }

  private static final String REGIONS =
      """
      Shop = system "Shop" { API = container "API" }
      deployment P "P" {
        deployment_strategy "blue-green"
        blue_green { steps [50, 100] }
        regions { order ["west"] bake "20 seconds" }
        auto_rollback { enabled true error_rate "> 5%" trigger_time "1 minute" }
        node East "East" {
          region "east" traffic 60
          containerInstance Shop.API { version "v1" replicas 2 max_replicas 4 }
        }
        node West "West" {
          region "west" traffic 40
          containerInstance Shop.API { version "v1" replicas 2 max_replicas 4 }
        }
      }
      """;

  private static String model(Map<String, String> services) {
    StringBuilder text = new StringBuilder("Shop = system \"Shop\" {\n");
    services
        .keySet()
        .forEach(name -> text.append("  ").append(name).append(" = container \"C\"\n"));
    text.append("}\n");
    if (services.containsKey("Web") && services.containsKey("API")) {
      text.append("Shop.Web -> Shop.API \"asks\"\n");
    }
    text.append("deployment P \"P\" {\n  node M \"M\" {\n");
    services.forEach((name, how) -> text.append(SERVICE.formatted(name, how)));
    return text.append("  }\n}\n").toString();
  }

  private static Map<String, String> versions(Map<String, String> services) {
    Map<String, String> versions = new LinkedHashMap<>();
    services.keySet().forEach(name -> versions.put("Shop." + name, "v2"));
    return versions;
  }

  private static Order order(
      String text, Manner manner, Map<String, String> versions, String... faults) {
    Deployment deployment = ModelReader.read(text).model().deployments().getFirst();
    return new Order(
        "journal.sruja",
        text,
        deployment,
        versions,
        manner,
        List.of(faults).stream().map(Fault::parse).toList(),
        600,
        300,
        Optional.of(12.0),
        1);
  }

  private static void write(Path folder, String name, Order order) throws Exception {
    List<Entry> entries = Collections.synchronizedList(new ArrayList<>());
    Rehearsal.run(order, new Scribe(entries), InstantSource.system());
    Json json = new Json();
    List<String> lines = entries.stream().map(json::write).toList();
    Files.write(folder.resolve(name + ".jsonl"), lines);
    Files.writeString(folder.resolve(name + ".end"), JournalTest.end(entries));
  }

  /** Notes every entry; where people are asked, it is people; and it moves a region's traffic. */
  private static final class Scribe implements Rehearsal.Audience {
    private static final Duration LOOKS = Duration.ofMillis(50);
    private final List<Entry> entries;

    Scribe(List<Entry> entries) {
      this.entries = entries;
    }

    @Override
    public void written(Entry entry, World after) {
      entries.add(entry);
    }

    @Override
    public void opened(Engine engine, SyntheticUsers traffic) {
      Thread.ofVirtual().start(() -> people(engine));
      engine.services().stream()
          .filter(service -> service.release().regional().isPresent())
          .forEach(service -> failOver(engine, service.element()));
    }

    private static void failOver(Engine engine, String service) {
      try {
        engine.failovers().leave(service, "east", false, "ada", "a try").get();
        engine.failovers().comeBack(service, "ada", "it was a try");
      } catch (Refused | ExecutionException e) {
        throw new IllegalStateException(e);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }

    private static void people(Engine engine) {
      while (true) {
        for (RolloutState rollout : engine.ledger().world().moving()) {
          if (rollout.phase() == Phase.GATED) {
            say(engine, rollout, Command.APPROVE, "ada", "");
            say(engine, rollout, Command.APPROVE, "bob", "");
            say(engine, rollout, Command.CHECK, "ada", "support is told");
          }
        }
        LockSupport.parkNanos(LOOKS.toNanos());
      }
    }

    private static void say(
        Engine engine, RolloutState rollout, Command command, String who, String reason) {
      try {
        engine.command(rollout.spec().id(), command, who, reason);
      } catch (Refused _) {
        // Not what is asked for here.
        return;
      }
    }
  }
}
