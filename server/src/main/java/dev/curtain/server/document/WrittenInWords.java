package dev.curtain.server.document;

import dev.curtain.server.world.Entry;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When changes were written, of entries of the audit from before that had a place of its own: their
 * details say it, and are the only ones who do.
 */
final class WrittenInWords {
  private static final Pattern ASKED =
      Pattern.compile(
          "written (\\S+), (versions?) (.*?)(?:, (?:strategy|order|when underway) .*)?");
  private static final Pattern PAIR = Pattern.compile("([^\\s,=]+)=([^\\s,=]+)");

  private WrittenInWords() {}

  static Optional<Entry.Written> of(Entry.Acted acted) {
    Matcher said = ASKED.matcher(acted.details());
    Optional<Instant> at = said.matches() ? LeadsDocument.instant(said.group(1)) : Optional.empty();
    return at.map(on -> new Entry.Written(on, versions(acted.target(), said)));
  }

  private static Map<String, String> versions(String target, Matcher said) {
    if (said.group(2).equals("version")) {
      return Map.of(target, said.group(3).strip());
    }
    Map<String, String> versions = new HashMap<>();
    Matcher pair = PAIR.matcher(said.group(3));
    while (pair.find()) {
      versions.put(pair.group(1), pair.group(2));
    }
    return versions;
  }
}
