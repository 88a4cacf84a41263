package dev.curtain.router;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Throws damaged requests at a router, whose services answer damaged too, and asks in between
 * whether everybody still gets an own answer from the right service. Ends with 1 at the first wrong
 * answer, a router that does not answer, or memory that grows. Run by dev/fuzz-router.
 */
final class FuzzRouter {
  private static final String[] SEEDS = {
    "GET /a HTTP/1.1\r\nHost: h\r\n\r\n",
    "POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello",
    "POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    "PUT /d HTTP/1.1\r\n"
        + "Host: h\r\n"
        + "Transfer-Encoding: chunked\r\n\r\n"
        + "3;x=y\r\n"
        + "abc\r\n"
        + "0\r\n"
        + "A: b\r\n\r\n",
    "GET /e HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
    "GET /ws HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nframes",
    "HEAD /f HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi",
    "GET http://other/g HTTP/1.1\r\nHost: h\r\nCookie: curtain_user=u1; a=b\r\n\r\n",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0\0\0\7\1\5\0\0\0\1"
        + "\u0082\u0086\u0084A\1h",
  };

  private static final String[] BITS = {
    "\r\n",
    "\n",
    "\r",
    " ",
    "\t",
    ":",
    ";",
    ",",
    "\0",
    "\u00ff",
    "Content-Length: 7\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Connection: close\r\n",
    "Host: x\r\n",
    "0\r\n\r\n",
    "ffffffffffffffff\r\n",
    "HTTP/1.1",
    "HTTP/9.9",
    "x-curtain-pass: a~b~c\r\n",
    "Upgrade: h2c\r\n",
  };

  private final AtomicLong thrown = new AtomicLong();
  private final AtomicLong asked = new AtomicLong();
  private final AtomicReference<String> wrong = new AtomicReference<>("");
  private final long untilNanos;

  private FuzzRouter(long nanos) {
    untilNanos = System.nanoTime() + nanos;
  }

  public static void main(String[] arguments) throws Exception {
    double minutes = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 1;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
    System.out.println("seed " + seed);
    System.exit(new FuzzRouter((long) (minutes * 60e9)).run(seed));
  }

