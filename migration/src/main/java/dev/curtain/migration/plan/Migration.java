package dev.curtain.migration.plan;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A change of a schema, on its own: never part of a release.
 *
 * @param name what it is called; its identity in the database's ledger
 * @param document the text it was read from
 * @param withoutOld per service the versions known not to use the old shape; any other version in
 *     use keeps the old shape in place
 */
public record Migration(
    String name, List<Operation> operations, Map<String, Set<String>> withoutOld, String document) {
  public Migration {
    operations = List.copyOf(operations);
    withoutOld = Map.copyOf(new TreeMap<>(withoutOld));
  }
}
