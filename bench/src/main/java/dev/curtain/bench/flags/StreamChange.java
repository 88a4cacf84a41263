package dev.curtain.bench.flags;

import dev.curtain.openfeature.CurtainProvider;
import dev.curtain.openfeature.Options;
import dev.curtain.server.ofrep.Access;
import dev.curtain.server.ofrep.Definition;
import dev.curtain.server.ofrep.FlagSource;
import dev.curtain.server.ofrep.OfrepServer;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.OpenFeatureAPI;
import java.net.URI;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * From a change at the server to the new value in a process that evaluates by itself and follows
 * changes by stream; seen within a twentieth of a millisecond.
 */
final class StreamChange {
  private static final long LOOK = 50_000;
  private static final double NANOS_PER_MILLI = 1e6;

  private StreamChange() {}

  /** A flag that is on or off for everybody. */
  private static final class Switch implements FlagSource {
    private final List<Consumer<Definition>> listeners = new CopyOnWriteArrayList<>();
    private volatile Definition current = definition(false);

    private static Definition definition(boolean on) {
      return Definition.of(
          "{\"flags\":{\"switch\":{\"state\":\"ENABLED\",\"variants\":{\"on\":true,\"off\":false},"
              + "\"defaultVariant\":\""
              + (on ? "on" : "off")
              + "\"}}}");
    }

    void turn(boolean on) {
      Definition now = definition(on);
      current = now;
      listeners.forEach(listener -> listener.accept(now));
    }

    @Override
    public Definition current() {
      return current;
    }

    @Override
    public void listen(Consumer<Definition> listener) {
      listeners.add(listener);
    }

    @Override
    public void unlisten(Consumer<Definition> listener) {
      listeners.remove(listener);
    }
  }

  static Map<String, Double> of(int changes) throws Exception {
    Switch source = new Switch();
    OpenFeatureAPI api = OpenFeatureAPI.getInstance();
    try (OfrepServer server =
        OfrepServer.start(source, 0, Access.local(Optional.empty()), InstantSource.system())) {
      CurtainProvider provider = new CurtainProvider(Options.of(URI.create(server.url())));
      api.setProviderAndWait("stream", provider);
      Client client = api.getClient("stream");
      while (server.propagation().clients().isEmpty()) {
        LockSupport.parkNanos(LOOK);
      }
      double[] millis = new double[changes];
      for (int i = 0; i < changes; i++) {
        boolean on = i % 2 == 0;
        long begun = System.nanoTime();
        source.turn(on);
        while (client.getBooleanValue("switch", !on) != on) {
          LockSupport.parkNanos(LOOK);
        }
        millis[i] = (System.nanoTime() - begun) / NANOS_PER_MILLI;
      }
      api.shutdown();
      Arrays.sort(millis);
      return Map.of("medianMillis", millis[changes / 2], "p99Millis", millis[changes * 99 / 100]);
    }
  }
}
