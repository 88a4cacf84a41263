package dev.curtain.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** The rows of a benchmark, printed as a table or as the one document of {@code --json}. */
public final class Rows {
  private final String name;
  private final List<Map<String, Object>> rows = new ArrayList<>();

  /**
   * @param name of the benchmark
   */
  public Rows(String name) {
    this.name = name;
  }

  /**
   * Adds a row.
   *
   * @param figures by name with the unit in it, as in {@code nanosPerOp}
   */
  public void add(String contender, String example, Map<String, ?> figures) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("contender", contender);
    row.put("case", example);
    row.putAll(figures);
    rows.add(row);
  }

  /** One JSON document. */
  public String json() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", name);
    document.put(
        "machine",
        Map.of(
            "cores", Runtime.getRuntime().availableProcessors(),
            "java", Runtime.version().toString(),
            "os", System.getProperty("os.name") + " " + System.getProperty("os.version")));
    document.put("rows", rows);
    return JsonMapper.builder().build().writeValueAsString(document);
  }

  /** A table, a column for each figure that any row has. */
  public String table() {
    Set<String> columns = new LinkedHashSet<>();
    rows.forEach(row -> columns.addAll(row.keySet()));
    List<List<String>> cells = new ArrayList<>();
    cells.add(List.copyOf(columns));
    for (Map<String, Object> row : rows) {
      cells.add(columns.stream().map(column -> cell(row.getOrDefault(column, "-"))).toList());
    }
    StringBuilder table = new StringBuilder();
    for (List<String> line : cells) {
      for (int i = 0; i < line.size(); i++) {
        int column = i;
        int width = cells.stream().mapToInt(each -> each.get(column).length()).max().orElse(0);
        String pad = " ".repeat(width - line.get(i).length());
        table
            .append(i < 2 ? line.get(i) + pad : pad + line.get(i))
            .append(i + 1 < line.size() ? "  " : "");
      }
      table.append('\n');
    }
    return table.toString();
  }

  private static String cell(Object value) {
    if (value instanceof Double number) {
      double size = Math.abs(number);
      String format = size >= 100 ? "%.0f" : size >= 1 ? "%.2f" : "%.4f";
      return String.format(java.util.Locale.ROOT, format, number);
    }
    return String.valueOf(value);
  }

  /** Prints the rows as they were asked for. */
  public void print(boolean json) {
    System.out.print(json ? json() + "\n" : table());
  }
}
