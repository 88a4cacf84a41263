package dev.curtain.server.flags;

import dev.curtain.flags.InvalidFlags;
import dev.curtain.flags.Json;
import dev.curtain.flags.Value;
import dev.curtain.flags.change.EditRefused;
import dev.curtain.flags.change.Schedule;
import dev.curtain.flags.change.Switching;
import dev.curtain.server.ofrep.Definition;
import dev.curtain.server.ofrep.FlagSource;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.Ledger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;

/**
 * The flags in force and the only way to change them: what would not be usable is refused, what is
 * accepted is in the log before it is in force. Safe to use from any thread.
 */
public final class FlagStore implements FlagSource {
  private final Ledger ledger;
  private final InstantSource clock;
  private final Set<Consumer<Definition>> listeners = new CopyOnWriteArraySet<>();
  private volatile FlagBook book;
  private volatile Definition current;

  private FlagStore(Ledger ledger, InstantSource clock, FlagBook book) {
    this.ledger = ledger;
    this.clock = clock;
    this.book = book;
    this.current = book.definition();
  }

  /** The flags that the log comes to. */
  public static FlagStore over(Ledger ledger, InstantSource clock) {
    FlagBook book = FlagBook.EMPTY;
    for (Entry entry : ledger.log().about(Entry.FlagChanged.SUBJECT)) {
      if (entry instanceof Entry.FlagChanged change) {
        book = book.after(change);
      }
    }
    return new FlagStore(ledger, clock, book);
  }

  /** What a definition becomes. */
  public interface Edit {
    /**
     * @param before empty: there is no such flag
     * @return empty: there is to be none
     */
    Optional<Value> of(Optional<Value> before) throws FlagRefused;
  }

  /**
   * Who does something, and why.
   *
   * @param evidence what the judge was shown, where it was decided by measuring
   */
  public record Cause(String action, String who, String reason, Optional<String> evidence) {
    public static Cause of(String action, String who, String reason) {
      return new Cause(action, who, reason, Optional.empty());
    }
  }

  /** Changes one flag; it is in force when this returns. */
  public synchronized Entry.FlagChanged change(String name, Cause cause, Edit edit)
      throws FlagRefused {
    Made made = make(book, name, cause, edit);
    ledger.append(made.change());
    book = made.next();
    Definition definition = book.definition();
    current = definition;
    listeners.forEach(listener -> listener.accept(definition));
    notifyAll();
    return made.change();
  }

  private record Made(Entry.FlagChanged change, FlagBook next) {}

  private Made make(FlagBook from, String name, Cause cause, Edit edit) throws FlagRefused {
    Optional<Value> before = from.value(name);
    try {
      Entry.FlagChanged change =
          new Entry.FlagChanged(
              clock.instant(),
              name,
              cause.action(),
              before.map(FlagStore::json),
              edit.of(before).map(FlagStore::json),
              cause.who(),
              cause.reason(),
              cause.evidence());
      if (change.before().equals(change.after())) {
        throw FlagRefused.invalid(name + ": that is how it is already; nothing was changed");
      }
      return new Made(change, from.after(change));
    } catch (EditRefused e) {
      throw FlagRefused.invalid(name + ": " + e.getMessage());
    } catch (InvalidFlags e) {
      throw FlagRefused.invalid(String.valueOf(e.getMessage()));
    }
  }

  /** Changes that are tried out, one upon the other, and never made. */
  public final class Attempt {
    private FlagBook tried = book;

    private Attempt() {}

    public Entry.FlagChanged change(String name, Cause cause, Edit edit) throws FlagRefused {
      Made made = make(tried, name, cause, edit);
      tried = made.next();
      return made.change();
    }
  }

  public Attempt attempt() {
    return new Attempt();
  }

  /** The same for a flag that has to be there. */
  public Entry.FlagChanged changeKnown(String name, Cause cause, Known edit) throws FlagRefused {
    return change(name, cause, before -> Optional.of(edit.of(known(name, before))));
  }

  /** What a definition that is there becomes. */
  public interface Known {
    Value.Fields of(Value.Fields before) throws FlagRefused;
  }

  private Value.Fields known(String name, Optional<Value> flag) throws FlagRefused {
    if (flag.isPresent() && flag.get() instanceof Value.Fields fields && !name.startsWith("$")) {
      return fields;
    }
    throw FlagRefused.unknown(name + ": no such flag; curtain flag list shows what there is");
  }

  /**
   * Returns when no change is half made: whoever heard of one from the log, where it stands before
   * it is in force, looks after this and finds it. Not for evaluations, which wait for nothing.
   */
  public synchronized void settled() {
    // Whoever makes a change has the same lock.
  }

  /** Definitions by key. */
  public Map<String, Value.Fields> flags() {
    return book.flags();
  }

  public Value.Fields flag(String name) throws FlagRefused {
    return known(name, book.value(name));
  }

  /** Everything that was done to a flag, oldest first. */
  public List<Entry.FlagChanged> history(String name) {
    List<Entry.FlagChanged> history = new ArrayList<>();
    for (Entry entry : ledger.log().about(Entry.FlagChanged.SUBJECT)) {
      if (entry instanceof Entry.FlagChanged change && change.name().equals(name)) {
        history.add(change);
      }
    }
    return history;
  }

  /** Makes the latest change of a flag that was not undone unmade. */
  public synchronized Entry.FlagChanged undo(String name, String who, String reason)
      throws FlagRefused {
    List<Entry.FlagChanged> done = new ArrayList<>();
    for (Entry.FlagChanged each : history(name)) {
      if (each.action().equals("undo")) {
        done.removeLast();
      } else {
        done.add(each);
      }
    }
    if (done.isEmpty()) {
      throw FlagRefused.unknown(name + ": nothing was done to it that could be undone");
    }
    Entry.FlagChanged last = done.getLast();
    String why = "undoes " + last.action() + (reason.isEmpty() ? "" : ": " + reason);
    return change(name, Cause.of("undo", who, why), _ -> last.before().map(Json::read));
  }

  /** When something is to happen by itself next: a denial ends or a scheduled change is due. */
  Optional<Instant> next() {
    return book.flags().values().stream()
        .flatMap(flag ->
            java.util.stream.Stream.of(Switching.nextEnd(flag), Schedule.next(flag))
                .flatMap(Optional::stream))
        .min(Instant::compareTo);
  }

  /** Does what is due. */
  synchronized void tick() throws FlagRefused {
    Instant now = clock.instant();
    for (Map.Entry<String, Value.Fields> each : List.copyOf(book.flags().entrySet())) {
      Value.Fields flag = each.getValue();
      if (Switching.nextEnd(flag).filter(end -> !now.isBefore(end)).isPresent()) {
        Cause cause = Cause.of("denial ended", "schedule", "its time is over");
        changeKnown(each.getKey(), cause, before -> Switching.ended(before, now));
      }
      for (Optional<Schedule.Item> due = Schedule.due(flag(each.getKey()), now);
          due.isPresent();
          due = Schedule.due(flag(each.getKey()), now)) {
        Schedule.Item item = due.get();
        Cause cause =
            Cause.of(item.words(), item.who(), "scheduled for " + item.at() + " " + item.reason());
        try {
          changeKnown(each.getKey(), cause, before -> Schedule.done(before, item));
        } catch (FlagRefused e) {
          // It would be refused again each second; that it was not done is on record instead.
          Cause refused =
              Cause.of("not " + item.words(), "schedule", String.valueOf(e.getMessage()));
          changeKnown(each.getKey(), refused, before -> Schedule.without(before, item));
        }
      }
    }
  }

  private static String json(Value value) {
    return Json.node(value).toString();
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
