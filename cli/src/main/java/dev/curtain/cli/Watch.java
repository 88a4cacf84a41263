package dev.curtain.cli;

import dev.curtain.cli.Screen.Style;
import dev.curtain.server.api.ApiClient;
import dev.curtain.server.api.ApiRefused;
import dev.curtain.server.api.ApiUnreachable;
import dev.curtain.server.api.LiveEvent;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.EventDocument;
import dev.curtain.server.document.MeasuresDocument;
import dev.curtain.server.document.MeasuresDocument.Recent;
import dev.curtain.server.document.RolloutDocument;
import dev.curtain.server.document.StatusDocument;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Follows everything; a controller that goes away is waited for, and that it is away is said. */
final class Watch {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private final ApiClient api;
  private final Screen screen;
  private final boolean json;
  private final ZoneId zone;
  private final Story story;
  private final LiveView view;
  private final Map<String, RolloutDocument> underWay = new LinkedHashMap<>();
  private final Map<String, Recent> recent = new LinkedHashMap<>();
  private @Nullable StatusDocument status;
  private String footer = "";
  private long seen;

  Watch(ApiClient api, Screen screen, boolean json, ZoneId zone) {
    this.api = api;
    this.screen = screen;
    this.json = json;
    this.zone = zone;
    this.story = new Story(screen, true);
    this.view = new LiveView(screen);
  }

  /**
   * Returns never; ends with the process.
   *
   * @throws ApiUnreachable where nothing answers in the beginning
   */
  void forever() throws ApiUnreachable, ApiRefused, InterruptedException {
    begin();
    boolean away = false;
    while (true) {
      try {
        if (away) {
          begin();
          away = false;
        }
        boolean anew =
            api.events(seen == 0 ? OptionalLong.empty() : OptionalLong.of(seen), this::happened);
        if (anew) {
          begin();
        }
      } catch (ApiUnreachable e) {
        if (!away) {
          away = true;
          lost();
        }
        Thread.sleep(POLL);
      }
    }
  }

  private void begin() throws ApiUnreachable, ApiRefused, InterruptedException {
    StatusDocument now = api.status();
    status = now;
    footer = "";
    for (StatusDocument.ServiceDocument service : now.services()) {
      if (service.rollout() != null) {
        RolloutDocument rollout = api.show(service.rollout()).rollout();
        underWay.put(rollout.id(), rollout);
        tell(Instant.now(), story.tell(rollout, List.of()));
      }
    }
    if (seen == 0) {
      // Followed from what was looked at: nothing that happens in between is passed over.
      seen = now.seq();
      if (!screen.outIsTerminal() && !json) {
        StatusLines.sinceStart(screen).of(now).forEach(screen::line);
      }
    }
    draw();
  }

  private void lost() {
    recent.clear();
    footer = "no answer since " + CLOCK.format(Instant.now().atZone(zone)) + "; trying again";
    if (screen.outIsTerminal() && !json) {
      draw();
    } else {
      screen.message("curtain: " + footer);
    }
  }

  private boolean happened(LiveEvent event) {
    switch (event) {
      case LiveEvent.Written(EventDocument document) -> written(document);
      case LiveEvent.Measured(MeasuresDocument document) -> measured(document);
      case LiveEvent.Reset _ -> {
        // Another log than the one that was followed: everything is looked at anew.
        seen = 0;
        underWay.clear();
        return false;
      }
    }
    return true;
  }

  private void written(EventDocument document) {
    seen = document.seq();
    if (json) {
      screen.line(Documents.json(document));
      return;
    }
    RolloutDocument rollout = document.rollout();
    List<String> lines = new ArrayList<>();
    if (rollout != null) {
      if (rollout.endedAt() == null) {
        underWay.put(rollout.id(), rollout);
      } else {
        underWay.remove(rollout.id());
      }
      lines.addAll(story.tell(rollout, document.notes() == null ? List.of() : document.notes()));
    } else if (document.notes() != null) {
      lines.addAll(document.notes());
    }
    EventDocument.ReplicaDocument replica = document.replica();
    if (replica != null && replica.status().equals("failed")) {
      lines.add(screen.styled("✗ replica " + replica.id() + ": " + replica.why(), Style.RED));
    }
    tell(Instant.parse(document.at()), lines);
    if (screen.outIsTerminal()) {
      refresh();
      draw();
    }
  }

  private void measured(MeasuresDocument document) {
    recent.clear();
    footer = document.problem() == null ? "" : "no figures: " + document.problem();
    if (document.tracks() != null) {
      for (MeasuresDocument.TrackDocument track : document.tracks()) {
        if (track.recent() != null) {
          recent.put(track.track(), track.recent());
        }
      }
    }
    if (json || !screen.outIsTerminal()) {
      return;
    }
    refresh();
    draw();
  }

  /** Shares and replicas as they are now. */
  private void refresh() {
    try {
      status = api.status();
    } catch (ApiUnreachable | ApiRefused e) {
      footer = String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(Instant at, List<String> lines) {
    if (json || lines.isEmpty()) {
      return;
    }
    view.clear();
    String time = screen.styled(CLOCK.format(at.atZone(zone)), Style.DIM);
    lines.forEach(line -> screen.line(time + "  " + line));
  }

  private void draw() {
    StatusDocument now = status;
    if (json || !screen.outIsTerminal() || now == null) {
      return;
    }
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.addAll(StatusLines.lately(screen, recent).of(now));
    for (RolloutDocument rollout : underWay.values()) {
      lines.add("");
      lines.addAll(view.lines(rollout));
    }
    lines.add("");
    lines.add(screen.styled(footer.isEmpty() ? "Ctrl-C ends watching alone" : footer, Style.DIM));
    view.show(lines);
  }
}
