package dev.curtain.server.flags;

import dev.curtain.flags.Json;
import dev.curtain.flags.Value;
import dev.curtain.flags.change.Terms;
import dev.curtain.server.flags.FlagStore.Cause;
import dev.curtain.server.world.Entry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Flags whose metadata says {@code "approval": "required"} are changed by two: who asks, and who
 * approves. Turning off never waits.
 */
public final class Approvals {
  private static final String PENDING = "pending";

  private final FlagStore store;

  public Approvals(FlagStore store) {
    this.store = store;
  }

  /**
   * Makes the change, or keeps it until somebody else approves.
   *
   * @return what was written; its action is {@code ask …} where it has to wait
   */
  public Entry.FlagChanged change(String name, Cause cause, FlagStore.Known edit)
      throws FlagRefused {
    Value.Fields now = store.flag(name);
    if (!Optional.of("required").equals(Terms.fact(now, "approval"))) {
      return store.changeKnown(name, cause, edit);
    }
    Cause asking = Cause.of("ask " + cause.action(), cause.who(), cause.reason());
    return store.changeKnown(name, asking, before -> pending(before, edit.of(bare(before)), cause));
  }

  /** The change that waits, in words. */
  public static Optional<String> waiting(Value.Fields flag) {
    return flag.values().get(PENDING) instanceof Value.Fields fields
        ? Optional.of(text(fields, "action") + " by " + text(fields, "who"))
        : Optional.empty();
  }

  public Entry.FlagChanged approve(String name, String who, String reason) throws FlagRefused {
    Value.Fields pending = pending(name);
    String asker = text(pending, "who");
    if (asker.equals(who)) {
      throw FlagRefused.invalid(
          name + ": " + who + " asked for this change (expected: somebody else approves it)");
    }
    String why =
        text(pending, "reason") + ", approved by " + who + (reason.isEmpty() ? "" : ": " + reason);
    Value next = Json.read(text(pending, "definition"));
    return store.change(
        name, Cause.of(text(pending, "action"), asker, why), _ -> Optional.of(next));
  }

  public Entry.FlagChanged reject(String name, String who, String reason) throws FlagRefused {
    String action = text(pending(name), "action");
    return store.changeKnown(name, Cause.of("reject " + action, who, reason), Approvals::bare);
  }

  private Value.Fields pending(String name) throws FlagRefused {
    if (store.flag(name).values().get(PENDING) instanceof Value.Fields fields) {
      return fields;
    }
    throw FlagRefused.invalid(name + ": nothing waits for approval");
  }

  private static Value.Fields pending(Value.Fields before, Value.Fields after, Cause cause) {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("action", Value.of(cause.action()));
    fields.put("who", Value.of(cause.who()));
    fields.put("reason", Value.of(cause.reason()));
    // As a text: what is in it is no flag yet.
    fields.put("definition", Value.of(Json.node(after).toString()));
    Map<String, Value> flag = new LinkedHashMap<>(before.values());
    flag.put(PENDING, new Value.Fields(fields));
    return new Value.Fields(flag);
  }

  private static Value.Fields bare(Value.Fields flag) {
    Map<String, Value> fields = new LinkedHashMap<>(flag.values());
    fields.remove(PENDING);
    return new Value.Fields(fields);
  }

  private static String text(Value.Fields fields, String name) {
    return fields.values().get(name) instanceof Value.Text(String text) ? text : "";
  }
}
