package dev.curtain.flags;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who would be answered otherwise if a flag were changed.
 *
 * @param asked contexts that were tried
 * @param moved how many of them would be answered otherwise
 * @param changes how many go from where to where, as {@code on → off}
 * @param examples who they are, a few of them
 */
public record Moves(int asked, int moved, Map<String, Integer> changes, List<String> examples) {
  private static final int MOST_EXAMPLES = 5;

  public Moves {
    changes = Map.copyOf(changes);
    examples = List.copyOf(examples);
  }

  /**
   * @param timestamp the time in seconds since 1970
   */
  public static Moves between(
      FlagSet before, FlagSet after, String key, Iterable<Context> contexts, long timestamp) {
    int asked = 0;
    int moved = 0;
    Map<String, Integer> changes = new TreeMap<>();
    List<String> examples = new ArrayList<>();
    for (Context context : contexts) {
      asked++;
      String from = words(before.evaluate(key, context, timestamp));
      String to = words(after.evaluate(key, context, timestamp));
      if (!from.equals(to)) {
        moved++;
        changes.merge(from + " → " + to, 1, Integer::sum);
        if (examples.size() < MOST_EXAMPLES) {
          examples.add(
              Coercion.text(context.get(Context.TARGETING_KEY)) + ": " + from + " → " + to);
        }
      }
    }
    return new Moves(asked, moved, changes, examples);
  }

  private static String words(Answer answer) {
    return switch (answer) {
      case Answer.Resolved resolved -> resolved.variant();
      case Answer.CodeDefault _ -> "the program's default";
      case Answer.Failed failed -> failed.code().name();
    };
  }
}