  private int run(long seed) throws Exception {
    try (TestService good =
            TestService.forgetful("good", request -> TestService.ok("good " + request.target()));
        TestService other =
            TestService.forgetful("other", request -> TestService.ok("other " + request.target()));
        TestService damaged = damaged(seed);
        Router router = Router.onLoopback(options())) {
      router.apply(
          new RouteTable(
              1,
              List.of(
                  Tables.route("/good", Tables.all("good", good)),
                  Tables.route("/other", Tables.all("other", other)),
                  Tables.route("/", Tables.all("damaged", damaged)))));
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        Random random = new Random(seed + i);
        threads.add(Thread.ofVirtual().start(() -> attack(router.port(), random)));
      }
      for (int i = 0; i < 2; i++) {
        int id = i;
        threads.add(Thread.ofVirtual().start(() -> verify(router.port(), id)));
      }
      long settled = 0;
      while (System.nanoTime() < untilNanos && wrong().isEmpty()) {
        LockSupport.parkNanos(5_000_000_000L);
        long memory = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() >> 20;
        settled = settled == 0 && thrown.get() > 5_000 ? memory : settled;
        System.out.printf(
            "%,d damaged requests, %,d answers checked, %d MiB direct%n",
            thrown.get(), asked.get(), memory);
        if (settled > 0 && memory > 2 * settled + 64) {
          wrong.compareAndSet("", "direct memory grew from " + settled + " to " + memory + " MiB");
        }
      }
      for (Thread thread : threads) {
        thread.join(20_000);
      }
      long patience = System.nanoTime() + 20_000_000_000L;
      while (router.underWay() > 0 && System.nanoTime() < patience) {
        LockSupport.parkNanos(100_000_000L);
      }
      if (router.underWay() != 0) {
        wrong.compareAndSet("", "under way for ever: " + router.measures().details().underWay());
      }
      System.out.println(wrong().isEmpty() ? "nothing wrong" : "WRONG: " + wrong());
      System.out.println(router.measures().tracks().keySet() + " " + counts(router));
      return wrong().isEmpty() ? 0 : 1;
    }
  }

  /** Everything that watches requests watches, and bounds nothing. */
  private static RouterOptions options() {
    NoteOptions.Log log = new NoteOptions.Log(Path.of("/dev/null"), 1, NoteOptions.Query.KEEP);
    return RouterOptions.DEFAULT
        .withLoad(LoadLimits.parse("router=100000,track=100000,replica=100000,pending=10000"))
        .withNotes(NoteOptions.NONE.withLog(log));
  }

  private String wrong() {
    return String.valueOf(wrong.get());
  }

  private static String counts(Router router) throws IOException {
    Measures.TrackMeasures track = router.measures().track("damaged");
    return "damaged track: started "
        + track.started()
        + ", completed "
        + track.completed()
        + ", broken "
        + track.broken()
        + ", cancelled "
        + track.cancelled();
  }

  /** A service that answers everything, mostly wrongly. */
  private static TestService damaged(long seed) throws IOException {
    Random random = new Random(seed ^ 77);
    String[] answers = {
      "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
      "HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No\r\n\r\n",
      "HTTP/1.1 200 OK\r\n\r\nuntil the end",
    };
    return TestService.scripted(
        "damaged",
        wire -> {
          while (wire.head().isPresent()) {
            String answer;
            synchronized (random) {
              answer = mutate(answers[random.nextInt(answers.length)], random);
            }
            wire.send(answer);
            if (answer.length() % 5 == 0) {
              wire.reset();
              return;
            }
          }
        });
  }

  private static String mutate(String text, Random random) {
    StringBuilder out = new StringBuilder(text);
    for (int n = random.nextInt(4); n > 0; n--) {
      int at = random.nextInt(out.length() + 1);
      switch (random.nextInt(5)) {
        case 0 -> out.insert(at, BITS[random.nextInt(BITS.length)]);
        case 1 -> out.delete(at, Math.min(out.length(), at + 1 + random.nextInt(6)));
        case 2 -> out.setLength(at);
        case 3 -> out.insert(at, (char) random.nextInt(256));
        default -> out.append(SEEDS[random.nextInt(SEEDS.length)]);
      }
    }
    return out.toString();
  }

  private void attack(int port, Random random) {
    while (System.nanoTime() < untilNanos && wrong().isEmpty()) {
      try (Wire wire = Wire.to(port)) {
        wire.socket().setSoTimeout(20);
        String request = mutate(SEEDS[random.nextInt(SEEDS.length)], random);
        int cut = random.nextInt(request.length() + 1);
        wire.send(request.substring(0, cut)).send(request.substring(cut));
        thrown.incrementAndGet();
        if (random.nextInt(3) == 0) {
          wire.reset();
        } else {
          wire.rest();
        }
      } catch (IOException refused) {
        // The router may close at any byte; that it still answers others is looked at beside.
        thrown.incrementAndGet();
      }
    }
  }

  private void verify(int port, int id) {
    long n = 0;
    while (System.nanoTime() < untilNanos && wrong().isEmpty()) {
      long since = System.nanoTime();
      String asking = "";
      try (Wire wire = Wire.to(port)) {
        for (int i = 0; i < 20; i++) {
          since = System.nanoTime();
          String path = (i % 2 == 0 ? "/good/" : "/other/") + id + "-" + n++;
          String want = path.substring(1, path.indexOf('/', 1)) + " " + path;
          asking = path + " from port " + wire.socket().getLocalPort();
          String got = wire.send("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n").response().text();
          if (!got.equals(want)) {
            wrong.compareAndSet("", "asked " + path + ", got " + got);
          }
          asked.incrementAndGet();
        }
      } catch (IOException failed) {
        long millis = (System.nanoTime() - since) / 1_000_000;
        wrong.compareAndSet("", "no answer to " + asking + " after " + millis + " ms: " + failed);
      }
    }
  }
}
