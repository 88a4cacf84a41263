package dev.curtain.server.api;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRequest;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who may ask. Three ways in are shut: a name that was made to point to this machine (the host has
 * to be a loopback name), a page from elsewhere that lets a visitor's browser post (JSON or the
 * same origin only; other origins never), and, where there are keys, whoever has none or one that
 * opens less.
 */
final class Guard {
  private static final HeaderName FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");
  private static final HeaderName POLICY = HeaderNames.create("Content-Security-Policy");
  private static final HeaderName SNIFFING = HeaderNames.create("X-Content-Type-Options");
  private static final HeaderName REFERRER = HeaderNames.create("Referrer-Policy");
  private static final HeaderName RESOURCES = HeaderNames.create("Cross-Origin-Resource-Policy");
  private static final String BEARER = "bearer ";

  /**
   * Scripts and styles from here only, none inline, nowhere to send to, and never inside another
   * page.
   */
  private static final String CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

  private final Binding binding;
  private final Set<String> open;

  /**
   * @param open paths that are answered without a token: they hold nothing of the world
   */
  Guard(Binding binding, Set<String> open) {
    this.binding = binding;
    this.open = Set.copyOf(open);
  }

  /** The same, once whoever asks may. */
  Handler before(Handler handler) {
    return (request, response) -> {
      check(request, response);
      handler.handle(request, response);
    };
  }

  private void check(ServerRequest request, ServerResponse response) {
    response.header(POLICY, CONTENT_POLICY);
    response.header(SNIFFING, "nosniff");
    response.header(REFERRER, "no-referrer");
    response.header(RESOURCES, "same-origin");
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    if (binding.loopbackOnly()) {
      checkHost(request);
    }
    checkOrigin(request);
    if (!open.contains(request.path().path())) {
      checkKey(request);
    }
  }

  private static void checkHost(HttpRequest request) {
    String authority = request.authority();
    String name = authority.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
    if (!Binding.LOOPBACK_NAMES.contains(name)) {
      throw ApiProblem.forbidden(
          "host: " + authority + " (expected: localhost, 127.0.0.1 or [::1])",
          "this Curtain answers its own machine only; a token and --host open it to others");
    }
  }

  private static void checkOrigin(HttpRequest request) {
    ServerRequestHeaders headers = request.headers();
    Optional<String> origin = headers.first(HeaderNames.ORIGIN);
    boolean same = origin.filter(from -> sameOrigin(from, request.authority())).isPresent();
    boolean elsewhere = headers.first(FETCH_SITE).filter("cross-site"::equals).isPresent();
    boolean writing = isWriting(request);
    if ((origin.isPresent() && !same) || (elsewhere && writing)) {
      throw ApiProblem.forbidden(
          "origin: " + origin.orElse("another site") + " (expected: this server's own)",
          "other sites may not use this API through a visitor's browser");
    }
    boolean json =
        headers
            .contentType()
            .filter(type -> type.mediaType().text().equalsIgnoreCase("application/json"))
            .isPresent();
    if (writing && !same && !json) {
      throw ApiProblem.forbidden(
          "content-type: "
              + headers.first(HeaderNames.CONTENT_TYPE).orElse("none")
              + " (expected: application/json)",
          "send -H 'content-type: application/json'");
    }
  }

  private static boolean sameOrigin(String origin, String authority) {
    try {
      return authority.equalsIgnoreCase(URI.create(origin).getRawAuthority());
    } catch (IllegalArgumentException e) {
      // An origin that is none, such as "null" or garbage, is not this one.
      return false;
    }
  }

  private void checkKey(ServerRequest request) {
    if (binding.keys().isOpen()) {
      return;
    }
    String shown =
        request
            .headers()
            .first(HeaderNames.AUTHORIZATION)
            .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(BEARER))
            .map(value -> value.substring(BEARER.length()).strip())
            .orElse("");
    Keys.Key key =
        binding
            .keys()
            .of(shown)
            .orElseThrow(() ->
                ApiProblem.unauthorized(
                    shown.isEmpty() ? "a token is needed" : "this is not a token of anybody",
                    "send it as authorization: Bearer TOKEN, or set CURTAIN_TOKEN"));
    request.context().register(key);
    Role needed = Role.needed(isWriting(request), request.path().path());
    if (!key.role().may(needed)) {
      throw ApiProblem.forbidden(
          key.name() + " is " + key.role().word() + " (expected: " + needed.word() + ")",
          "somebody who is " + needed.word() + " can do this");
    }
  }

  static boolean isWriting(HttpRequest request) {
    return !Set.of(Method.GET, Method.HEAD, Method.OPTIONS).contains(request.prologue().method());
  }
}
