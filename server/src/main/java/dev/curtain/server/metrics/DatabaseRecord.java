package dev.curtain.server.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The looks at one database of the last while. */
final class DatabaseRecord {
  private record At(Instant at, DatabaseLook look) {}

  private final Duration window;
  private final Deque<At> looks = new ArrayDeque<>();
  private Optional<String> problem = Optional.empty();

  DatabaseRecord(Duration window) {
    this.window = window;
  }

  synchronized void saw(Instant at, DatabaseLook look) {
    problem = Optional.empty();
    looks.add(new At(at, look));
    while (looks.getFirst().at().isBefore(at.minus(window))) {
      looks.removeFirst();
    }
  }

  /** It did not answer; what was seen before stays as long as it is within the window. */
  synchronized void failed(String why) {
    problem = Optional.of(why);
  }

  synchronized DatabaseSeen seen(Optional<String> place, Instant now) {
    List<At> within =
        looks.stream().filter(each -> !each.at().isBefore(now.minus(window))).toList();
    List<DatabaseSeen.Moment> moments = new ArrayList<>();
    DatabaseSeen.Sums sums = DatabaseSeen.Sums.NONE;
    for (int i = 1; i < within.size(); i++) {
      At before = within.get(i - 1);
      At each = within.get(i);
      DatabaseSeen.Sums since = each.look().since(before.look());
      sums = sums.plus(since);
      moments.add(
          new DatabaseSeen.Moment(
              each.at(),
              Duration.between(before.at(), each.at()).toMillis(),
              since,
              each.look().waiting()));
    }
    Optional<At> latest = within.isEmpty() ? Optional.empty() : Optional.of(within.getLast());
    return new DatabaseSeen(
        place,
        Optional.empty(),
        problem,
        within.isEmpty() ? Optional.empty() : Optional.of(within.getFirst().at()),
        latest.map(At::at),
        moments.isEmpty() ? Optional.empty() : Optional.of(sums),
        latest
            .filter(_ -> problem.isEmpty())
            .map(each ->
                new DatabaseSeen.Now(
                    each.look().connections(),
                    each.look().waiting(),
                    each.look().longestWaitMillis(),
                    each.look().blocker())),
        moments);
  }
}
