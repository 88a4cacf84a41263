package dev.curtain.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import dev.curtain.e2e.Sources.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a reviewer should not have to say. Every problem of every file is told at once. */
class TidyTest {
  private static final int LONGEST = 400;
  private static final Pattern LINK = Pattern.compile("\\[[^\\]\\n]*]\\(<?([^)>\\s]+)>?[^)]*\\)");
  private static final Pattern UNFINISHED = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");
  private static Sources sources = new Sources(Path.of(""), List.of());

  @BeforeAll
  static void readSources() throws IOException {
    sources = Sources.read();
    assertThat(sources.java()).as("Java files under " + sources.root()).hasSizeGreaterThan(50);
  }

  @Test
  void every_java_file_is_formatted() {
    assertThat(
            sources.java().parallelStream()
                .filter(source -> !isFormatted(source))
                .map(Source::path))
        .as("not formatted; run dev/format")
        .isEmpty();
  }

  @Test
  void no_java_file_is_longer_than_400_lines() {
    assertThat(
            sources.java().stream()
                .filter(source -> source.text().lines().count() > LONGEST)
                .map(source -> source.path() + ": " + source.text().lines().count() + " lines"))
        .as("too long; a file has one reason to exist")
        .isEmpty();
  }

  @Test
  void every_package_says_what_lives_there_and_is_null_marked() {
    Set<String> packages =
        sources.java().stream()
            .filter(Source::isMain)
            .map(source -> source.path().substring(0, source.path().lastIndexOf('/')))
            .collect(Collectors.toSet());
    assertThat(packages.stream().filter(directory -> !isDescribed(directory)).sorted())
        .as("packages without a package-info.java with a comment and @NullMarked")
        .isEmpty();
  }

  @Test
  void main_code_has_nothing_unfinished() {
    assertThat(problems(sources.java().stream().filter(Source::isMain), UNFINISHED))
        .as("finish it, or write it down where work is planned")
        .isEmpty();
  }

  @Test
  void only_programs_print() {
    assertThat(
            problems(
                sources.java().stream()
                    .filter(Source::isMain)
                    .filter(source -> !source.path().startsWith("cli/"))
                    .filter(source -> !source.path().startsWith("examples/"))
                    .filter(source -> !source.path().startsWith("bench/"))
                    // The router runs as a program of its own, too.
                    .filter(source -> !source.path().endsWith("/RouterProcess.java")),
                Pattern.compile("System\\.(out|err)\\b|printStackTrace\\(\\)")))
        .as("a library that prints cannot be used in silence")
        .isEmpty();
  }

  @Test
  void no_test_sleeps() {
    assertThat(
            problems(
                sources.java().stream().filter(source -> !source.isMain()),
                Pattern.compile("Thread\\s*\\.\\s*" + "sleep\\(|TimeUnit\\.\\w+\\." + "sleep\\(")))
        .as("a sleep is too long on a fast machine and too short on a slow one")
        .isEmpty();
  }

  @Test
  void relative_links_of_the_documentation_lead_somewhere() {
    assertThat(
            sources.files().stream()
                .filter(source -> source.path().endsWith(".md"))
                .flatMap(this::deadLinks))
        .isEmpty();
  }

  private Stream<String> deadLinks(Source document) {
    Path directory = sources.root().resolve(document.path()).getParent();
    String withoutCode = document.text().replaceAll("(?s)```.*?```", "");
    return LINK.matcher(withoutCode)
        .results()
        .map(link -> link.group(1))
        .filter(target -> !target.matches("(?i)[a-z][a-z0-9+.-]*:.*|#.*"))
        .filter(target -> {
          String file = target.replaceAll("[#?].*", "");
          return directory == null || !Files.exists(directory.resolve(file));
        })
        .map(target -> document.path() + ": " + target);
  }

  private static boolean isDescribed(String directory) {
    return sources.files().stream()
        .filter(source -> source.path().equals(directory + "/package-info.java"))
        .anyMatch(
            source -> source.text().startsWith("/**") && source.text().contains("@NullMarked"));
  }

  private static Stream<String> problems(Stream<Source> files, Pattern pattern) {
    return files.flatMap(source -> {
      Matcher matcher = pattern.matcher(source.text());
      return matcher
          .results()
          .map(match ->
              source.path()
                  + ":"
                  + (source.text().substring(0, match.start()).lines().count() + 1)
                  + ": "
                  + match.group());
    });
  }

  private static boolean isFormatted(Source source) {
    try {
      return new Formatter().formatSourceAndFixImports(source.text()).equals(source.text());
    } catch (FormatterException unreadable) {
      throw new IllegalStateException(source.path() + ": " + unreadable.getMessage(), unreadable);
    }
  }
}
