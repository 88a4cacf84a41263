package dev.curtain.router;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks for a tester's pass in a request; for one event loop. */
final class Passes {
  private static final byte[] COOKIE = HttpBytes.ascii(TesterPass.COOKIE);

  private final Worker worker;
  private final @Nullable TesterPass pass;
  private final Span found = new Span();

  Passes(Worker worker, Optional<byte[]> key) {
    this.worker = worker;
    pass = key.map(TesterPass::new).orElse(null);
  }

  /** The version that a genuine pass in the request is for; null: none. */
  @Nullable String version(RequestHead head, String service) {
    if (pass == null) {
      return null;
    }
    Span shown = head.first(Field.PASS, found);
    if (shown == null) {
      shown = head.cookie(COOKIE, found);
    }
    return shown == null
        ? null
        : pass.version(
            head.data(), shown.start(), shown.length(), service, worker.wallMillis() / 1000);
  }
}
