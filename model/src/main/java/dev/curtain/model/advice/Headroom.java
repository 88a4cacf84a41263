package dev.curtain.model.advice;

import dev.curtain.language.Severity;
import dev.curtain.model.Instance;
import dev.curtain.model.Properties;
import dev.curtain.model.SystemModel;
import java.util.OptionalInt;

/** A service that runs close to the most it may grow to. */
final class Headroom implements Advice {
  private static final double LEAST = 0.3;

  @Override
  public Page page() {
    return new Page(
        "A004",
        Severity.INFO,
        "less than 30 % of room to grow",
        "When a neighbour fails or an evening is busy, replicas are added up to max_replicas; where"
            + " the usual number is close to that, nothing is left to add. A fixed number"
            + " (min_replicas equal to max_replicas) is taken as meant.",
        """
        Shop = system "Shop" { API = container "API" }
        deployment P "P" {
          node A "A" { containerInstance Shop.API { replicas 9 min_replicas 2 max_replicas 10 } }
        }
        """,
        """
        Shop = system "Shop" { API = container "API" }
        deployment P "P" {
          node A "A" { containerInstance Shop.API { replicas 5 min_replicas 2 max_replicas 10 } }
        }
        """);
  }

  @Override
  public void check(SystemModel model, Findings findings) {
    Instances.all(model).forEach(instance -> check(instance, findings));
  }

  private void check(Instance instance, Findings findings) {
    Properties properties = instance.properties();
    OptionalInt usual = Site.count(properties, "replicas");
    OptionalInt most = Site.count(properties, "max_replicas");
    boolean fixed = Site.count(properties, "min_replicas").equals(most);
    if (usual.isPresent()
        && most.isPresent()
        && !fixed
        && usual.getAsInt() <= most.getAsInt()
        && usual.getAsInt() > most.getAsInt() * (1 - LEAST)) {
      int room = 100 - Math.round(100f * usual.getAsInt() / most.getAsInt());
      findings.add(
          page(),
          properties.get("max_replicas").orElseThrow().span(),
          instance.element()
              + " runs "
              + usual.getAsInt()
              + " of at most "
              + most.getAsInt()
              + " replicas: "
              + room
              + " % of room to grow (expected: at least 30 %)",
          "raise max_replicas to " + (int) Math.ceil(usual.getAsInt() / (1 - LEAST)) + " or more");
    }
  }
}
