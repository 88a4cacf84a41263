package dev.curtain.server.ofrep;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Who has which revision, and how long it took to get there. Every stream is a client with a number
 * of its own; what it is told carries its number, and comes back with the request for the new flags
 * (OFREP's {@code flagConfigEtag}) or, from a client that evaluates by itself, once they are in
 * force there. Safe to use from any thread.
 */
public final class Propagation {
  private static final char BETWEEN = '~';
  private static final int REMEMBERED = 64;

  private final LongSupplier nanos;
  private final Map<Integer, String> connected = new LinkedHashMap<>();
  private final Deque<Change> changes = new ArrayDeque<>();
  private int last;

  /** One change on its way. */
  private static final class Change {
    private final String revision;
    private final long begun;
    private final Set<Integer> waiting;
    private final Set<Integer> lost = new HashSet<>();
    private final Map<Integer, Reached> reached = new LinkedHashMap<>();

    private Change(String revision, long begun, Set<Integer> waiting) {
      this.revision = revision;
      this.begun = begun;
      this.waiting = new LinkedHashSet<>(waiting);
    }
  }

  /**
   * A client that has a revision.
   *
   * @param after since the change was in force here
   */
  public record Reached(String client, Duration after) {}

  /**
   * How far a revision has come.
   *
   * @param waiting clients that were connected when it came up and have not answered
   * @param gone how many left before they answered
   */
  public record Spread(String revision, List<Reached> reached, List<String> waiting, int gone) {
    public Spread {
      reached = List.copyOf(reached);
      waiting = List.copyOf(waiting);
    }
  }

  public Propagation(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** A client's number. */
  synchronized int connect(String name) {
    last++;
    connected.put(last, name.isEmpty() ? "stream " + last : name);
    return last;
  }

  synchronized void disconnect(int number) {
    connected.remove(number);
    for (Change change : changes) {
      if (change.waiting.remove(number)) {
        change.lost.add(number);
      }
    }
    notifyAll();
  }

  /** A revision is in force here; whoever is connected is to get it. */
  synchronized void changed(String revision) {
    changes.addLast(new Change(revision, nanos.getAsLong(), connected.keySet()));
    if (changes.size() > REMEMBERED) {
      changes.removeFirst();
    }
  }

  static String etag(String revision, int number) {
    return revision + BETWEEN + number;
  }

  /**
   * A client has what {@code etag} named, and with it every revision before; what is no such tag is
   * nobody's.
   */
  public synchronized void acknowledged(String etag) {
    int at = etag.lastIndexOf(BETWEEN);
    int number;
    try {
      number = Integer.parseInt(etag.substring(at + 1));
    } catch (NumberFormatException e) {
      return;
    }
    String name = connected.getOrDefault(number, "");
    if (at < 0 || name.isEmpty()) {
      return;
    }
    String revision = etag.substring(0, at);
    if (changes.stream().noneMatch(change -> change.revision.equals(revision))) {
      return;
    }
    long now = nanos.getAsLong();
    for (Change change : changes) {
      if (change.waiting.remove(number)) {
        change.reached.put(number, new Reached(name, Duration.ofNanos(now - change.begun)));
      }
      if (change.revision.equals(revision)) {
        break;
      }
    }
    notifyAll();
  }

  /** How far a revision has come; empty where it was long ago or never. */
  public synchronized Optional<Spread> of(String revision) {
    return changes.stream()
        .filter(change -> change.revision.equals(revision))
        .reduce((_, later) -> later)
        .map(this::spread);
  }

  /** The latest changes, newest first. */
  public synchronized List<Spread> recent() {
    List<Spread> spreads = new ArrayList<>();
    changes.descendingIterator().forEachRemaining(change -> spreads.add(spread(change)));
    return spreads;
  }

  /** Names of those who follow changes now. */
  public synchronized List<String> clients() {
    return List.copyOf(connected.values());
  }

  /** Returns when everybody who was connected has a revision or is gone, or the time is up. */
  public synchronized Optional<Spread> await(String revision, Duration within)
      throws InterruptedException {
    long end = nanos.getAsLong() + within.toNanos();
    Optional<Spread> spread = of(revision);
    long left = within.toNanos();
    while (spread.filter(each -> !each.waiting().isEmpty()).isPresent() && left > 0) {
      wait(left / 1_000_000, (int) (left % 1_000_000));
      spread = of(revision);
      left = end - nanos.getAsLong();
    }
    return spread;
  }

  private Spread spread(Change change) {
    return new Spread(
        change.revision,
        List.copyOf(change.reached.values()),
        change.waiting.stream().map(each -> connected.getOrDefault(each, "")).toList(),
        change.lost.size());
  }
}
