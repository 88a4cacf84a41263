package dev.curtain.bench.language;

/**
 * A model as people write them, as long as one likes: systems with containers, relations, comments.
 */
final class BigModel {
  private static final int LINES_EACH = 36;
  private static final int ELEMENTS_EACH = 6;

  private BigModel() {}

  /** About that many lines. */
  static String ofLines(int lines) {
    return of(Math.max(1, lines / LINES_EACH));
  }

  /** At least that many elements. */
  static String ofElements(int elements) {
    return of((elements + ELEMENTS_EACH - 1) / ELEMENTS_EACH);
  }

  private static String of(int systems) {
    StringBuilder text = new StringBuilder("import { * } from 'sruja.ai/stdlib'\n\n");
    for (int i = 0; i < systems; i++) {
      text.append("// what system ").append(i).append(" is for\n");
      text.append("System").append(i).append(" = system \"System ").append(i).append("\" {\n");
      for (int k = 0; k < 4; k++) {
        text.append("  Api").append(k).append(" = container \"API ").append(k).append("\" {\n");
        text.append(
            "    technology \"Java\"\n    description \"Answers what it is asked\" // once\n");
        text.append("    slo { latency { p95 \"200ms\" } availability { target \"99.9%\" } }\n");
        text.append("    port 80").append(k).append("\n  }\n");
      }
      text.append("  DB = database \"Orders\" {\n    technology \"PostgreSQL\"\n  }\n");
      text.append("  Api0 -> DB \"reads and writes\" [sql]\n  Api1 -> Api2 \"calls\"\n}\n");
      text.append("System").append(i).append(".Api3 -> System").append(Math.max(0, i - 1));
      text.append(".Api0 \"asks\"\n\n");
    }
    return text.toString();
  }
}
