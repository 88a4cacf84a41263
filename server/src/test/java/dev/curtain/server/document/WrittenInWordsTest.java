package dev.curtain.server.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.curtain.server.log.Json;
import dev.curtain.server.world.Entry;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What earlier versions wrote into the audit says still when a change was written. */
class WrittenInWordsTest {
  private static final Instant WRITTEN = Instant.parse("2026-11-20T10:00:00Z");
  private final Json json = new Json();

  @Test
  void an_entry_from_before_has_it_in_its_details() {
    assertThat(WrittenInWords.of(old("Shop.API", "written 2026-11-20T11:00:00+01:00, version v2")))
        .contains(new Entry.Written(WRITTEN, Map.of("Shop.API", "v2")));
    assertThat(
            WrittenInWords.of(
                old(
                    "",
                    "written 2026-11-20T10:00:00Z, versions Shop.API=v2, Shop.Web=v3, order"
                        + " together")))
        .contains(new Entry.Written(WRITTEN, Map.of("Shop.API", "v2", "Shop.Web", "v3")));
    assertThat(WrittenInWords.of(old("Shop.API", "version v2"))).isEmpty();
  }

  @Test
  void an_entry_of_today_has_it_in_a_place_of_its_own() {
    Entry.Acted acted = acted("", "", Optional.of(new Entry.Written(WRITTEN, Map.of("A", "v2"))));
    assertThat(json.read(json.write(acted), Entry.class)).isEqualTo(acted);
  }

  /** As it was written before there was a place for it. */
  private Entry.Acted old(String target, String details) {
    String line = json.write(acted(target, details, Optional.empty()));
    String before = line.replaceFirst(",\"written\":null|\"written\":null,", "");
    assertThat(before).isNotEqualTo(line).doesNotContain("\"written\"");
    return (Entry.Acted) json.read(before, Entry.class);
  }

  private static Entry.Acted acted(String target, String details, Optional<Entry.Written> written) {
    return new Entry.Acted(
        Instant.EPOCH, "ann", "", "deploy", target, details, "", "here", 202, "", 0, written);
  }
}
