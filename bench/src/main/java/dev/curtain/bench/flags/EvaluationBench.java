package dev.curtain.bench.flags;

import com.launchdarkly.sdk.LDContext;
import com.launchdarkly.sdk.server.Components;
import com.launchdarkly.sdk.server.LDClient;
import com.launchdarkly.sdk.server.LDConfig;
import com.launchdarkly.sdk.server.integrations.FileData;
import dev.curtain.flags.Answer;
import dev.curtain.flags.Context;
import dev.curtain.flags.FlagSet;
import dev.curtain.flags.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.togglz.core.Feature;
import org.togglz.core.activation.GradualActivationStrategy;
import org.togglz.core.manager.FeatureManager;
import org.togglz.core.manager.FeatureManagerBuilder;
import org.togglz.core.repository.FeatureState;
import org.togglz.core.repository.mem.InMemoryStateRepository;
import org.togglz.core.user.FeatureUser;
import org.togglz.core.user.SimpleFeatureUser;

/**
 * One boolean flag for half of everybody, asked for 1024 users in turn; and a rule of five clauses.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EvaluationBench {
  private static final int USERS = 1_024;

  /** The one feature of Togglz. */
  public enum Features implements Feature {
    PERCENT
  }

  private final FlagSet flags =
      FlagSet.read(
          """
          {"flags":{
           "percent":{"state":"ENABLED","variants":{"on":true,"off":false},"defaultVariant":"off",
             "targeting":{"fractional":[["on",50],["off",50]]}},
           "share":{"state":"ENABLED","variants":{"on":true,"off":false},"defaultVariant":"off",
             "exposure":{"variant":"on","percent":50}},
           "clauses":{"state":"ENABLED","variants":{"on":true,"off":false},"defaultVariant":"off",
             "targeting":{"if":[{"and":[{"==":[{"var":"tier"},"gold"]},{">":[{"var":"age"},17]},
               {"in":[{"var":"country"},["de","at","ch"]]},{"starts_with":[{"var":"mail"},"user"]},
               {"!=":[{"var":"plan"},"free"]}]},"on","off"]}}}}
          """);
  private final Context[] ours = new Context[USERS];
  private final LDContext[] darkly = new LDContext[USERS];
  private final FeatureUser[] togglers = new FeatureUser[USERS];
  private LDClient client = new LDClient("none", new LDConfig.Builder().offline(true).build());
  private FeatureManager manager = manager();
  private int next;

  @Setup
  public void begin() throws IOException {
    for (int i = 0; i < USERS; i++) {
      ours[i] =
          Context.of("user-" + i)
              .with("tier", Value.of("gold"))
              .with("age", Value.of(30))
              .with("country", Value.of("at"))
              .with("mail", Value.of("user" + i + "@example.org"))
              .with("plan", Value.of("paid"));
      darkly[i] = LDContext.create("user-" + i);
      togglers[i] = new SimpleFeatureUser("user-" + i);
    }
    Path file = Files.createTempFile("flags", ".json");
    Files.writeString(
        file,
        """
        {"flags":{"percent":{"key":"percent","version":1,"on":true,"salt":"s","variations":[true,false],
          "offVariation":1,"fallthrough":{"rollout":{"variations":[{"variation":0,"weight":50000},
          {"variation":1,"weight":50000}]}}}}}
        """);
    client.close();
    client =
        new LDClient(
            "none",
            new LDConfig.Builder()
                .dataSource(FileData.dataSource().filePaths(file.toString()))
                .events(Components.noEvents())
                .build());
    Files.delete(file);
  }

  private FeatureManager manager() {
    InMemoryStateRepository states = new InMemoryStateRepository();
    states.setFeatureState(
        new FeatureState(Features.PERCENT, true)
            .setStrategyId(GradualActivationStrategy.ID)
            .setParameter(GradualActivationStrategy.PARAM_PERCENTAGE, "50"));
    return new FeatureManagerBuilder()
        .featureEnum(Features.class)
        .stateRepository(states)
        .userProvider(() -> togglers[next])
        .build();
  }

  @TearDown
  public void end() throws IOException {
    client.close();
  }

  private int turn() {
    next = next + 1 & USERS - 1;
    return next;
  }

  @Benchmark
  public Answer curtainPercent() {
    return flags.evaluate("percent", ours[turn()], 0);
  }

  @Benchmark
  public Answer curtainShare() {
    return flags.evaluate("share", ours[turn()], 0);
  }

  @Benchmark
  public Answer curtainClauses() {
    return flags.evaluate("clauses", ours[turn()], 0);
  }

  @Benchmark
  public boolean launchdarklyPercent() {
    return client.boolVariation("percent", darkly[turn()], false);
  }

  @Benchmark
  public boolean togglzPercent() {
    turn();
    return manager.isActive(Features.PERCENT);
  }
}
