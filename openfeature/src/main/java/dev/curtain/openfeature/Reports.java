package dev.curtain.openfeature;

import dev.curtain.flags.Json;
import dev.curtain.flags.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What is to be reported next: flags read, and how requests fared under their variants. */
final class Reports {
  private final Set<String> read = ConcurrentHashMap.newKeySet();
  private final Map<Exposure, Fate> fates = new ConcurrentHashMap<>();

  private record Exposure(String flag, String variant) {}

  private record Fate(LongAdder requests, LongAdder failed, LongAdder slow) {
    static Fate fresh() {
      return new Fate(new LongAdder(), new LongAdder(), new LongAdder());
    }
  }

  void read(String flag) {
    // A look is cheaper than a write that changes nothing.
    if (!read.contains(flag)) {
      read.add(flag);
    }
  }

  void outcome(String flag, String variant, boolean failed, boolean slow) {
    Fate fate = fates.computeIfAbsent(new Exposure(flag, variant), _ -> Fate.fresh());
    fate.requests().increment();
    if (failed) {
      fate.failed().increment();
    }
    if (slow) {
      fate.slow().increment();
    }
  }

  /** Everything since the last time, as the report's JSON; empty: nothing. */
  Optional<String> take(Options options) {
    List<Value> evaluated = new ArrayList<>();
    for (String flag : List.copyOf(read)) {
      read.remove(flag);
      evaluated.add(Value.of(flag));
    }
    List<Value> outcomes = new ArrayList<>();
    fates.forEach((exposure, fate) -> {
      // In this order, so that what comes in meanwhile cannot make more failed than asked.
      long failed = fate.failed().sumThenReset();
      long slow = fate.slow().sumThenReset();
      long requests = fate.requests().sumThenReset();
      if (requests > 0) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("flag", Value.of(exposure.flag()));
        fields.put("variant", Value.of(exposure.variant()));
        fields.put("requests", Value.of(requests));
        fields.put("failed", Value.of(Math.min(failed, requests)));
        fields.put("slow", Value.of(Math.min(slow, requests)));
        outcomes.add(new Value.Fields(fields));
      }
    });
    if (evaluated.isEmpty() && outcomes.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Value> report = new LinkedHashMap<>();
    options.service().ifPresent(name -> report.put("service", Value.of(name)));
    options.version().ifPresent(name -> report.put("version", Value.of(name)));
    report.put("evaluated", new Value.Items(evaluated));
    report.put("outcomes", new Value.Items(outcomes));
    return Optional.of(Json.node(report).toString());
  }
}
