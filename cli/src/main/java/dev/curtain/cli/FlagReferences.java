package dev.curtain.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a folder of source code names flags: a key as a text of its own, in quotes, or as a word of
 * its own where it has the look of a name of nothing else.
 */
final class FlagReferences {
  private static final Set<String> NOT_SOURCE =
      Set.of(
          ".git",
          ".hg",
          ".svn",
          ".idea",
          "node_modules",
          "target",
          "build",
          "dist",
          "out",
          "vendor",
          ".gradle",
          ".venv",
          "__pycache__");
  private static final long LARGEST = 2L << 20;

  private FlagReferences() {}

  /**
   * One place.
   *
   * @param line from 1
   */
  record Place(String file, int line, String text) {}

  /** What was found, by key, and how much was looked at. */
  record Found(Map<String, List<Place>> places, int files) {}

  static Found in(Path folder, Collection<String> keys) throws IOException {
    Map<String, List<Place>> places = new TreeMap<>();
    keys.forEach(key -> places.put(key, new ArrayList<>()));
    if (keys.isEmpty()) {
      return new Found(places, 0);
    }
    Pattern names =
        Pattern.compile(
            "(?<![A-Za-z0-9_~.-])("
                + keys.stream()
                    .sorted((a, b) -> b.length() - a.length())
                    .map(Pattern::quote)
                    .collect(Collectors.joining("|"))
                + ")(?![A-Za-z0-9_~-]|\\.[A-Za-z0-9])");
    int[] files = {0};
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            Path name = dir.getFileName();
            return !dir.equals(folder) && name != null && NOT_SOURCE.contains(name.toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile() && attributes.size() <= LARGEST && look(file)) {
              files[0]++;
            }
            return FileVisitResult.CONTINUE;
          }

          private boolean look(Path file) throws IOException {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            if (text.indexOf('\0') >= 0) {
              return false;
            }
            String name = folder.relativize(file).toString();
            int number = 0;
            for (String line : text.lines().toList()) {
              number++;
              Matcher matcher = names.matcher(line);
              while (matcher.find()) {
                List<Place> known = places.get(matcher.group(1));
                if (known != null && (quoted(line, matcher) || distinct(matcher.group(1)))) {
                  known.add(new Place(name, number, line.strip()));
                }
              }
            }
            return true;
          }
        });
    return new Found(new LinkedHashMap<>(places), files[0]);
  }

  private static boolean quoted(String line, Matcher at) {
    return at.start() > 0
        && at.end() < line.length()
        && "\"'`".indexOf(line.charAt(at.start() - 1)) >= 0
        && line.charAt(at.start() - 1) == line.charAt(at.end());
  }

  /** {@code new-checkout} and {@code NewCheckout} are nobody's plain words; {@code search} is. */
  private static boolean distinct(String key) {
    return key.length() > 3 && !key.matches("[a-z]+|[A-Z][a-z]+|[A-Z]+");
  }
}
