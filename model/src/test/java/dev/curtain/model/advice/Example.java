package dev.curtain.model.advice;

import dev.curtain.model.Resolution;
import dev.curtain.model.Sources;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** An example of several files, as pages have them: {@code // file NAME} begins another one. */
final class Example {
  private static final Pattern FILE = Pattern.compile("^// file (\\S+)\\R", Pattern.MULTILINE);

  private Example() {}

  static Resolution lint(String example) {
    Map<String, String> files = new LinkedHashMap<>();
    String name = "model.sruja";
    int from = 0;
    for (MatchResult next : FILE.matcher(example).results().toList()) {
      files.put(name, example.substring(from, next.start()));
      name = next.group(1);
      from = next.end();
    }
    files.put(name, example.substring(from));
    return Linter.lint("model.sruja", files.getOrDefault("model.sruja", ""), in(files));
  }

  static Sources in(Map<String, String> files) {
    return (importer, target) -> {
      String name = target.replaceFirst("^\\./", "");
      if (files.containsKey(name)) {
        return new Sources.Found.Source(name, files.get(name));
      }
      return target.startsWith(".")
          ? new Sources.Found.Missing("no such file")
          : new Sources.Found.Unread();
    };
  }
}
