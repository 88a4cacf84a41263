package dev.curtain.server.api;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.curtain.rollout.Pace;
import dev.curtain.rollout.Phase;
import dev.curtain.rollout.RolloutEvent.Command;
import dev.curtain.server.document.EventDocument;
import dev.curtain.server.document.MeasuresDocument;
import dev.curtain.server.document.RolloutDocument;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.Ledger;
import dev.curtain.server.world.ReplicaStatus;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.sse.SseSink;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EventStreamTest {
  private static final EventStream.Options QUICK =
      new EventStream.Options(Duration.ofMillis(20), Duration.ofMillis(50), 1_024);
  private static final EventStream.Options QUIET =
      new EventStream.Options(Duration.ofMillis(20), Duration.ofHours(1), 64);

  @TempDir Path home;
  private Backstage backstage;
  private ApiServer server;
  private ApiClient client;

  @BeforeEach
  void raise() throws Exception {
    backstage = Backstage.raise(home, "shop.sruja", ApiTest.MODEL, Pace.REAL);
    open(QUICK);
  }

  private void open(EventStream.Options options) throws Exception {
    server = ApiServer.start(Binding.loopback(0), backstage.parts(() -> {}), options);
    client = new ApiClient(URI.create(server.url()), Optional.empty());
  }

  @AfterEach
  void lower() {
    client.close();
    server.close();
    backstage.close();
  }

  /** Every written entry from {@code after} on, up to and with number {@code last}. */
  private List<EventDocument> written(long after, long last) throws Exception {
    List<EventDocument> seen = new ArrayList<>();
    boolean ended =
        client.events(
            OptionalLong.of(after),
            event -> {
              if (event instanceof LiveEvent.Written written) {
                seen.add(written.document());
              }
              return seen.isEmpty() || seen.getLast().seq() < last;
            });
    assertThat(ended).isTrue();
    return seen;
  }

  @Test
  void whoComesBackGetsExactlyWhatWasMissedAndThenWhatHappens() throws Exception {
    String id = client.deploy("Shop.API", "v2", Optional.empty()).id();
    client.command(id, Command.PAUSE, "ann", "lunch");
    long head = backstage.engine.ledger().seq();
    List<EventDocument> all = written(0, head);
    assertThat(all)
        .extracting(EventDocument::seq)
        .startsWith(1L, 2L, 3L)
        .doesNotHaveDuplicates()
        .isSorted();
    assertThat(all).extracting(EventDocument::kind).startsWith("began", "raised");
    assertThat(all)
        .filteredOn(event -> event.kind().equals("planned"))
        .singleElement()
        .satisfies(event -> assertThat(rollout(event).phase()).isEqualTo("planned"));
    long middle = all.get(all.size() - 2).seq();
    assertThat(written(middle, head)).isEqualTo(all.subList(all.size() - 1, all.size()));
    EventDocument commanded = all.get(all.size() - 2);
    assertThat(commanded.event()).isEqualTo("commanded");
    assertThat(rollout(commanded).paused()).isTrue();
    assertThat(commanded.notes()).containsExactly("paused by ann: lunch");
    assertThat(all.getLast().kind()).as("what was asked, and by whom").isEqualTo("acted");
    assertThat(all.getLast().notes()).containsExactly("ann: pause " + id);
  }

  @Test
  void aReplayedEventIsTheSameAsTheLiveOne() throws Exception {
    long head = backstage.engine.ledger().seq();
    List<EventDocument> live = new ArrayList<>();
    client.events(
        OptionalLong.empty(),
        event -> {
          if (live.isEmpty()
              && event instanceof LiveEvent.Measured
              && backstage.engine.ledger().seq() == head) {
            begin();
          }
          if (event instanceof LiveEvent.Written written) {
            live.add(written.document());
          }
          return live.isEmpty() || !"rolled_back".equals(phase(live.getLast()));
        });
    assertThat(live.getFirst().seq()).isEqualTo(head + 1);
    assertThat(written(head, live.getLast().seq())).isEqualTo(live);
  }

  private static RolloutDocument rollout(EventDocument event) {
    return requireNonNull(event.rollout());
  }

  private static String phase(EventDocument event) {
    return event.rollout() == null ? "" : event.rollout().phase();
  }

  private void begin() {
    try {
      String id = backstage.engine.deploy("Shop.API", "v2", Optional.empty());
      backstage.engine.command(id, Command.ABORT, "ann", "");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void measuresComeByThemselvesAndAreNotInTheLog() throws Exception {
    long head = backstage.engine.ledger().seq();
    List<MeasuresDocument> measures = new ArrayList<>();
    client.events(
        OptionalLong.empty(),
        event -> {
          if (event instanceof LiveEvent.Measured measured) {
            measures.add(measured.document());
          }
          return measures.size() < 3;
        });
    assertThat(measures.getFirst().epoch()).isPositive();
    assertThat(measures.getLast().tracks())
        .hasSize(2)
        .allSatisfy(
            track -> assertThat(requireNonNull(track.recent()).overMillis()).isNotNegative());
    assertThat(backstage.engine.ledger().seq()).isEqualTo(head);
  }

  @Test
  void aRouterThatDoesNotAnswerIsSaid() throws Exception {
    backstage.router.close();
    client.events(
        OptionalLong.empty(),
        event -> {
          if (event instanceof LiveEvent.Measured measured) {
            assertThat(measured.document().problem()).startsWith("the router does not answer");
            assertThat(measured.document().tracks()).isNull();
            return false;
          }
          return true;
        });
  }

  @Test
  void aNumberOfAnotherLogIsToldToLookAnew() throws Exception {
    List<LiveEvent> seen = new ArrayList<>();
    client.events(
        OptionalLong.of(999_999),
        event -> {
          seen.add(event);
          return false;
        });
    assertThat(seen).containsExactly(new LiveEvent.Reset());
    Wire.Answer answer =
        new Wire(server.port()).get("/api/v1/events", "last-event-id", "yesterday");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message())
        .isEqualTo("Last-Event-ID: yesterday (expected: the id of an event)");
  }

  @Test
  void whereNothingHappensThereIsAHeartbeat() throws Exception {
    server.close();
    open(QUIET);
    try (Socket socket = events()) {
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      List<String> comments = new ArrayList<>();
      while (comments.size() < 3) {
        String line = lines.readLine();
        assertThat(line).isNotNull();
        if (line.startsWith(":")) {
          comments.add(line);
        }
      }
      assertThat(comments).allMatch(line -> line.matches(":\\s?alive"));
    }
  }

  @Test
  void whoeverSubscribesIsToldAtOnceThatItIsHeard() throws Exception {
    server.close();
    open(new EventStream.Options(Duration.ofHours(1), Duration.ofHours(1), 64));
    try (Socket socket = events()) {
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      String line = lines.readLine();
      while (!line.startsWith(":")) {
        line = lines.readLine();
        assertThat(line).isNotNull();
      }
    }
  }

  @Test
  void whatIsWrittenInTheMomentASubscriberLearnsThatItIsHeardIsNotPassedOver() {
    Ledger ledger = backstage.engine.ledger();
    Entry.ReplicaIs entry =
        new Entry.ReplicaIs(Instant.now(), "Shop.API", "none", ReplicaStatus.READY, "just now");
    Feed feed = new Feed(ledger, QUIET);
    ledger.listen(feed);
    List<String> told = new ArrayList<>();
    SseSink client =
        new SseSink() {
          @Override
          public SseSink emit(SseEvent event) {
            if (told.isEmpty()) {
              ledger.append(entry);
            }
            told.add(event.name().orElse("heard"));
            if (told.size() > 1) {
              feed.end();
            }
            return this;
          }

          @Override
          public void close() {}
        };
    feed.pump(client, Optional.empty(), ledger.seq());
    ledger.unlisten(feed);
    feed.done();
    assertThat(told).startsWith("heard", "replica_is");
  }

  private Socket events() throws Exception {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(new java.net.InetSocketAddress("127.0.0.1", server.port()));
    socket.setSoTimeout(20_000);
    socket
        .getOutputStream()
        .write(
            "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  @Test
  void aClientThatDoesNotReadIsCutOffAndTheLogNeverWaitsForIt() throws Exception {
    server.close();
    open(QUIET);
    try (Socket socket = events()) {
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      for (String line = lines.readLine(); !line.startsWith(":"); line = lines.readLine()) {
        assertThat(line).isNotNull();
      }
      // Far more than any socket buffer holds, and nobody reads.
      Entry.ReplicaIs entry =
          new Entry.ReplicaIs(
              Instant.now(), "Shop.API", "none", ReplicaStatus.READY, "x".repeat(2_000));
      for (int i = 0; i < 10; i++) {
        backstage.engine.ledger().append(Collections.nCopies(500, entry).toArray(Entry[]::new));
      }
      // The end of the connection, by a farewell or a reset, comes before everything that was
      // written.
      long read = 0;
      try {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          read += line.startsWith("id:") ? 1 : 0;
        }
      } catch (java.net.SocketException reset) {
        assertThat(reset).hasMessageContaining("reset");
      }
      assertThat(read).isLessThan(5_000);
    }
  }

  @Test
  void closingTheServerEndsTheStream() throws Exception {
    List<Thread> closing = new ArrayList<>();
    try {
      boolean mine =
          client.events(
              OptionalLong.empty(),
              event -> {
                if (closing.isEmpty()) {
                  closing.add(Thread.ofPlatform().start(server::close));
                }
                return true;
              });
      assertThat(mine).isFalse();
    } catch (ApiUnreachable lost) {
      // An end too: the connection went before the stream said farewell.
      assertThat(lost).hasMessageContaining("lost");
    }
    // The stream ends first, and the server takes others a moment longer.
    closing.getFirst().join();
    assertThatThrownBy(() -> client.status()).isInstanceOf(ApiUnreachable.class);
  }

  @Test
  void aRolloutIsFollowedToItsEnd() throws Exception {
    String id = client.deploy("Shop.API", "v2", Optional.empty()).id();
    client.rollback("Shop.API", "ann", "");
    backstage.await(id, Phase.ROLLED_BACK);
    List<EventDocument> all = written(0, backstage.engine.ledger().seq());
    assertThat(all)
        .filteredOn(event -> event.subject().equals(id))
        .last()
        .satisfies(event -> assertThat(rollout(event).outcome()).isEqualTo("rolled_back"));
  }
}
