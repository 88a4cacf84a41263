package dev.curtain.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the text says of the databases that services work with, for whoever looks for a cause. */
public final class Databases {
  private static final Set<String> KINDS = Set.of("database", "datastore");

  private Databases() {}

  /**
   * A database of the model.
   *
   * @param statistics where the database itself can be asked, {@code env:NAME} or {@code
   *     file:PATH}; never the address
   */
  public record Database(String path, String title, Optional<String> statistics) {}

  /**
   * Errors of databases that replicas count themselves.
   *
   * @param selector {@code orders_db_errors_total{kind="timeout"}}
   * @param path where the replicas serve it
   */
  public record Counter(String selector, String path) {}

  /** Every database of the model, by path. */
  public static List<Database> all(SystemModel model) {
    return model.elements().stream()
        .filter(Databases::is)
        .map(element ->
            new Database(element.path(), element.title(), element.properties().text("statistics")))
        .sorted(Comparator.comparing(Database::path))
        .toList();
  }

  /** Those that the service, or a part of it, has a relation to. */
  public static List<Database> behind(SystemModel model, String service) {
    List<Database> found = new ArrayList<>();
    for (Database database : all(model)) {
      boolean used =
          model.relations().stream()
              .anyMatch(relation ->
                  within(relation.from(), service) && within(relation.to(), database.path()));
      if (used) {
        found.add(database);
      }
    }
    return found;
  }

  /** What the replicas of an element count, where the model says that they do. */
  public static Optional<Counter> counter(Element element) {
    return element
        .properties()
        .text("database_errors")
        .filter(selector -> !selector.isBlank())
        .map(selector ->
            new Counter(selector.strip(), element.properties().text("metrics").orElse("/metrics")));
  }

  private static boolean is(Element element) {
    return KINDS.contains(element.kind().toLowerCase(Locale.ROOT));
  }

  private static boolean within(String path, String whole) {
    return path.equals(whole) || path.startsWith(whole + ".");
  }
}
