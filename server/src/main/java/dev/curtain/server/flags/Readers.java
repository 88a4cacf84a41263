package dev.curtain.server.flags;

import dev.curtain.flags.Answer;
import dev.curtain.server.ofrep.Usage;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.Ledger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which version of which service evaluated which flag when last; kept in the log from time to time,
 * so that a controller that starts knows it too. Safe to use from any thread.
 */
public final class Readers implements Usage {
  /** Stands for whoever does not say who it is. */
  public static final String SOMEBODY = "unknown";

  private static final int MOST_READERS = 10_000;

  private final InstantSource clock;
  private final Map<String, Map<String, Instant>> seen = new ConcurrentHashMap<>();
  private final Map<String, Map<String, Instant>> news = new ConcurrentHashMap<>();

  private Readers(InstantSource clock) {
    this.clock = clock;
  }

  static Readers over(Ledger ledger, InstantSource clock) {
    Readers readers = new Readers(clock);
    for (Entry entry : ledger.log().about(Entry.FlagChanged.SUBJECT)) {
      if (entry instanceof Entry.FlagsSeen noted) {
        noted
            .seen()
            .forEach((flag, who) ->
                readers.seen.computeIfAbsent(flag, _ -> new ConcurrentHashMap<>()).putAll(who));
      }
    }
    return readers;
  }

  @Override
  public void evaluated(
      String key, Answer answer, Optional<String> service, Optional<String> version) {
    boolean known =
        !(answer instanceof Answer.Failed failed && failed.code() == Answer.Code.FLAG_NOT_FOUND);
    if (known) {
      read(key, service, version);
    }
  }

  /** A flag was evaluated just now. */
  void read(String flag, Optional<String> service, Optional<String> version) {
    String who = service.map(name -> name + " " + version.orElse("?")).orElse(SOMEBODY);
    Instant now = clock.instant();
    Map<String, Instant> readers = seen.computeIfAbsent(flag, _ -> new ConcurrentHashMap<>());
    if (readers.size() < MOST_READERS || readers.containsKey(who)) {
      readers.put(who, now);
      news.computeIfAbsent(flag, _ -> new ConcurrentHashMap<>()).put(who, now);
    }
  }

  /** Who evaluated a flag, as {@code service version}, and when last. */
  public Map<String, Instant> of(String flag) {
    return new TreeMap<>(seen.getOrDefault(flag, Map.of()));
  }

  /** What has not been kept yet; it is taken to be kept from now on. */
  Optional<Entry.FlagsSeen> news() {
    Map<String, Map<String, Instant>> taken = new LinkedHashMap<>();
    for (String flag : news.keySet()) {
      Map<String, Instant> who = news.remove(flag);
      if (who != null) {
        taken.put(flag, Map.copyOf(who));
      }
    }
    return taken.isEmpty()
        ? Optional.empty()
        : Optional.of(new Entry.FlagsSeen(clock.instant(), taken));
  }
}
