package dev.curtain.server.api;

import dev.curtain.router.Measures;
import dev.curtain.router.RouterControl;
import dev.curtain.server.document.MeasuresDocument;
import dev.curtain.server.world.Ledger;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Live changes as server-sent events: every entry of the log, with its number as the event's id,
 * and once a second what the router counted, without one. A client that comes back with {@code
 * Last-Event-ID} gets what it missed from the log.
 *
 * <p>A client that does not keep up is disconnected once {@link Options#queue} events wait for it:
 * the writer of the log never waits for anybody, and what was missed is in the log when the client
 * comes back.
 */
final class EventStream implements AutoCloseable {
  private final Ledger ledger;
  private final RouterControl router;
  private final InstantSource clock;
  private final Options options;
  private final Set<Feed> feeds = ConcurrentHashMap.newKeySet();
  private final Thread measuring;
  private volatile boolean closed;

  /**
   * @param heartbeat a client that nothing happened for gets a comment, so that both ends know the
   *     connection lives
   * @param beat time between two looks at the router
   * @param queue events that may wait for one client
   */
  record Options(Duration heartbeat, Duration beat, int queue) {
    static final Options DEFAULT =
        new Options(Duration.ofSeconds(15), Duration.ofSeconds(1), 1_024);
  }

  EventStream(Ledger ledger, RouterControl router, InstantSource clock, Options options) {
    this.ledger = ledger;
    this.router = router;
    this.clock = clock;
    this.options = options;
    this.measuring = Thread.ofVirtual().name("measures").unstarted(this::measure);
  }

  void start() {
    measuring.start();
  }

  /** Answers until the client goes, cannot keep up, or the server is closed. */
  void serve(ServerRequest request, ServerResponse response) {
    Optional<Long> last = lastSeen(request);
    Feed feed = new Feed(ledger, options);
    feeds.add(feed);
    ledger.listen(feed);
    // Before the client knows that it is heard: whatever is written from then on, it is told.
    long head = ledger.seq();
    try (SseSink sink = response.sink(SseSink.TYPE)) {
      if (!closed) {
        feed.pump(sink, last, head);
      }
    } finally {
      ledger.unlisten(feed);
      feeds.remove(feed);
      feed.done();
    }
  }

  private static Optional<Long> lastSeen(ServerRequest request) {
    Optional<String> said =
        request
            .headers()
            .first(HeaderNames.create("Last-Event-ID"))
            .or(() -> request.query().first("after").asOptional());
    return said.filter(text -> !text.isBlank()).map(EventStream::number);
  }

  private static Long number(String text) {
    if (!text.matches("\\d{1,18}")) {
      throw ApiProblem.invalid(
          "Last-Event-ID: " + text + " (expected: the id of an event)",
          "leave it out to get only what happens from now on, or send 0 for everything");
    }
    return Long.valueOf(text);
  }

  private void measure() {
    Optional<Measures> before = Optional.empty();
    try {
      while (!closed) {
        if (feeds.isEmpty()) {
          before = Optional.empty();
        } else {
          before = show(before);
        }
        Thread.sleep(options.beat());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<Measures> show(Optional<Measures> before) {
    Optional<Measures> now;
    MeasuresDocument document;
    try {
      now = Optional.of(router.measures());
      document = MeasuresDocument.of(now.get(), before);
    } catch (IOException e) {
      now = Optional.empty();
      document =
          MeasuresDocument.missing(
              clock.instant(), "the router does not answer: " + e.getMessage());
    }
    for (Feed feed : feeds) {
      feed.measured(document);
    }
    return now;
  }

  @Override
  public void close() {
    closed = true;
    measuring.interrupt();
    feeds.forEach(Feed::end);
  }
}
