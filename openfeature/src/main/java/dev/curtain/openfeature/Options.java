package dev.curtain.openfeature;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where flags come from and who asks for them.
 *
 * @param server as {@code http://127.0.0.1:4747}
 * @param token sent as {@code Authorization: Bearer}
 * @param service that this process is, as the model names it; with {@code version} it is what
 *     Curtain knows a flag's readers by
 * @param client a name for this process, shown where it is waited for
 * @param reportEvery how often it is reported which flags were read and how requests fared
 */
public record Options(
    URI server,
    Optional<String> token,
    Optional<String> service,
    Optional<String> version,
    String client,
    Duration reportEvery) {
  public Options {
    if (reportEvery.isNegative() || reportEvery.isZero()) {
      throw new IllegalArgumentException(
          "reportEvery: " + reportEvery + " (expected: more than nothing)");
    }
  }

  public static Options of(URI server) {
    return new Options(
        server,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "java-" + ProcessHandle.current().pid(),
        Duration.ofSeconds(10));
  }

  /** The same for a version of a service. */
  public Options as(String name, String itsVersion) {
    return new Options(
        server, token, Optional.of(name), Optional.of(itsVersion), client, reportEvery);
  }
}
