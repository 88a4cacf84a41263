package dev.curtain.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.curtain.server.log.EventLog.Durability;
import dev.curtain.server.log.EventLog.Numbered;
import dev.curtain.server.log.EventLog.Snapshot;
import dev.curtain.server.world.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every event log does, whatever database is under it. */
abstract class EventLogContract {
  private static final Instant AT = Instant.parse("2026-03-01T10:00:00.123456789Z");

  /** A log at the place of this test; the same place at every call. */
  abstract EventLog open();

  @Test
  void what_was_appended_is_there_in_order_and_numbered_from_one() {
    try (EventLog log = open()) {
      log.append(List.of(wanted("A", 1), wanted("B", 2)), Durability.POWER);
      log.append(List.of(wanted("A", 3)), Durability.PROCESS);
      assertThat(log.after(0, 10))
          .containsExactly(
              new Numbered(1, wanted("A", 1)),
              new Numbered(2, wanted("B", 2)),
              new Numbered(3, wanted("A", 3)));
      assertThat(log.after(1, 1)).containsExactly(new Numbered(2, wanted("B", 2)));
      assertThat(log.about("A")).containsExactly(wanted("A", 1), wanted("A", 3));
      assertThat(log.about("A", 2)).containsExactly(wanted("A", 1));
      assertThat(log.about("C")).isEmpty();
    }
  }

  @Test
  void a_log_that_is_opened_again_goes_on_where_it_was() {
    try (EventLog log = open()) {
      log.append(List.of(wanted("A", 1)), Durability.POWER);
    }
    try (EventLog log = open()) {
      log.append(List.of(wanted("A", 2)), Durability.POWER);
      assertThat(log.after(0, 10)).extracting(Numbered::seq).containsExactly(1L, 2L);
    }
  }

  @Test
  void more_entries_than_are_fetched_at_once_are_all_replayed() {
    try (EventLog log = open()) {
      log.append(
          LongStream.range(0, 2_500).mapToObj(i -> (Entry) wanted("S" + i, (int) i)).toList(),
          Durability.POWER);
      List<Long> numbers = new ArrayList<>();
      log.replay(100, (seq, _) -> numbers.add(seq));
      assertThat(numbers)
          .containsExactlyElementsOf(LongStream.rangeClosed(101, 2_500).boxed().toList());
    }
  }

  @Test
  void text_of_any_kind_survives() {
    Entry raised =
        new Entry.Raised(AT, "/tmp/a \"b\".sruja", "title \"Größe ☃ 🎭\"\n\t'x' -- ;", "Prod");
    try (EventLog log = open()) {
      log.append(List.of(raised), Durability.POWER);
      assertThat(log.about("world")).containsExactly(raised);
    }
  }

  @Test
  void an_entry_that_cannot_be_written_takes_its_whole_batch_with_it() {
    try (EventLog log = open();
        EventLog other = second()) {
      other.append(List.of(wanted("B", 1)), Durability.POWER);
      assertThatThrownBy(
              () -> log.append(List.of(wanted("A", 1), wanted("A", 2)), Durability.POWER))
          .isInstanceOf(LogFailure.class)
          .hasMessageContaining("another controller");
      assertThat(other.after(0, 10)).containsExactly(new Numbered(1, wanted("B", 1)));
    }
  }

  /** A second writer at the same place, where the database lets one in at all. */
  EventLog second() {
    return org.junit.jupiter.api.Assumptions.abort("the file lets no second writer in");
  }

  @Test
  void only_the_latest_snapshot_is_kept_and_only_its_form_reads_it() {
    try (EventLog log = open()) {
      assertThat(log.snapshot("1")).isEmpty();
      log.keep(new Snapshot(7, "1", "seven"));
      log.keep(new Snapshot(9, "1", "nine"));
      assertThat(log.snapshot("1")).contains(new Snapshot(9, "1", "nine"));
      assertThat(log.snapshot("2")).isEmpty();
    }
  }

  static Entry.Wanted wanted(String service, int replicas) {
    return new Entry.Wanted(AT, service, Map.of(service + "@v1", replicas));
  }
}
