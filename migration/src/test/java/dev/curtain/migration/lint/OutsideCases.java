package dev.curtain.migration.lint;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.curtain.migration.sql.Grammar;
import dev.curtain.migration.sql.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Other projects' cases, where the folder that holds them is at hand. */
final class OutsideCases {
  static final Grammar GRAMMAR = Grammar.postgres();

  private OutsideCases() {}

  static JsonNode read(String name) throws IOException {
    String shared = System.getenv("CURTAIN_SHARED");
    Path root = Path.of(System.getProperty("curtain.root", "..")).toAbsolutePath();
    Path folder = shared == null ? root.resolveSibling("shared") : Path.of(shared);
    Path file = folder.resolve("cases").resolve(name);
    assumeTrue(Files.exists(file), () -> file + " is not here");
    return JsonMapper.shared().readTree(Files.readString(file));
  }

  static Lint.Result lint(String sql, Lint.Setting setting) {
    return Lint.check(List.of(Script.read("case.sql", sql, GRAMMAR)), setting);
  }

  /** What was compared, and where the answers differ. */
  static final class Tally {
    private final Map<String, String> differences = new TreeMap<>();
    private int cases;

    void add(String id, Optional<String> difference) {
      cases++;
      difference.ifPresent(each -> differences.put(id, each));
    }

    Map<String, String> differences() {
      return differences;
    }

    double agreement() {
      return 100.0 * (cases - differences.size()) / cases;
    }

    String summary(String what) {
      return "%s: %d of %d agree (%.1f %%); differing: %s"
          .formatted(what, cases - differences.size(), cases, agreement(), differences);
    }
  }
}
