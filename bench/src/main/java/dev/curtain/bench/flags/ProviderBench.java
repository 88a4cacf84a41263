package dev.curtain.bench.flags;

import dev.curtain.openfeature.CurtainProvider;
import dev.curtain.openfeature.Options;
import dev.curtain.server.ofrep.Access;
import dev.curtain.server.ofrep.FlagFile;
import dev.curtain.server.ofrep.OfrepServer;
import dev.openfeature.contrib.providers.flagd.Config;
import dev.openfeature.contrib.providers.flagd.FlagdOptions;
import dev.openfeature.contrib.providers.flagd.FlagdProvider;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import io.getunleash.DefaultUnleash;
import io.getunleash.Unleash;
import io.getunleash.UnleashContext;
import io.getunleash.util.UnleashConfig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The same flag for half of everybody as an application asks for it: through OpenFeature's client
 * with our provider and with flagd's (in process, from a file), and through Unleash's own client.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ProviderBench {
  private static final int USERS = 1_024;

  private static final String FLAGS =
      """
      {"flags":{"percent":{"state":"ENABLED","variants":{"on":true,"off":false},
        "defaultVariant":"off","targeting":{"fractional":[["on",50],["off",50]]}}}}
      """;

  private static final String UNLEASH =
      """
      {"version":2,"features":[{"name":"percent","type":"release","enabled":true,"strategies":[
        {"name":"flexibleRollout","parameters":{"rollout":"50","stickiness":"userId","groupId":"percent"}}]}]}
      """;

  private final EvaluationContext[] contexts = new EvaluationContext[USERS];
  private final UnleashContext[] unleashed = new UnleashContext[USERS];
  private final OpenFeatureAPI api = OpenFeatureAPI.getInstance();
  private final Client curtain = api.getClient("curtain");
  private final Client flagd = api.getClient("flagd");
  private Optional<FlagFile> source = Optional.empty();
  private Optional<OfrepServer> server = Optional.empty();
  private Optional<Unleash> unleash = Optional.empty();
  private int next;

  @Setup
  public void begin() throws Exception {
    for (int i = 0; i < USERS; i++) {
      contexts[i] = new ImmutableContext("user-" + i);
      unleashed[i] = UnleashContext.builder().userId("user-" + i).build();
    }
    Path file = Files.createTempFile("flags", ".json");
    Files.writeString(file, FLAGS);
    source = Optional.of(FlagFile.open(file, Duration.ofSeconds(1), _ -> {}));
    server =
        Optional.of(
            OfrepServer.start(
                source.get(), 0, Access.local(Optional.empty()), InstantSource.system()));
    api.setProviderAndWait(
        "curtain", new CurtainProvider(Options.of(URI.create(server.get().url()))));
    api.setProviderAndWait(
        "flagd",
        new FlagdProvider(
            FlagdOptions.builder()
                .deadline(30_000)
                .resolverType(Config.Resolver.FILE)
                .offlineFlagSourcePath(file.toString())
                .build()));
    unleash =
        Optional.of(
            new DefaultUnleash(
                UnleashConfig.builder()
                    .appName("bench")
                    .instanceId("bench")
                    .unleashAPI("http://127.0.0.1:1/api")
                    .disablePolling()
                    .disableMetrics()
                    .toggleBootstrapProvider(() -> Optional.of(UNLEASH))
                    .build()));
  }

  @TearDown
  public void end() throws Exception {
    unleash.ifPresent(Unleash::shutdown);
    api.shutdown();
    if (server.isPresent() && source.isPresent()) {
      server.get().close();
      source.get().close();
    }
  }

  private int turn() {
    next = next + 1 & USERS - 1;
    return next;
  }

  @Benchmark
  public boolean curtainProvider() {
    return curtain.getBooleanValue("percent", false, contexts[turn()]);
  }

  @Benchmark
  public boolean flagdProvider() {
    return flagd.getBooleanValue("percent", false, contexts[turn()]);
  }

  @Benchmark
  public boolean unleashClient() {
    return unleash.orElseThrow().isEnabled("percent", unleashed[turn()], false);
  }
}
