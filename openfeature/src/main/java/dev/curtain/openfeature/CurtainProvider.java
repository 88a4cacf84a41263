package dev.curtain.openfeature;

import dev.curtain.flags.Answer;
import dev.curtain.flags.FlagSet;
import dev.curtain.flags.FlagType;
import dev.curtain.flags.InvalidFlags;
import dev.curtain.flags.Json;
import dev.curtain.flags.Value;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.EventProvider;
import dev.openfeature.sdk.Metadata;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.openfeature.sdk.ProviderEventDetails;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Curtain's flags in this process: evaluating asks nobody, a change is told by the server and in
 * force a few milliseconds later, and the server is told once it is. While the server is lost the
 * last flags stay in force, and the provider says that they may be stale.
 */
public final class CurtainProvider extends EventProvider {
  private static final Metadata METADATA = () -> "Curtain";
  private static final Duration READY_WITHIN = Duration.ofSeconds(10);
  private static final Duration AGAIN_AFTER = Duration.ofMillis(200);
  private static final Duration AGAIN_AT_MOST = Duration.ofSeconds(5);

  private final Options options;
  private final InstantSource clock;
  private final Wire wire;
  private final Reports reports = new Reports();
  private final CompletableFuture<FlagSet> first = new CompletableFuture<>();
  private volatile FlagSet flags = FlagSet.NONE;
  private volatile @Nullable Thread following;
  private volatile @Nullable Thread reporting;

  public CurtainProvider(Options options) {
    this(options, InstantSource.system());
  }

  CurtainProvider(Options options, InstantSource clock) {
    this.options = options;
    this.clock = clock;
    this.wire = new Wire(options);
  }

  @Override
  public Metadata getMetadata() {
    return METADATA;
  }

  /** Returns once there are flags; without them in ten seconds it fails. */
  @Override
  public void initialize(EvaluationContext context) throws Exception {
    following = Thread.ofVirtual().name("curtain flags").start(this::follow);
    reporting = Thread.ofVirtual().name("curtain reports").start(this::report);
    try {
      first.get(READY_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException(
          options.server() + " gave no flags within " + READY_WITHIN.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Listens first and asks then, so that no change falls in between. */
  private void follow() {
    Duration pause = AGAIN_AFTER;
    boolean stale = false;
    try {
      while (true) {
        try {
          take(wire.definition());
          if (stale) {
            emitProviderReady(ProviderEventDetails.builder().build());
          }
          stale = false;
          pause = AGAIN_AFTER;
          wire.events(this::changed);
        } catch (IOException | Lost e) {
          if (!stale && first.isDone()) {
            stale = true;
            emitProviderStale(
                ProviderEventDetails.builder().message(String.valueOf(e.getMessage())).build());
          }
          Thread.sleep(pause);
          Duration longer = pause.multipliedBy(2);
          pause = longer.compareTo(AGAIN_AT_MOST) < 0 ? longer : AGAIN_AT_MOST;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The server went while it was asked for what had changed. */
  private static final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Lost(Throwable cause) {
      super(String.valueOf(cause.getMessage()), cause);
    }
  }

  private void changed(String data) {
    String etag = etag(data);
    if (etag.isEmpty()) {
      return;
    }
    try {
      take(wire.definition());
      Value.Fields body = new Value.Fields(java.util.Map.of("etag", Value.of(etag)));
      wire.post("/ofrep/v1/acknowledgement", Json.node(body).toString());
    } catch (IOException e) {
      throw new Lost(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Lost(e);
    }
  }

  /** Empty where the event is of a kind that is not known here, or no JSON at all. */
  private static String etag(String data) {
    try {
      return Json.read(data) instanceof Value.Fields fields
              && Value.of("refetchEvaluation").equals(fields.values().get("type"))
              && fields.values().get("etag") instanceof Value.Text(String text)
          ? text
          : "";
    } catch (InvalidFlags e) {
      // Somebody in between has something to say; the stream goes on.
      return "";
    }
  }

  /** What cannot be used leaves the last good flags in force. */
  private void take(String definition) throws IOException {
    try {
      flags = FlagSet.read(definition);
    } catch (InvalidFlags e) {
      throw new IOException("the flags cannot be used: " + e.getMessage(), e);
    }
    if (!first.complete(flags)) {
      emitProviderConfigurationChanged(ProviderEventDetails.builder().build());
    }
  }

  private void report() {
    try {
      while (true) {
        Thread.sleep(options.reportEvery());
        send();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends what was read since the last time; what cannot be sent is not evidence of anything. */
  void send() throws InterruptedException {
    String report = reports.take(options).orElse("");
    if (report.isEmpty()) {
      return;
    }
    try {
      wire.post("/api/v1/flags/report", report);
    } catch (IOException e) {
      emitProviderError(
          ProviderEventDetails.builder().message("a report was lost: " + e.getMessage()).build());
    }
  }

  /**
   * How a request fared under a variant; it is what a flag that is let out step by step is judged
   * by.
   *
   * @param slow slower than the caller holds for good
   */
  public void outcome(String flag, String variant, boolean failed, boolean slow) {
    reports.outcome(flag, variant, failed, slow);
  }

  private <T> ProviderEvaluation<T> evaluate(
      String key,
      FlagType type,
      T otherwise,
      @Nullable EvaluationContext context,
      Function<Value, T> value) {
    Answer answer =
        flags.evaluate(key, type, Contexts.of(context), clock.instant().getEpochSecond());
    reports.read(key);
    return Evaluation.of(
        type == FlagType.INTEGER ? Evaluation.exact(key, answer) : answer, otherwise, value);
  }

  @Override
  public ProviderEvaluation<Boolean> getBooleanEvaluation(
      String key, Boolean otherwise, EvaluationContext context) {
    return evaluate(
        key, FlagType.BOOLEAN, otherwise, context, value -> ((Value.Bool) value).value());
  }

  @Override
  public ProviderEvaluation<String> getStringEvaluation(
      String key, String otherwise, EvaluationContext context) {
    return evaluate(
        key, FlagType.STRING, otherwise, context, value -> ((Value.Text) value).value());
  }

  @Override
  public ProviderEvaluation<Integer> getIntegerEvaluation(
      String key, Integer otherwise, EvaluationContext context) {
    return evaluate(
        key, FlagType.INTEGER, otherwise, context, value -> (int) ((Value.Num) value).value());
  }

  @Override
  public ProviderEvaluation<Double> getDoubleEvaluation(
      String key, Double otherwise, EvaluationContext context) {
    return evaluate(key, FlagType.FLOAT, otherwise, context, value -> ((Value.Num) value).value());
  }

  @Override
  public ProviderEvaluation<dev.openfeature.sdk.Value> getObjectEvaluation(
      String key, dev.openfeature.sdk.Value otherwise, EvaluationContext context) {
    return evaluate(key, FlagType.OBJECT, otherwise, context, Contexts::theirs);
  }

  @Override
  public void shutdown() {
    stop(following);
    stop(reporting);
    wire.close();
    super.shutdown();
  }

  private static void stop(@Nullable Thread thread) {
    if (thread != null) {
      thread.interrupt();
    }
  }
}
