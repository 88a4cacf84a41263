package dev.curtain.server.document;

import dev.curtain.model.Region;
import dev.curtain.server.world.Away;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code curtain failover PATH --json}: the regions of a service, and which one the others carry.
 *
 * @param away what is left out, or about to be; null: nothing
 */
public record FailoverDocument(
    String service, @Nullable AwayDocument away, List<RegionDocument> regions) {
  public FailoverDocument {
    regions = List.copyOf(regions);
  }

  /**
   * @param nodes paths of its nodes
   * @param stage {@code preparing}: the others grow, traffic is where it was; {@code away}
   */
  public record AwayDocument(
      String region, List<String> nodes, String stage, String since, String who, String reason) {
    public AwayDocument {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * @param share per cent of traffic at rest
   * @param most replicas that it may grow to
   * @param survivable whether the others could carry it without each having more than now
   * @param without what is left when it is lost, in words
   */
  public record RegionDocument(
      String region, double share, int replicas, int most, boolean survivable, String without) {}

  public static FailoverDocument of(String service, Optional<Away> away, List<Region> regions) {
    return new FailoverDocument(
        service,
        away.map(each ->
                new AwayDocument(
                    each.region(),
                    each.nodes(),
                    each.stage().name().toLowerCase(Locale.ROOT),
                    each.since().toString(),
                    each.who(),
                    each.reason()))
            .orElse(null),
        regions.stream()
            .map(region -> {
              Region.Spare spare = Region.without(region, regions);
              return new RegionDocument(
                  region.name(),
                  region.share(),
                  region.replicas(),
                  region.most(),
                  spare.enough(),
                  spare.words());
            })
            .toList());
  }
}
