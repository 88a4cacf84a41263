package dev.curtain.model.advice;

import dev.curtain.language.Severity;
import dev.curtain.model.Deployment;
import dev.curtain.model.Service;
import dev.curtain.model.Service.Placement;
import dev.curtain.model.SystemModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Several regions, of which none may be lost. */
final class RegionLoss implements Advice {
  @Override
  public Page page() {
    return new Page(
        "A011",
        Severity.INFO,
        "the other regions could not carry a lost one",
        "Regions are paid for so that one may be lost. With what the others have, and may grow to"
            + " (max_replicas), each replica would carry more than it does now.",
        """
        Shop = system "Shop" { API = container "API" }
        deployment P "P" {
          node East "East" { region "east" traffic 60 containerInstance Shop.API { replicas 6 } }
          node West "West" { region "west" traffic 40 containerInstance Shop.API { replicas 4 } }
        }
        """,
        """
        Shop = system "Shop" { API = container "API" }
        deployment P "P" {
          node East "East" {
            region "east"
            traffic 60
            containerInstance Shop.API { replicas 6 max_replicas 20 }
          }
          node West "West" {
            region "west"
            traffic 40
            containerInstance Shop.API { replicas 4 max_replicas 20 }
          }
        }
        """);
  }

  @Override
  public void check(SystemModel model, Findings findings) {
    for (Deployment deployment : model.deployments()) {
      Site site = Site.of(deployment);
      deployment.services().forEach(service -> check(site, service, findings));
    }
  }

  private void check(Site site, Service service, Findings findings) {
    List<Placement> serving =
        service.placements().stream().filter(placement -> !placement.standby()).toList();
    Map<String, Integer> regions = new LinkedHashMap<>();
    serving.forEach(placement ->
        placement
            .region()
            .ifPresent(region -> regions.merge(region, placement.replicas(), Integer::sum)));
    boolean known = serving.stream().allMatch(placement -> placement.region().isPresent());
    if (!known || regions.size() < 2) {
      return;
    }
    int all = Site.replicas(serving);
    String worst = "";
    int least = Integer.MAX_VALUE;
    for (String region : regions.keySet()) {
      int left = 0;
      for (Placement placement : service.placements()) {
        if (!placement.region().orElse("").equals(region)) {
          int most =
              Site.count(site.instance(placement).properties(), "max_replicas")
                  .orElse(placement.replicas());
          left += Math.max(most, placement.replicas());
        }
      }
      if (left < least) {
        least = left;
        worst = region;
      }
    }
    if (least < all) {
      findings.add(
          page(),
          site.first(service).span(),
          "without "
              + worst
              + ", at most "
              + least
              + " of "
              + all
              + " replicas of "
              + service.element()
              + " are left"
              + (least == 0
                  ? ""
                  : String.format(
                      Locale.ROOT, ", each with %.1f times its load", (double) all / least)),
          "let the others grow to " + all + " together (max_replicas), or run more in them");
    }
  }
}
