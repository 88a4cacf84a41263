package dev.curtain.diagram;

import java.util.LinkedHashMap;
import java.util.Map;

/** Which colours a picture has. */
public enum Theme {
  /** Light or dark as the reader's system is; a page around it may set its own. */
  AUTO,
  LIGHT,
  DARK;

  private static final Map<String, String[]> COLOURS = new LinkedHashMap<>();

  static {
    colour("paper", "#ffffff", "#14181f");
    colour("ink", "#1c2330", "#e8ecf3");
    colour("soft", "#4d5767", "#b0b9c8");
    colour("line", "#6c778a", "#93a0b5");
    colour("node", "#f4f6fa", "#1b212b");
    colour("edge", "#b4bdcc", "#46536a");
    colour("container", "#dce9fb", "#1f3a5f");
    colour("data", "#dff3e6", "#1d4a33");
    colour("person", "#fbe9d0", "#5a4320");
    colour("other", "#ece6f8", "#3d3160");
    colour("candidate", "#fff0b8", "#5c4d12");
    colour("added", "#1a7f37", "#56d364");
    colour("added-fill", "#dafbe1", "#12361f");
    colour("removed", "#cf222e", "#ff7b72");
    colour("removed-fill", "#ffebe9", "#4a1618");
    colour("changed", "#9a6700", "#e3b341");
    colour("changed-fill", "#fff8c5", "#45340a");
  }

  private static void colour(String name, String light, String dark) {
    COLOURS.put(name, new String[] {light, dark});
  }

  /** A style sheet with its colours in place: as variables, or, for one theme, as they are. */
  String sheet(String rules) {
    if (this == AUTO) {
      return "svg { "
          + variables(0)
          + " }\n@media (prefers-color-scheme: dark) { svg { "
          + variables(1)
          + " } }\n"
          + rules;
    }
    String sheet = rules;
    for (Map.Entry<String, String[]> colour : COLOURS.entrySet()) {
      String value = colour.getValue()[this == DARK ? 1 : 0];
      sheet = sheet.replace("var(--" + colour.getKey() + ")", value);
    }
    return sheet;
  }

  private static String variables(int which) {
    StringBuilder variables = new StringBuilder();
    COLOURS.forEach((name, values) ->
        variables.append("--").append(name).append(": ").append(values[which]).append("; "));
    return variables.toString().strip();
  }
}
