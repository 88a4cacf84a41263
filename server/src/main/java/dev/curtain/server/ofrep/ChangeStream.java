package dev.curtain.server.ofrep;

import io.helidon.http.HeaderNames;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells clients that the flags changed, so that they ask again. An event's id is the revision; who
 * comes without it, or with another one than the flags have now, is told at once.
 */
final class ChangeStream implements AutoCloseable {
  static final String PATH = "/ofrep/v1/events";

  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final FlagSource source;
  private final Propagation propagation;
  private final Set<Thread> open = ConcurrentHashMap.newKeySet();
  private final Consumer<Definition> noting;
  private volatile boolean closed;

  ChangeStream(FlagSource source, Propagation propagation) {
    this.source = source;
    this.propagation = propagation;
    this.noting = definition -> propagation.changed(definition.revision());
    source.listen(noting);
  }

  /** Answers until the client goes or the server is closed. */
  void serve(ServerRequest request, ServerResponse response) {
    // One is enough to wait: whoever asks again gets the newest flags, however many changes ago.
    BlockingQueue<Definition> changes = new ArrayBlockingQueue<>(1);
    Consumer<Definition> listener = changes::offer;
    Optional<String> last = request.headers().first(HeaderNames.create("Last-Event-ID"));
    int number =
        propagation.connect(
            request.headers().first(HeaderNames.create("Curtain-Client")).orElse(""));
    open.add(Thread.currentThread());
    source.listen(listener);
    try (SseSink sink = response.sink(SseSink.TYPE)) {
      sink.emit(SseEvent.builder().comment("flags").build());
      // Who comes for the first time may have missed a change since it asked for the flags.
      if (last.filter(id -> id.equals(source.current().revision())).isEmpty()) {
        sink.emit(event(source.current(), number));
      }
      while (!closed) {
        @Nullable Definition change = changes.poll(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
        sink.emit(
            change == null
                ? SseEvent.builder().comment("").build()
                : event(source.current(), number));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (UncheckedIOException | CloseConnectionException e) {
      // The client has gone, which is how every stream ends.
      return;
    } finally {
      source.unlisten(listener);
      propagation.disconnect(number);
      open.remove(Thread.currentThread());
    }
  }

  private static SseEvent event(Definition definition, int number) {
    return SseEvent.builder()
        .id(definition.revision())
        .name("message")
        .data(
            "{\"type\":\"refetchEvaluation\",\"etag\":\""
                + Propagation.etag(definition.revision(), number)
                + "\"}")
        .build();
  }

  @Override
  public void close() {
    closed = true;
    source.unlisten(noting);
    open.forEach(Thread::interrupt);
  }
}
