package dev.curtain.server.api;

import dev.curtain.rollout.RolloutState;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.EventDocument;
import dev.curtain.server.document.MeasuresDocument;
import dev.curtain.server.log.EventLog;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.Ledger;
import dev.curtain.server.world.World;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.sse.SseSink;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one client is still to be sent. Filled by whoever writes the log, emptied by the client's
 * own thread.
 */
final class Feed implements Ledger.Listener {
  private static final int PAGE = 256;

  private final Ledger ledger;
  private final EventStream.Options options;
  private final BlockingQueue<Item> queue;
  private long sent;
  private @Nullable Thread reader;
  private @Nullable String ended;

  private sealed interface Item {}

  private record Written(long seq, Entry entry, Optional<RolloutState> rollout) implements Item {}

  private record Measured(MeasuresDocument document) implements Item {}

  Feed(Ledger ledger, EventStream.Options options) {
    this.ledger = ledger;
    this.options = options;
    this.queue = new ArrayBlockingQueue<>(options.queue());
  }

  @Override
  public void written(long seq, Entry entry, World after) {
    offer(new Written(seq, entry, rollout(entry).map(after.rollouts()::get)));
  }

  void measured(MeasuresDocument document) {
    offer(new Measured(document));
  }

  private void offer(Item item) {
    if (!queue.offer(item)) {
      end("too slow: " + options.queue() + " events were waiting; come back with Last-Event-ID");
    }
  }

  private static Optional<String> rollout(Entry entry) {
    return switch (entry) {
      case Entry.Planned planned -> Optional.of(planned.spec().id());
      case Entry.Moved moved -> Optional.of(moved.rollout());
      case Entry.Raised _,
          Entry.Lowered _,
          Entry.Declared _,
          Entry.Wanted _,
          Entry.Requested _,
          Entry.Drilled _,
          Entry.Began _,
          Entry.FailedOver _,
          Entry.FlagChanged _,
          Entry.FlagsSeen _,
          Entry.FlagJudged _,
          Entry.Counted _,
          Entry.Acted _,
          Entry.ReplicaPlanned _,
          Entry.ReplicaIs _ ->
          Optional.empty();
    };
  }

  /** Nothing more is sent. */
  void end() {
    end("the server is closing");
  }

  private synchronized void end(String why) {
    if (ended == null) {
      ended = why;
      // A write that nobody reads on the other side ends only so.
      if (reader != null) {
        reader.interrupt();
      }
    }
  }

  private synchronized boolean begin() {
    reader = Thread.currentThread();
    return ended == null;
  }

  /**
   * The thread goes on to other things: from now on nobody interrupts it on behalf of this client.
   */
  synchronized void done() {
    reader = null;
    Thread.interrupted();
  }

  /**
   * Sends what was missed, then what happens.
   *
   * @param head number of the latest entry at a moment from which on this was told of every entry
   */
  void pump(SseSink sink, Optional<Long> after, long head) {
    if (!begin()) {
      return;
    }
    try {
      // A client that hears something knows that it is subscribed, and may look at what there is.
      sink.emit(alive());
      catchUp(sink, after, head);
      while (true) {
        send(sink, queue.poll(options.heartbeat().toMillis(), TimeUnit.MILLISECONDS));
      }
    } catch (InterruptedException e) {
      farewell(sink);
    } catch (UncheckedIOException gone) {
      // The client went away, or was cut off because it did not read: there is nobody left to tell.
      return;
    }
  }

  private void catchUp(SseSink sink, Optional<Long> after, long head) {
    sent = after.orElse(head);
    if (sent > head) {
      sink.emit(reset(sent, head));
      sent = head;
    }
    replay(sink, head);
  }

  private void send(SseSink sink, @Nullable Item item) {
    switch (item) {
      case null -> sink.emit(alive());
      case Measured measured -> sink.emit(event("measures", Optional.empty(), measured.document()));
      case Written written -> {
        // What was written while the log was being read is in both.
        if (written.seq() > sent) {
          sink.emit(event(written.seq(), written.entry(), written.rollout()));
          sent = written.seq();
        }
      }
    }
  }

  private static SseEvent alive() {
    return SseEvent.builder().comment("alive").build();
  }

  private synchronized void farewell(SseSink sink) {
    try {
      sink.emit(SseEvent.builder().comment(String.valueOf(ended)).build());
    } catch (UncheckedIOException gone) {
      // It was only a courtesy.
      return;
    }
  }

  /**
   * The client's number is beyond this log: it knows another one, and has to look at everything
   * anew.
   */
  private static SseEvent reset(long seen, long head) {
    return SseEvent.builder()
        .id(Long.toString(head))
        .name("reset")
        .data(Documents.json(Map.of("seen", seen, "head", head)))
        .build();
  }

  private void replay(SseSink sink, long head) {
    Past past = new Past(ledger.log());
    while (sent < head) {
      List<EventLog.Numbered> page =
          ledger.log().after(sent, Math.toIntExact(Math.min(PAGE, head - sent)));
      if (page.isEmpty()) {
        throw new IllegalStateException("the log ends at " + sent + " (expected: " + head + ")");
      }
      for (EventLog.Numbered numbered : page) {
        Entry entry = numbered.entry();
        Optional<RolloutState> state =
            rollout(entry).flatMap(id -> past.after(id, numbered.seq(), entry));
        sink.emit(event(numbered.seq(), entry, state));
        sent = numbered.seq();
      }
    }
  }

  private static SseEvent event(long seq, Entry entry, Optional<RolloutState> rollout) {
    EventDocument document = EventDocument.of(seq, entry, rollout);
    return event(document.kind(), Optional.of(seq), document);
  }

  private static SseEvent event(String name, Optional<Long> id, Object document) {
    SseEvent.Builder event = SseEvent.builder().name(name).data(Documents.json(document));
    id.ifPresent(number -> event.id(Long.toString(number)));
    return event.build();
  }
}
