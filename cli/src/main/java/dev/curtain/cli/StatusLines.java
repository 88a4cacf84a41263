package dev.curtain.cli;

import dev.curtain.cli.Screen.Style;
import dev.curtain.rollout.Shares;
import dev.curtain.rollout.Words;
import dev.curtain.server.document.Figures;
import dev.curtain.server.document.MeasuresDocument.Recent;
import dev.curtain.server.document.StatusDocument;
import dev.curtain.server.document.StatusDocument.ServiceDocument;
import dev.curtain.server.document.StatusDocument.TrackDocument;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What runs, as lines: a heading, then each service with its tracks as bars. */
final class StatusLines {
  private static final int LONGEST_BAR = 20;
  private static final int SHORTEST_BAR = 6;

  private final Screen screen;
  private final Function<TrackDocument, String> figures;

  private StatusLines(Screen screen, Function<TrackDocument, String> figures) {
    this.screen = screen;
    this.figures = figures;
  }

  /** With what the router counted since its start. */
  static StatusLines sinceStart(Screen screen) {
    return new StatusLines(screen, StatusLines::total);
  }

  /**
   * With what the router counted lately.
   *
   * @param recent by track; a track without an entry shows no figures
   */
  static StatusLines lately(Screen screen, Map<String, Recent> recent) {
    return new StatusLines(screen, track -> rate(recent.get(track.track())));
  }

  List<String> of(StatusDocument status) {
    List<String> lines = new ArrayList<>();
    if (status.model() == null) {
      return List.of("nothing is raised; curtain up FILE raises a model");
    }
    lines.add(
        status.model()
            + " · "
            + status.deployment()
            + (status.since() == null ? "" : " · since " + seconds(status.since())));
    List<TrackDocument> tracks =
        status.services().stream().flatMap(service -> service.tracks().stream()).toList();
    Map<String, String> labels = new HashMap<>();
    status.services().forEach(service -> labels.putAll(TrackLabels.of(service.tracks())));
    int width = labels.values().stream().mapToInt(String::length).max().orElse(0);
    int beside = tracks.stream().mapToInt(track -> beside(track).length()).max().orElse(0);
    int bar = Math.clamp(screen.columns() - width - beside - 4L, SHORTEST_BAR, LONGEST_BAR);
    for (ServiceDocument service : status.services()) {
      lines.add("");
      lines.add(heading(service));
      service
          .tracks()
          .forEach(
              track -> lines.add(line(labels.getOrDefault(track.track(), ""), track, width, bar)));
    }
    return lines;
  }

  private static String seconds(String instant) {
    return Instant.parse(instant).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private String heading(ServiceDocument service) {
    return screen.styled(service.service(), Style.BOLD)
        + (service.version() == null ? "" : "  " + service.version())
        + "  "
        + screen.styled(String.join(" ", service.urls()), Style.CYAN)
        + (service.rollout() == null
            ? ""
            : "  " + screen.styled("rollout " + service.rollout(), Style.YELLOW));
  }

  private String line(String label, TrackDocument track, int width, int bar) {
    int full = track.share() > 0 ? Math.max(1, (int) Math.round(bar * track.share() / 100)) : 0;
    return "  "
        + label
        + " ".repeat(width - label.length())
        + "  "
        + screen.styled("█".repeat(full), Style.BLUE)
        + screen.styled("·".repeat(bar - full), Style.DIM)
        + beside(track);
  }

  /** What stands beside the bar. */
  private String beside(TrackDocument track) {
    return " %7s  %d/%d ready"
            .formatted(
                Shares.percent(track.share()), track.replicas().ready(), track.replicas().wanted())
        + figures.apply(track);
  }

  private static String total(TrackDocument track) {
    return track.requests() == null || track.requests() == 0
        ? ""
        : "  %s %s"
                .formatted(
                    Words.count(track.requests()), track.requests() == 1 ? "request" : "requests")
            + quality(track.errorRate(), track.p95Millis());
  }

  private static String rate(@Nullable Recent recent) {
    if (recent == null || recent.overMillis() == 0) {
      return "";
    }
    Figures figures = recent.figures();
    return String.format(
            Locale.ROOT, "  %.0f/s", 1_000.0 * figures.requests() / recent.overMillis())
        + quality(figures.errorRate(), figures.p95Millis());
  }

  private static String quality(@Nullable Double errorRate, @Nullable Long p95Millis) {
    return (errorRate == null ? "" : String.format(Locale.ROOT, ", %.2f %% failed", errorRate))
        + (p95Millis == null ? "" : ", p95 " + p95Millis + " ms");
  }
}
