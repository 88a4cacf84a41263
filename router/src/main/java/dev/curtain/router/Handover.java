package dev.curtain.router;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The words of a hand-over, by which a new process takes the place of a running router while users
 * go on connecting. What is passed on are the listening sockets themselves: a connection that waits
 * in one of them is taken by whoever accepts next, so that none is refused or reset.
 *
 * <pre>
 *   new ── POST /v1/handover ──▶ old    (control port, with the token)
 *   new ◀── listening sockets ── old    (from here on a Unix socket in the state directory)
 *   new ── ready ──────────────▶ old    it takes no more orders and lets go of lock and control port
 *   new ◀── the table ────────── old
 *   new ── serving ────────────▶ old    it accepts no more, and ends with what it has under way
 *   new ◀── what is in flight ── old    until it ends
 * </pre>
 *
 * If the new one fails before it serves, the old one takes orders again and nothing has changed.
 */
final class Handover {
  static final String READY = "ready";
  static final String SERVING = "serving";
  static final Duration PREPARING = Duration.ofSeconds(30);
  static final Duration STEP = Duration.ofSeconds(10);

  private Handover() {}

  static Path socket(Path state) {
    return state.resolve("handover");
  }

  /**
   * The old router's answer to the order.
   *
   * @param socket where it waits
   * @param listeners addresses of the sockets that it will pass on, in that order
   */
  record Offer(String socket, List<String> listeners) {
    Offer {
      listeners = List.copyOf(listeners);
    }
  }

  /** What a router that ends still has under way; a controller must not stop what it is at. */
  record Rest(Map<String, Long> backends, List<Measures.UnderWay> underWay) {
    static final Rest NONE = new Rest(Map.of(), List.of());

    Rest {
      backends = Map.copyOf(backends);
      underWay = List.copyOf(underWay);
    }

    static Rest of(Measures measures) {
      return new Rest(measures.backends(), measures.details().underWay());
    }

    String text() {
      return Json.MAPPER.writeValueAsString(this);
    }

    static Rest parse(String text) throws IOException {
      try {
        return Json.MAPPER.readValue(text, Rest.class);
      } catch (tools.jackson.core.JacksonException unreadable) {
        throw new IOException("what the ending router says cannot be read", unreadable);
      }
    }
  }
}
