package dev.curtain.server.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.curtain.analysis.Block;
import dev.curtain.analysis.Judges;
import dev.curtain.analysis.Tally;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.RolloutState;
import dev.curtain.server.document.Documents;
import dev.curtain.server.document.ExplainDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A verdict computed once more from logs about a real shop. */
class ExplainTest {
  static List<Path> journals() throws IOException {
    return JournalTest.journals();
  }

  @ParameterizedTest
  @MethodSource("journals")
  void the_same_log_gives_the_same_verdict_bit_for_bit(Path journal) throws IOException {
    List<Entry> entries = JournalTest.entries(journal);
    for (RolloutState rollout : world(entries).rollouts().values()) {
      List<Entry> about = about(entries, rollout);
      ExplainDocument once = ExplainDocument.of(rollout, about);
      // What an earlier method judged may be judged otherwise, and then says by which it was.
      assertThat(once.same() || !Judges.METHOD.equals(once.reachedBy()))
          .as(rollout.spec().id())
          .isTrue();
      assertThat(once.method()).isEqualTo(Judges.METHOD);
      assertThat(Documents.json(ExplainDocument.of(rollout, List.copyOf(about))))
          .isEqualTo(Documents.json(once));
    }
  }

  @ParameterizedTest
  @MethodSource("journals")
  void what_this_method_judged_it_judges_again_bit_for_bit(Path journal) throws IOException {
    List<Entry> entries = new ArrayList<>(JournalTest.entries(journal));
    entries.replaceAll(ExplainTest::judgedAnew);
    for (RolloutState rollout : world(entries).rollouts().values()) {
      assertThat(ExplainDocument.of(rollout, about(entries, rollout)).same())
          .as(rollout.spec().id())
          .isTrue();
    }
  }

  /** Without what was made of it when it was written down. */
  private static Entry judgedAnew(Entry entry) {
    return entry instanceof Entry.Moved moved
            && moved.event() instanceof RolloutEvent.Measured measured
        ? new Entry.Moved(
            moved.rollout(),
            new RolloutEvent.Measured(measured.at(), measured.block()),
            moved.notes())
        : entry;
  }

  @Test
  void arithmetic_adds_up_to_the_verdict() throws IOException {
    int judged = 0;
    for (Path journal : journals()) {
      List<Entry> entries = JournalTest.entries(journal);
      for (RolloutState rollout : world(entries).rollouts().values()) {
        ExplainDocument document = ExplainDocument.of(rollout, about(entries, rollout));
        if ("abort".equals(document.decision())) {
          judged++;
          assertThat(document.metrics())
              .anySatisfy(metric -> {
                assertThat(metric.metric()).isEqualTo(document.metric());
                assertThat(metric.logHarm()).isGreaterThanOrEqualTo(metric.logLimit());
                double logHarm = Optional.ofNullable(metric.logHarm()).orElseThrow();
                assertThat(Math.exp(logHarm)).isCloseTo(document.eValue(), withinPercentage(1));
              });
        }
      }
    }
    assertThat(judged).isPositive();
  }

  @Test
  void a_log_that_was_changed_is_found_out() throws IOException {
    int found = 0;
    for (Path journal : journals()) {
      List<Entry> entries = JournalTest.entries(journal);
      for (RolloutState rollout : world(entries).rollouts().values()) {
        List<Entry> about = new ArrayList<>(about(entries, rollout));
        about.replaceAll(ExplainTest::whitewashed);
        if (rollout.verdict().isPresent() && !ExplainDocument.of(rollout, about).same()) {
          found++;
        }
      }
    }
    assertThat(found).isPositive();
  }

  /** Nothing of the candidate's ever failed. */
  private static Entry whitewashed(Entry entry) {
    if (entry instanceof Entry.Moved moved
        && moved.event() instanceof RolloutEvent.Measured measured
        && measured.block().metrics().get("error_rate") instanceof Block.Sides sides) {
      Block clean =
          new Block(
              Map.of(
                  "error_rate",
                  new Block.Sides(
                      new Tally(sides.baseline().n() + 1, 0),
                      new Tally(sides.candidate().n(), 0))));
      return new Entry.Moved(
          moved.rollout(), new RolloutEvent.Measured(measured.at(), clean), moved.notes());
    }
    return entry;
  }

  private static World world(List<Entry> entries) {
    World world = World.EMPTY;
    for (Entry entry : entries) {
      world = world.after(entry);
    }
    return world;
  }

  private static List<Entry> about(List<Entry> entries, RolloutState rollout) {
    return entries.stream().filter(entry -> entry.subject().equals(rollout.spec().id())).toList();
  }
}
