package dev.curtain.router;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where notes of requests go: the access log, a collector of spans, both or neither. */
final class Notes implements AutoCloseable {
  private final NoteOptions options;
  private final @Nullable AccessLog log;
  private final @Nullable Spans spans;

  Notes(NoteOptions options, Optional<String> deployment) {
    this.options = options;
    log = options.log().map(AccessLog::new).orElse(null);
    spans = options.traces().map(traces -> new Spans(traces, deployment)).orElse(null);
  }

  /**
   * @throws IOException if something cannot be written to
   */
  void start() throws IOException {
    if (log != null) {
      log.start();
    }
    if (spans != null) {
      spans.start();
    }
  }

  /** For one event loop; null where nothing is written down. */
  @Nullable Scribe scribe(Worker worker) {
    return log == null && spans == null ? null : new Scribe(worker, options, this);
  }

  /** The request has ended; the note is not touched any more. */
  void ended(Note note) {
    if (log != null && (note.sampled || note.failed())) {
      log.outbox().offer(note);
    }
    if (spans != null && note.trace != null) {
      spans.outbox().offer(note);
    }
  }

  /** What was never written down. */
  Map<String, Long> events() {
    return Map.of(
        "log_lines_dropped", log == null ? 0L : log.outbox().dropped(),
        "spans_dropped", spans == null ? 0L : spans.outbox().dropped());
  }

  @Override
  public void close() {
    if (log != null) {
      log.close();
    }
    if (spans != null) {
      spans.close();
    }
  }
}
