package dev.curtain.router;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a router process was started with. */
record RouterArguments(
    List<Listener> listen,
    InetSocketAddress control,
    Path state,
    Path tokenFile,
    RouterOptions options,
    Optional<Path> passKeyFile,
    boolean takeOver) {
  static final String USAGE =
      """
      usage: router --listen HOST:PORT... --control HOST:PORT --state DIR --token-file FILE
        --listen         where users are served; port 0 takes a free one; repeatable
        --listen-tls     the same over TLS, by all certificates given; repeatable
        --certificate    certificate chain in PEM, then its --key FILE; repeatable, first is default
        --proxy-protocol yes: every connection begins with a PROXY header
        --control        where the controller gives its orders, on loopback
        --state          directory of the last table and of router.json
        --token-file     file with the secret that the controller shows
        --pass-key-file  file with the secret that testers' passes are signed with
        --user-cookie    cookie that says who a user is (curtain_user)
        --deployment     told to services as x-curtain-deployment
        --drain          how long what is under way may go on where it has to end, as
                         http=60s,stream=110s,websocket=10s,grpc=110s,closing=5s (the default)
        --limits         how much may be under way at one time, and when a version that fails is
                         given a pause, as router=20000,track=5000,replica=200,pending=50,
                         failures=20,open=1s (no limits)
        --clients        what a client may take: time for a head, without a request, doing nothing in
                         its turn; bytes of a head, bytes of a body (0: any), as
                         head=15s,idle=75s,stall=60s,head-bytes=32k,body-bytes=0 (the default)
        --access-log     file that gets one line of JSON per request, without headers
        --access-log-rules  sample=10% of what went well, query=names (or drop, keep); all
                         requests and no query by default
        --traces         OpenTelemetry collector, as http://127.0.0.1:4318/v1/traces
        --traces-sample  share of the requests without a trace that begin one (1%)
        --take-over      yes: take the place of the router that uses this state directory, if one
                         does: its sockets, its table; no connection is refused or reset
        --loops          event loops (one per core)
      """;

  /** What is left to be read from files. */
  RouterOptions router() throws IOException {
    return passKeyFile.isEmpty()
        ? options
        : options.withPassKey(
            Files.readString(passKeyFile.get()).strip().getBytes(StandardCharsets.UTF_8));
  }

  /** Where the router took orders whose place this one takes: its controller knows that address. */
  RouterArguments atControlOf(RouterInfo before) {
    return control.getPort() > 0
        ? this
        : new RouterArguments(
            listen, before.controlAddress(), state, tokenFile, options, passKeyFile, takeOver);
  }

  static RouterArguments parse(List<String> arguments) {
    Reading reading = new Reading();
    for (int i = 0; i < arguments.size(); i += 2) {
      if (i + 1 == arguments.size()) {
        throw new IllegalArgumentException(arguments.get(i) + ": without a value");
      }
      reading.take(arguments.get(i), arguments.get(i + 1));
    }
    return reading.done();
  }

  private static final class Reading {
    private final List<InetSocketAddress> plain = new ArrayList<>();
    private final List<InetSocketAddress> secure = new ArrayList<>();
    private final List<Listener.Certificate> certificates = new ArrayList<>();
    private Optional<Path> chain = Optional.empty();
    private Optional<InetSocketAddress> control = Optional.empty();
    private Optional<Path> state = Optional.empty();
    private Optional<Path> tokenFile = Optional.empty();
    private Optional<Path> passKeyFile = Optional.empty();
    private RouterOptions options = RouterOptions.DEFAULT;
    private Optional<Path> log = Optional.empty();
    private Optional<String> logRules = Optional.empty();
    private Optional<URI> traces = Optional.empty();
    private Optional<Double> tracesSample = Optional.empty();
    private boolean proxyProtocol;
    private boolean takeOver;

    void take(String name, String value) {
      switch (name) {
        case "--listen" -> plain.add(Listening.parse(value));
        case "--listen-tls" -> secure.add(Listening.parse(value));
        case "--certificate" -> chain = Optional.of(Path.of(value));
        case "--key" -> {
          Path file =
              chain.orElseThrow(
                  () -> new IllegalArgumentException("--key: without a --certificate before it"));
          certificates.add(new Listener.Certificate(file, Path.of(value)));
          chain = Optional.empty();
        }
        case "--proxy-protocol" -> proxyProtocol = yes(name, value);
        case "--take-over" -> takeOver = yes(name, value);
        case "--control" -> control = Optional.of(loopback(Listening.parse(value)));
        case "--state" -> state = Optional.of(Path.of(value));
        case "--token-file" -> tokenFile = Optional.of(Path.of(value));
        case "--pass-key-file" -> passKeyFile = Optional.of(Path.of(value));
        case "--user-cookie" -> options = options.withUserCookie(value);
        case "--deployment" -> options = options.withDeployment(value);
        case "--drain" -> options = options.withDrain(DrainLimits.parse(value));
        case "--access-log" -> log = Optional.of(Path.of(value));
        case "--access-log-rules" -> logRules = Optional.of(value);
        case "--traces" -> traces = Optional.of(uri(name, value));
        case "--traces-sample" -> tracesSample = Optional.of(NoteOptions.percent(name, value));
        case "--clients" -> options = options.withClientLimits(ClientLimits.parse(value));
        case "--limits" -> options = options.withLoad(LoadLimits.parse(value));
        case "--loops" -> options = options.withLoops(number(name, value));
        default -> throw new IllegalArgumentException(name + ": no such option");
      }
    }

    RouterArguments done() {
      if (plain.isEmpty() && secure.isEmpty()) {
        throw new IllegalArgumentException("--listen: missing");
      }
      if (chain.isPresent()) {
        throw new IllegalArgumentException("--certificate " + chain.get() + ": without a --key");
      }
      if (!secure.isEmpty() && certificates.isEmpty()) {
        throw new IllegalArgumentException("--listen-tls: without a --certificate");
      }
      List<Listener> listen = new ArrayList<>();
      plain.forEach(address -> listen.add(new Listener(address, List.of(), proxyProtocol)));
      secure.forEach(address -> listen.add(new Listener(address, certificates, proxyProtocol)));
      return new RouterArguments(
          listen,
          control.orElseThrow(() -> new IllegalArgumentException("--control: missing")),
          state.orElseThrow(() -> new IllegalArgumentException("--state: missing")),
          tokenFile.orElseThrow(() -> new IllegalArgumentException("--token-file: missing")),
          options.withNotes(notes()),
          passKeyFile,
          takeOver);
    }

    private NoteOptions notes() {
      if (log.isEmpty() && logRules.isPresent()) {
        throw new IllegalArgumentException("--access-log-rules: without an --access-log");
      }
      if (traces.isEmpty() && tracesSample.isPresent()) {
        throw new IllegalArgumentException("--traces-sample: without --traces");
      }
      Optional<NoteOptions.Log> file =
          log.map(path -> new NoteOptions.Log(path, 1, NoteOptions.Query.DROP));
      return new NoteOptions(
          logRules.isEmpty() ? file : file.map(one -> one.with(logRules.get())),
          traces.map(to -> new NoteOptions.Traces(to, tracesSample.orElse(0.01))));
    }

    private static URI uri(String name, String value) {
      try {
        return new URI(value);
      } catch (URISyntaxException wrong) {
        throw new IllegalArgumentException(name + ": " + value + " (expected: a URL)", wrong);
      }
    }

    private static boolean yes(String name, String value) {
      if (!value.equals("yes") && !value.equals("no")) {
        throw new IllegalArgumentException(name + ": " + value + " (expected: yes or no)");
      }
      return value.equals("yes");
    }

    private static int number(String name, String value) {
      if (!value.matches("[0-9]{1,6}")) {
        throw new IllegalArgumentException(name + ": " + value + " (expected: a number)");
      }
      return Integer.parseInt(value);
    }

    private static InetSocketAddress loopback(InetSocketAddress address) {
      if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
        throw new IllegalArgumentException(
            "--control: "
                + Listening.text(address)
                + " (expected: an address of this machine's loopback, as 127.0.0.1:0)");
      }
      return address;
    }
  }
}
