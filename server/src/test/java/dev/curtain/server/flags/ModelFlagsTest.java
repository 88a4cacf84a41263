package dev.curtain.server.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.flags.Category;
import dev.curtain.flags.Value;
import dev.curtain.flags.change.Terms;
import dev.curtain.model.Flag;
import dev.curtain.model.ModelReader;
import dev.curtain.model.Resolution;
import dev.curtain.server.flags.FlagStore.Cause;
import dev.curtain.server.log.EventLog;
import dev.curtain.server.world.Ledger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFlagsTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-11-21");
  private static final String MODEL =
      """
      Shop = system "Shop" {
        API = container "API" {
          flag Cart "A cart that stays" {
            category "release" owner "%s" remove_by "%s" requires new-checkout
          }
        }
      }
      flag NewCheckout "The checkout on one page" {
        key "new-checkout"
        category "release" owner "checkout" remove_by "2027-03-01" service API
        approval "required"
      }
      flag Colour "The button" {
        category "experiment" owner "design" remove_by "2027-01-10" service Shop.API
        variants { red "#f00" darkBlue "#00f" } default "red"
      }
      """;

  @TempDir Path dir;
  private EventLog log;
  private FlagStore store;

  @BeforeEach
  void open() throws Exception {
    log = EventLog.open(dir.resolve("events.db"), EventLog.Durability.PROCESS);
    store = FlagStore.over(Ledger.over(log), () -> Instant.parse("2026-11-21T10:00:00Z"));
  }

  @AfterEach
  void close() {
    log.close();
  }

  private static List<Flag> flags(String text) {
    Resolution read = ModelReader.read(text);
    assertThat(read.hasErrors()).as(read.diagnostics().toString()).isFalse();
    return read.model().flags();
  }

  private static List<Flag> flags(String owner, String removeBy) {
    return flags(MODEL.formatted(owner, removeBy));
  }

  private ModelFlags.Merged merge(List<Flag> flags) {
    return ModelFlags.merge(store, flags, "shop.sruja", TODAY);
  }

  @Test
  void a_model_reads_its_flags_with_the_service_they_stand_in() {
    List<Flag> flags = flags("shop", "2027-02-01");
    assertThat(flags).extracting(Flag::key).containsExactly("Cart", "new-checkout", "Colour");
    assertThat(flags)
        .extracting(flag -> flag.service().orElse(""))
        .containsExactly("Shop.API", "Shop.API", "Shop.API");
    assertThat(flags.getLast().variants()).containsOnlyKeys("red", "darkBlue");
  }

  @Test
  void what_the_model_says_is_made_once_and_what_people_change_stays() throws Exception {
    assertThat(merge(flags("shop", "2027-02-01")).changed())
        .containsExactly("new-checkout", "Cart", "Colour");
    assertThat(store.current().flags().evaluate("Colour", dev.curtain.flags.Context.of("u"), 0))
        .isInstanceOfSatisfying(
            dev.curtain.flags.Answer.Resolved.class,
            answer -> assertThat(answer.value()).isEqualTo(Value.of("#f00")));
    assertThat(merge(flags("shop", "2027-02-01")).changed()).isEmpty();
    store.changeKnown(
        "Cart",
        Cause.of("set owner", "ann", ""),
        flag -> Terms.fact(flag, "owner", Value.of("ann")));
    assertThat(merge(flags("shop", "2027-02-01")).changed()).isEmpty();
    assertThat(Terms.fact(store.flag("Cart"), "owner")).contains("ann");
    assertThat(merge(flags("cart-team", "2027-02-01")).changed()).containsExactly("Cart: owner");
    assertThat(Terms.fact(store.flag("Cart"), "owner")).contains("cart-team");
    assertThat(store.history("Cart").getLast().who()).isEqualTo("model");
  }

  @Test
  void a_day_put_off_without_a_reason_is_refused_and_the_rest_is_done() throws Exception {
    merge(flags("shop", "2027-02-01"));
    ModelFlags.Merged late = merge(flags("cart-team", "2027-04-01"));
    assertThat(late.changed()).isEmpty();
    assertThat(late.refused()).singleElement().asString().contains("needs a reason");
    assertThat(Terms.fact(store.flag("Cart"), "owner")).contains("shop");
    String reasoned =
        MODEL
            .formatted("cart-team", "2027-04-01")
            .replace("requires new", "reason \"a law\" requires new");
    assertThat(merge(flags(reasoned)).changed()).containsExactly("Cart: owner, remove_by");
    assertThat(Terms.fact(store.flag("Cart"), "remove_by")).contains("2027-04-01");
  }

  @Test
  void trying_changes_nothing_and_what_is_not_declared_any_more_is_named() {
    assertThat(ModelFlags.tryOut(store, flags("shop", "2028-02-01"), "shop.sruja", TODAY).refused())
        .singleElement()
        .asString()
        .contains("2027-05-24 at the latest");
    assertThat(store.flags()).isEmpty();
    merge(flags("shop", "2027-02-01"));
    assertThat(merge(List.of()).undeclared()).contains("new-checkout", "Cart", "Colour");
  }

  @Test
  void the_model_and_the_library_agree_how_long_a_flag_may_live() {
    for (Category category : Category.values()) {
      assertThat(Flag.LONGEST_DAYS)
          .containsEntry(category.toString().toLowerCase(Locale.ROOT), category.longestDays());
    }
    assertThat(Flag.LONGEST_DAYS).hasSameSizeAs(Category.values());
  }
}
