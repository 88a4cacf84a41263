package dev.curtain.router;

/** Takes notes of the requests of one event loop. */
final class Scribe {
  private final Worker worker;
  private final Notes notes;
  private final double logged;
  private final double traced;
  private final boolean traces;

  Scribe(Worker worker, NoteOptions options, Notes notes) {
    this.worker = worker;
    this.notes = notes;
    logged = options.log().map(NoteOptions.Log::sample).orElse(0.0);
    traced = options.traces().map(NoteOptions.Traces::sample).orElse(0.0);
    traces = options.traces().isPresent();
  }

  private Note begin(Downstream client) {
    long micros = worker.wallMicros(System.nanoTime());
    boolean sampled = worker.dice().nextDouble() < logged;
    return new Note(micros, client.address(), client.secure(), sampled);
  }

  /** A request has come. */
  Note begin(RequestHead head, Downstream client) {
    Note note = begin(client);
    note.head(head, worker);
    if (traces) {
      note.trace = TraceContext.of(head, traced, worker.dice());
    }
    return note;
  }

  /** The router has answered by itself. */
  void refused(Note note, int status, String reason) {
    note.status = status;
    note.reason = reason;
    ended(note, "refused", "http");
  }

  /** The same where there was no head that could be read. */
  void refused(Downstream client, int status, String reason) {
    refused(begin(client), status, reason);
  }

  void ended(Note note, String how, String protocol) {
    note.end = how;
    note.protocol = protocol;
    note.endNanos = System.nanoTime();
    notes.ended(note);
  }
}
