package dev.curtain.server.api;

import dev.curtain.server.document.LeadsDocument;
import dev.curtain.server.log.LogFailure;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.Ledger;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Writes down who asked for what, from where, and what came of it: every action, done or not, and
 * whoever is turned away, whatever they asked for. Before the answer goes out, and after the
 * action, which is in the log by itself.
 */
final class Audit {
  private static final Logger LOG = System.getLogger(Audit.class.getName());

  /** Members of a body that say what is asked; others may be long, or nobody's business. */
  private static final List<String> DETAILS =
      List.of(
          "written",
          "version",
          "versions",
          "strategy",
          "order",
          "when_underway",
          "kind",
          "region",
          "now",
          "back",
          "within",
          "soak",
          "percent",
          "for",
          "until",
          "variant",
          "default",
          "remove_by",
          "baseline",
          "candidate");

  /** What only asks, though by a POST; reports come every second. */
  private static final Set<String> QUESTIONS =
      Set.of("/api/v1/flags/report", "/api/v1/flags/{name}/moves", "/api/v1/migrations/plan");

  private static final int LONGEST = 200;

  /** Whoever knocks without end fills no disk. */
  private static final int REFUSALS_EACH_MINUTE = 60;

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Ledger ledger;
  private final InstantSource clock;
  private Instant minute = Instant.EPOCH;
  private int refusals;
  private long unwritten;

  Audit(Ledger ledger, InstantSource clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * The same, written down.
   *
   * @param path as the API describes it, its variables in braces
   */
  Handler around(String path, Handler handler) {
    return (request, response) -> {
      boolean action = Guard.isWriting(request) && !QUESTIONS.contains(path);
      AtomicBoolean written = new AtomicBoolean();
      if (action) {
        response.beforeSend(() -> {
          if (written.compareAndSet(false, true)) {
            write(request, path, response.status().code(), "");
          }
        });
      }
      try {
        handler.handle(request, response);
      } catch (Exception failure) {
        int status = Answers.status(failure);
        boolean turnedAway = status == 401 || status == 403;
        if ((action || turnedAway) && written.compareAndSet(false, true)) {
          write(request, path, status, Answers.message(failure));
        }
        throw failure;
      }
    };
  }

  private void write(ServerRequest request, String path, int status, String answer) {
    Instant now = clock.instant();
    Optional<Keys.Key> key = request.context().get(Keys.Key.class);
    boolean nobody = key.isEmpty() && (status == 401 || status == 403);
    long before = nobody ? admitted(now) : forgotten();
    if (before < 0) {
      return;
    }
    Optional<Body> body = request.context().get(Body.class);
    try {
      ledger.append(
          new Entry.Acted(
              now,
              who(key, body, nobody),
              key.map(each -> each.role().word()).orElse(""),
              cut(action(request, path)),
              cut(target(request, path, body)),
              body.map(Audit::details).orElse(""),
              body.flatMap(each -> each.optional("reason")).map(Audit::cut).orElse(""),
              from(request),
              status,
              cut(answer),
              before,
              body.filter(_ -> status < 400).flatMap(Audit::written)));
    } catch (LogFailure e) {
      LOG.log(Level.ERROR, "what was asked of the API is not written down", e);
    }
  }

  /** How many refusals were passed over; negative: this one is as well. */
  private synchronized long admitted(Instant now) {
    if (Duration.between(minute, now).compareTo(MINUTE) >= 0) {
      minute = now;
      refusals = 0;
    }
    refusals++;
    if (refusals > REFUSALS_EACH_MINUTE) {
      unwritten++;
      return -1;
    }
    return forgotten();
  }

  private synchronized long forgotten() {
    long count = unwritten;
    unwritten = 0;
    return count;
  }

  private static String who(Optional<Keys.Key> key, Optional<Body> body, boolean nobody) {
    return key.map(Keys.Key::name)
        .filter(name -> !name.isEmpty())
        .or(() -> body.flatMap(each -> each.optional("who")).map(Audit::cut))
        .orElse(nobody ? "nobody known" : Commands.NOBODY);
  }

  /** {@code promote}, {@code flag off}; what is none of ours by its method. */
  private static String action(ServerRequest request, String path) {
    if (!Guard.isWriting(request)) {
      return "look";
    }
    if (!path.startsWith("/api/v1/")) {
      return request.prologue().method().text();
    }
    List<String> words = new ArrayList<>();
    for (String segment : path.substring("/api/v1/".length()).split("/", -1)) {
      switch (segment) {
        case "rollouts" -> {}
        case "flags" -> words.add("flag");
        case "migrations" -> words.add("migration");
        case "sets" -> words.add("deploy a set");
        default -> {
          if (!segment.startsWith("{")) {
            words.add(segment);
          }
        }
      }
    }
    return String.join(" ", words);
  }

  private static String target(ServerRequest request, String path, Optional<Body> body) {
    for (String variable : List.of("id", "name")) {
      if (path.contains("{" + variable + "}")) {
        return request.path().pathParameters().get(variable);
      }
    }
    Optional<String> service = body.flatMap(each -> each.optional("service"));
    boolean known = path.startsWith("/api/v1/") && Guard.isWriting(request);
    return service.orElse(known ? "" : request.path().path());
  }

  private static String details(Body body) {
    List<String> said = new ArrayList<>();
    for (String name : DETAILS) {
      body.optional(name).ifPresent(value -> said.add(name.replace('_', ' ') + " " + value));
    }
    return cut(String.join(", ", said));
  }

  /** Of what was done; its form was looked at before. */
  private static Optional<Entry.Written> written(Body body) {
    Optional<Instant> at = body.optional("written").flatMap(LeadsDocument::instant);
    Optional<String> service = body.optional("service");
    Map<String, String> versions = new HashMap<>();
    body.optional("version")
        .ifPresent(version -> service.ifPresent(each -> versions.put(each, version.strip())));
    body.optional("versions").ifPresent(all -> versions.putAll(Commands.versions(all)));
    return at.map(on -> new Entry.Written(on, versions));
  }

  private static String from(ServerRequest request) {
    String agent =
        request.headers().first(HeaderNames.USER_AGENT).orElse("").split(" ", 2)[0].strip();
    String host = request.remotePeer().host();
    String program = agent.startsWith("Mozilla/") ? "a browser" : cut(agent);
    return program.isEmpty() ? host : host + ", " + program;
  }

  private static String cut(@Nullable String text) {
    String known = text == null ? "" : text;
    return known.length() <= LONGEST ? known : known.substring(0, LONGEST) + "…";
  }
}
