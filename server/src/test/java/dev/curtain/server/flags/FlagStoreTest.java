package dev.curtain.server.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.curtain.flags.Answer;
import dev.curtain.flags.Context;
import dev.curtain.flags.Value;
import dev.curtain.flags.change.Schedule;
import dev.curtain.flags.change.Switching;
import dev.curtain.flags.change.Target;
import dev.curtain.server.flags.FlagStore.Cause;
import dev.curtain.server.log.EventLog;
import dev.curtain.server.world.Entry;
import dev.curtain.server.world.Ledger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlagStoreTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  private static final LocalDate TODAY = LocalDate.parse("2026-11-21");

  @TempDir Path dir;
  private Instant now = START;
  private EventLog log;
  private Ledger ledger;
  private FlagStore store;
  private @Nullable String moving;

  @BeforeEach
  void open() throws Exception {
    log = EventLog.open(dir.resolve("events.db"), EventLog.Durability.PROCESS);
    ledger = Ledger.over(log);
    store = FlagStore.over(ledger, () -> now);
    set("new-checkout", Map.of());
  }

  @AfterEach
  void close() {
    log.close();
  }

  private Entry.FlagChanged set(String name, Map<String, String> more) throws FlagRefused {
    Map<String, String> said = new LinkedHashMap<>();
    said.put("category", "release");
    said.put("owner", "shop");
    said.put("remove_by", "2027-03-01");
    said.putAll(more);
    return store.change(
        name,
        Cause.of("set", "ann", ""),
        before ->
            Optional.of(
                FlagTerms.apply(
                    before.map(Value.Fields.class::cast),
                    said,
                    new FlagTerms.Who("ann", more.getOrDefault("why", "")),
                    TODAY)));
  }

  private String variant(Context context) {
    Answer answer = store.current().flags().evaluate("new-checkout", context, now.getEpochSecond());
    return answer instanceof Answer.Resolved resolved ? resolved.variant() : answer.toString();
  }

  private void edit(FlagStore.Known edit) throws FlagRefused {
    store.changeKnown("new-checkout", Cause.of("edit", "ann", "because"), edit);
  }

  private static Value.Fields off(Value.Fields flag, Optional<Target> whom, Optional<Instant> end) {
    return Switching.off(flag, whom, Optional.empty(), end);
  }

  private static Value.Fields on(Value.Fields flag, Optional<Target> whom) {
    return Switching.on(flag, whom, Optional.empty());
  }

  @Test
  void a_flag_without_owner_or_removal_day_is_refused_with_the_path() {
    FlagRefused refused =
        catchThrowableOfType(
            FlagRefused.class, () -> set("nobodys", Map.of("owner", "", "category", "ops")));
    assertThat(refused).hasMessageContaining("flags.nobodys.metadata.owner");
    FlagRefused late =
        catchThrowableOfType(
            FlagRefused.class, () -> set("late", Map.of("remove_by", "2028-03-01")));
    assertThat(late).hasMessageContaining("2027-05-24 at the latest");
    assertThat(store.flags().keySet()).containsExactly("new-checkout");
  }

  @Test
  void off_for_one_customer_comes_before_everything_and_on_brings_back_what_was() throws Exception {
    Context acme = Context.of("u").with("customer", Value.of("acme"));
    Context other = Context.of("u").with("customer", Value.of("other"));
    edit(flag -> on(flag, Optional.empty()));
    assertThat(variant(acme)).isEqualTo("on");
    Optional<Target> target = Optional.of(Target.of("customer=acme"));
    edit(flag -> off(flag, target, Optional.empty()));
    assertThat(variant(acme)).isEqualTo("off");
    assertThat(variant(other)).isEqualTo("on");
    edit(flag -> off(flag, Optional.empty(), Optional.empty()));
    assertThat(variant(other)).isEqualTo("off");
    edit(flag -> on(flag, Optional.empty()));
    assertThat(variant(other)).isEqualTo("on");
    assertThat(variant(acme)).isEqualTo("off");
    edit(flag -> on(flag, target));
    assertThat(variant(acme)).isEqualTo("on");
  }

  @Test
  void everything_is_on_record_and_can_be_undone_one_after_the_other() throws Exception {
    edit(flag -> on(flag, Optional.empty()));
    edit(flag -> off(flag, Optional.empty(), Optional.empty()));
    store.undo("new-checkout", "bob", "");
    assertThat(variant(Context.of("u"))).isEqualTo("on");
    store.undo("new-checkout", "bob", "");
    assertThat(variant(Context.of("u"))).isEqualTo("off");
    store.undo("new-checkout", "bob", "never wanted");
    assertThat(store.flags()).isEmpty();
    assertThat(store.history("new-checkout").stream().map(Entry.FlagChanged::action))
        .containsExactly("set", "edit", "edit", "undo", "undo", "undo");
    assertThat(catchThrowableOfType(FlagRefused.class, () -> store.undo("new-checkout", "b", "")))
        .isNotNull();
  }

  @Test
  void a_controller_that_starts_anew_has_the_same_flags_under_the_same_revision() throws Exception {
    edit(flag -> on(flag, Optional.of(Target.of("region=eu"))));
    FlagStore again = FlagStore.over(Ledger.over(log), () -> now);
    assertThat(again.current().revision()).isEqualTo(store.current().revision());
    assertThat(again.current().text()).isEqualTo(store.current().text());
  }

  @Test
  void a_denial_with_an_end_ends_by_itself_and_that_is_on_record() throws Exception {
    edit(flag -> on(flag, Optional.empty()));
    Instant end = START.plusSeconds(60);
    edit(flag -> off(flag, Optional.empty(), Optional.of(end)));
    store.tick();
    assertThat(variant(Context.of("u"))).isEqualTo("off");
    assertThat(store.next()).contains(end);
    now = end;
    assertThat(variant(Context.of("u"))).isEqualTo("on");
    store.tick();
    assertThat(store.history("new-checkout").getLast().action()).isEqualTo("denial ended");
    assertThat(store.next()).isEmpty();
  }

  @Test
  void a_scheduled_change_happens_once_its_time_has_come() throws Exception {
    Schedule.Item item =
        new Schedule.Item(
            START.plusSeconds(10), "expose", Optional.empty(), Optional.of(100.0), "ann", "launch");
    edit(flag -> Schedule.with(flag, item));
    store.tick();
    assertThat(variant(Context.of("u"))).isEqualTo("off");
    now = START.plusSeconds(11);
    store.tick();
    assertThat(variant(Context.of("u"))).isEqualTo("on");
    Entry.FlagChanged last = store.history("new-checkout").getLast();
    assertThat(last.action()).isEqualTo("expose 100 %");
    assertThat(last.who()).isEqualTo("ann");
    store.tick();
    assertThat(store.history("new-checkout")).last().isEqualTo(last);
  }

  @Test
  void a_removal_day_is_put_off_with_a_reason_twice_and_by_so_much() throws Exception {
    assertThat(
            catchThrowableOfType(
                FlagRefused.class, () -> set("new-checkout", Map.of("remove_by", "2027-04-01"))))
        .hasMessageContaining("reason");
    extend("2027-05-01");
    assertThat(catchThrowableOfType(FlagRefused.class, () -> extend("2027-12-01")))
        .hasMessageContaining("2027-08-01 at the latest");
    extend("2027-07-01");
    assertThat(catchThrowableOfType(FlagRefused.class, () -> extend("2027-07-15")))
        .hasMessageContaining("put off 2 times");
  }

  private void extend(String day) throws FlagRefused {
    store.changeKnown(
        "new-checkout",
        Cause.of("set", "ann", "late"),
        flag ->
            FlagTerms.apply(
                Optional.of(flag),
                Map.of("remove_by", day),
                new FlagTerms.Who("ann", "late"),
                TODAY));
  }

  @Test
  void two_change_a_flag_that_needs_approval_and_off_does_not_wait() throws Exception {
    set("prices", Map.of("approval", "required"));
    Approvals approvals = new Approvals(store);
    Entry.FlagChanged asked =
        approvals.change(
            "prices", Cause.of("on", "ann", "launch"), flag -> on(flag, Optional.empty()));
    assertThat(asked.action()).isEqualTo("ask on");
    assertThat(store.current().flags().flag("prices").orElseThrow().exposure()).isEmpty();
    assertThat(
            catchThrowableOfType(
                FlagRefused.class, () -> approvals.approve("prices", "ann", "mine")))
        .hasMessageContaining("somebody else");
    Entry.FlagChanged done = approvals.approve("prices", "bob", "fine");
    assertThat(done.reason()).isEqualTo("launch, approved by bob: fine");
    assertThat(store.current().flags().flag("prices").orElseThrow().exposure()).isPresent();
  }

  private Trials letOut(double tolerance, String... steps) throws FlagRefused {
    edit(flag ->
        FlagRollouts.begin(
            flag,
            new FlagRollouts.Wanted(
                Optional.empty(),
                List.of(steps),
                Duration.ofSeconds(10),
                tolerance,
                0.01,
                100,
                "ann"),
            now));
    return trials();
  }

  private Trials trials() {
    return new Trials(ledger, store, () -> now, _ -> Optional.ofNullable(moving));
  }

  @Test
  void a_controller_that_starts_anew_has_the_evidence_of_before() throws Exception {
    Trials before = letOut(0.02, "10", "50", "100");
    goOn(before, 5);
    before.report(new Outcome("new-checkout", "on", 100, 15, Optional.empty()));
    before.tick();

    Trials again = trials();
    again.tick();
    assertThat(again.verdict("new-checkout")).isEqualTo(before.verdict("new-checkout"));
    assertThat(again.verdict("new-checkout").orElseThrow().candidate().n()).isEqualTo(2600);

    edit(FlagRollout::without);
    now = now.plusSeconds(1);
    assertThat(letOut(0.02, "10", "100").verdict("new-checkout")).isEmpty();
    Trials anew = trials();
    anew.tick();
    assertThat(anew.verdict("new-checkout").orElseThrow().candidate().n())
        .as("another way out is another trial")
        .isZero();
  }

  @Test
  void a_variant_under_which_requests_fail_is_turned_off_with_the_evidence() throws Exception {
    Trials trials = letOut(0.005, "10", "50", "100");
    for (int second = 0;
        second < 60 && !store.flag("new-checkout").values().containsKey("deny");
        second++) {
      now = now.plusSeconds(1);
      trials.report(new Outcome("new-checkout", "off", 900, 2, Optional.of(5L)));
      trials.report(new Outcome("new-checkout", "on", 100, 15, Optional.of(1L)));
      trials.tick();
    }
    assertThat(variant(Context.of("u"))).isEqualTo("off");
    Entry.FlagChanged last = store.history("new-checkout").getLast();
    assertThat(last.action()).isEqualTo("off");
    assertThat(last.who()).isEqualTo("judge");
    assertThat(last.reason()).contains("%");
    assertThat(last.evidence().orElseThrow()).contains("\"candidate\":{\"n\":100,\"bad\":15}");
  }

  @Test
  void a_harmless_variant_goes_to_everybody_step_by_step() throws Exception {
    Trials trials = letOut(0.02, "10", "50", "100");
    for (int second = 0;
        second < 300 && FlagRollout.of(store.flag("new-checkout")).isPresent();
        second++) {
      now = now.plusSeconds(1);
      trials.report(new Outcome("new-checkout", "off", 500, 2, Optional.empty()));
      trials.report(new Outcome("new-checkout", "on", 500, 2, Optional.empty()));
      trials.tick();
    }
    assertThat(store.history("new-checkout").stream().map(Entry.FlagChanged::action).skip(2))
        .containsExactly("expose 50 %", "expose 100 %");
    assertThat(variant(Context.of("u"))).isEqualTo("on");
  }

  @Test
  void without_reports_nobody_more_gets_it() throws Exception {
    Trials trials = letOut(0.02, "10", "50", "100");
    for (int second = 0; second < 100; second++) {
      now = now.plusSeconds(1);
      trials.tick();
    }
    assertThat(
            store
                .current()
                .flags()
                .flag("new-checkout")
                .orElseThrow()
                .exposure()
                .orElseThrow()
                .percent())
        .isEqualTo(10.0);
  }

  private void goOn(Trials trials, int seconds) throws FlagRefused {
    for (int second = 0; second < seconds; second++) {
      now = now.plusSeconds(1);
      trials.report(new Outcome("new-checkout", "off", 500, 2, Optional.empty()));
      trials.report(new Outcome("new-checkout", "on", 500, 2, Optional.empty()));
      trials.tick();
    }
  }

  @Test
  void customers_a_region_and_a_share_come_one_after_the_other_and_one_has_to_be_approved()
      throws Exception {
    Trials trials = letOut(0.02, "customer=acme|umbrella", "region=eu", "approve:50", "100");
    Context acme = Context.of("u").with("customer", Value.of("acme"));
    Context eu = Context.of("u").with("region", Value.of("eu"));
    assertThat(variant(acme)).isEqualTo("on");
    assertThat(variant(eu)).isEqualTo("off");
    goOn(trials, 15);
    assertThat(variant(eu)).isEqualTo("on");
    assertThat(variant(acme)).isEqualTo("on");
    goOn(trials, 30);
    assertThat(trials.waits("new-checkout")).contains("somebody has to approve the step to 50 %");
    assertThat(
            catchThrowableOfType(
                FlagRefused.class, () -> edit(flag -> FlagRollouts.approved(flag, "ann"))))
        .hasMessageContaining("somebody else");
    edit(flag -> FlagRollouts.approved(flag, "bob"));
    goOn(trials, 300);
    assertThat(variant(Context.of("u"))).isEqualTo("on");
    assertThat(store.history("new-checkout").stream().map(Entry.FlagChanged::action).skip(2))
        .containsExactly("expose region=eu", "edit", "expose 50 %", "expose 100 %");
  }

  @Test
  void no_step_while_the_service_that_reads_the_flag_is_changed_itself() throws Exception {
    Trials trials = letOut(0.02, "10", "50", "100");
    moving = "Shop.API";
    goOn(trials, 60);
    assertThat(trials.waits("new-checkout")).contains("Shop.API is being rolled out");
    moving = null;
    goOn(trials, 1);
    assertThat(store.history("new-checkout").getLast().action()).isEqualTo("expose 50 %");
  }

  @Test
  void steps_that_make_no_sense_are_refused() {
    for (String[] steps :
        List.of(
            new String[] {"50", "10", "100"},
            new String[] {"10", "50"},
            new String[] {"100"},
            new String[] {"ring=", "100"},
            new String[] {"approve:10", "100"},
            new String[] {"all", "100"})) {
      assertThat(catchThrowableOfType(FlagRefused.class, () -> letOut(0.02, steps)))
          .hasMessageContaining("steps: ");
    }
  }
}
