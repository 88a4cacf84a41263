package dev.curtain.server.ofrep;

import dev.curtain.flags.Answer;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask for flags.
 *
 * @param loopbackOnly refuse other names of this machine: a page elsewhere must not read flags
 *     through a visitor's browser under a name it made point here
 * @param tokens one of which is asked for as {@code Authorization: Bearer} or as {@code X-API-Key};
 *     none: whoever reaches it may
 * @param origins pages that may ask, as {@code https://shop.example}; those of this machine may
 * @param limit how much a client may ask
 */
public record Access(
    boolean loopbackOnly, List<String> tokens, Set<String> origins, Optional<Limit> limit) {
  private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final HeaderName API_KEY = HeaderNames.create("X-API-Key");
  private static final String ASKED_WITH =
      "content-type, if-none-match, authorization, x-api-key, last-event-id, flagd-selector,"
          + " curtain-service, curtain-version, curtain-client";

  static final Access ANYBODY = new Access(false, List.of(), Set.of("*"), Optional.empty());

  public Access {
    tokens = List.copyOf(tokens);
    origins = Set.copyOf(origins);
  }

  /** With one token, or none. */
  public Access(
      boolean loopbackOnly, Optional<String> token, Set<String> origins, Optional<Limit> limit) {
    this(loopbackOnly, token.stream().toList(), origins, limit);
  }

  /** For whoever is on this machine. */
  public static Access local(Optional<String> token) {
    return new Access(true, token, Set.of(), Optional.empty());
  }

  /**
   * @throws OfrepProblem if this one may not
   */
  void check(ServerRequest request, ServerResponse response) {
    String name = request.authority().replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
    if (loopbackOnly && !LOCAL_NAMES.contains(name)) {
      throw refused(403, "host: " + name + " (expected: localhost)");
    }
    origin(request, response);
    if (!tokens.isEmpty()
        && tokens.stream().noneMatch(token -> shown(request, token))
        && !ticketShown(request)) {
      throw refused(
          401,
          "no token, or another one (expected: Authorization: Bearer TOKEN or X-API-Key: TOKEN)");
    }
    limit.ifPresent(each -> {
      long wait = each.take(request.remotePeer().host());
      if (wait > 0) {
        response.header(HeaderNames.create("Retry-After"), Long.toString(wait));
        throw refused(
            429, "more than " + each.perSecond() + " requests a second; again in " + wait + " s");
      }
    });
  }

  /** Answers a browser that asks whether a page may ask. */
  void preflight(ServerRequest request, ServerResponse response) {
    origin(request, response);
    response.header(HeaderNames.create("Access-Control-Allow-Methods"), "GET, POST, OPTIONS");
    response.header(HeaderNames.create("Access-Control-Allow-Headers"), ASKED_WITH);
    response.header(HeaderNames.create("Access-Control-Max-Age"), "600");
    response.status(204).send();
  }

  private void origin(ServerRequest request, ServerResponse response) {
    Optional<String> origin = request.headers().first(HeaderNames.ORIGIN);
    if (origin.isEmpty() || origins.contains("*")) {
      return;
    }
    response.header(HeaderNames.VARY, "Origin");
    if (!allowed(origin.get(), request.authority())) {
      throw refused(
          403,
          "origin: "
              + origin.get()
              + " (expected: a page of this machine, or one that was allowed with --origin)");
    }
    response.header(HeaderNames.create("Access-Control-Allow-Origin"), origin.get());
    response.header(HeaderNames.create("Access-Control-Expose-Headers"), "ETag, Retry-After");
  }

  private boolean allowed(String origin, String authority) {
    if (origins.contains(origin)) {
      return true;
    }
    try {
      URI from = URI.create(origin);
      @Nullable String host = from.getHost();
      return host != null
          && (LOCAL_NAMES.contains(host.toLowerCase(Locale.ROOT))
              || authority.equalsIgnoreCase(from.getRawAuthority()));
    } catch (IllegalArgumentException e) {
      // "null" and garbage are nobody's origin.
      return false;
    }
  }

  /**
   * What lets a browser follow changes, which cannot send headers there: told with the flags
   * themselves, good for the stream of changes alone, from which nothing but a revision is learnt.
   */
  Optional<String> ticket() {
    return tokens.stream()
        .findFirst()
        .map(secret -> Definition.digest("stream of changes/" + secret));
  }

  private boolean ticketShown(ServerRequest request) {
    String shown = request.query().first("ticket").orElse("");
    return request.path().path().equals(ChangeStream.PATH)
        && ticket().filter(ticket -> same(ticket, shown)).isPresent();
  }

  private static boolean same(String left, String right) {
    return MessageDigest.isEqual(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean shown(ServerRequest request, String token) {
    String bearer = request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
    String given =
        bearer.regionMatches(true, 0, "bearer ", 0, 7)
            ? bearer.substring(7).strip()
            : request.headers().first(API_KEY).orElse("");
    return same(token, given);
  }

  private static OfrepProblem refused(int status, String details) {
    return new OfrepProblem(status, Optional.of(Answer.Code.GENERAL), details);
  }
}
