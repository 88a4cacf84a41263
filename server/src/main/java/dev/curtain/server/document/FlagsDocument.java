package dev.curtain.server.document;

import dev.curtain.flags.Category;
import dev.curtain.flags.Flag;
import dev.curtain.flags.Problem;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The flags of a definition, as a list for those who look after them. */
public record FlagsDocument(List<FlagDocument> flags) {
  /** One flag; what its definition does not say is null. */
  public record FlagDocument(
      String key,
      String state,
      List<String> variants,
      @Nullable String category,
      @Nullable String owner,
      @Nullable String created,
      @Nullable String removeBy,
      boolean overdue,
      Map<String, String> prerequisites) {
    /**
     * @param today the day on which it is asked
     */
    public static FlagDocument of(Flag flag, LocalDate today) {
      return new FlagDocument(
          flag.key(),
          flag.enabled() ? "enabled" : "disabled",
          flag.variants().stream().sorted().toList(),
          text(flag.lifecycle().category().map(Category::toString)),
          text(flag.lifecycle().owner()),
          text(flag.lifecycle().created().map(LocalDate::toString)),
          text(flag.lifecycle().removeBy().map(LocalDate::toString)),
          flag.lifecycle().overdue(today),
          new TreeMap<>(flag.prerequisites()));
    }

    private static @Nullable String text(Optional<String> text) {
      return text.orElse(null);
    }
  }

  /** What is to be done about a definition. */
  public record FindingsDocument(List<FindingDocument> findings) {}

  /**
   * @param severity error or warning
   */
  public record FindingDocument(String severity, String file, String path, String message) {
    public static FindingDocument of(String severity, String file, Problem problem) {
      return new FindingDocument(severity, file, problem.path(), problem.message());
    }
  }
}
