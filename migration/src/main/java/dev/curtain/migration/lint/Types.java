package dev.curtain.migration.lint;

import dev.curtain.migration.sql.TypeName;
import java.util.List;
import java.util.Optional;

/**
 * Which changes of type leave the table as it is. Measured on PostgreSQL 15 and 18 with the table's
 * file node before and after; a change that is not known to be free is not free.
 */
final class Types {
  private Types() {}

  /** Whether {@code from} becomes {@code to} without writing the table anew. */
  static boolean free(TypeName from, TypeName to, boolean using, boolean utc) {
    if (using || from.array() != to.array()) {
      return false;
    }
    String source = from.canonical();
    String target = to.canonical();
    if (source.equals(target)) {
      return sameFamily(target, from.arguments(), to.arguments());
    }
    if (source.equals("varchar") && target.equals("text")) {
      return true;
    }
    if (source.equals("text") && target.equals("varchar")) {
      return to.arguments().isEmpty();
    }
    if (source.equals("cidr") && target.equals("inet")) {
      return true;
    }
    boolean zones =
        (source.equals("timestamp") && target.equals("timestamptz"))
            || (source.equals("timestamptz") && target.equals("timestamp"));
    return zones && utc && to.arguments().isEmpty();
  }

  private static boolean sameFamily(String type, List<String> from, List<String> to) {
    if (from.equals(to)) {
      return true;
    }
    return switch (type) {
      case "varchar", "varbit", "bit varying" -> longer(from, to);
      case "numeric" ->
          to.isEmpty()
              || (from.size() == 2
                  && to.size() == 2
                  && from.get(1).equals(to.get(1))
                  && longer(from, to));
      case "timestamp", "timestamptz", "time" -> longer(from, to);
      default -> false;
    };
  }

  private static boolean longer(List<String> from, List<String> to) {
    if (to.isEmpty()) {
      return true;
    }
    Optional<Integer> one = from.stream().findFirst().map(Integer::parseInt);
    return one.isPresent() && Integer.parseInt(to.getFirst()) >= one.get();
  }
}
