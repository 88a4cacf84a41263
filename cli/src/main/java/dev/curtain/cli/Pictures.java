package dev.curtain.cli;

import dev.curtain.diagram.D2;
import dev.curtain.diagram.Drawing;
import dev.curtain.diagram.Layout;
import dev.curtain.diagram.Mermaid;
import dev.curtain.diagram.Picture;
import dev.curtain.diagram.Svg;
import dev.curtain.diagram.Theme;
import dev.curtain.server.document.Documents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a picture goes, and as what. */
final class Pictures {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      description = "The file to write; without it, standard output.")
  private Optional<String> output = Optional.empty();

  @Option(
      names = "--theme",
      paramLabel = "THEME",
      description = "auto (as the reader's system), light or dark; of SVG and PNG.")
  private String theme = "auto";

  /** One format among others that the end of a file's name may choose. */
  String chosen(Optional<String> asked, List<String> formats, String otherwise) {
    String format =
        asked.orElseGet(
            () -> output.map(Pictures::ending).filter(formats::contains).orElse(otherwise));
    if (!formats.contains(format)) {
      throw Failure.usage("--format " + format + " (expected: " + String.join(", ", formats) + ")");
    }
    return format;
  }

  private static String ending(String file) {
    String ending = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return switch (ending) {
      case "mmd" -> "mermaid";
      case "dsl" -> "structurizr";
      default -> ending;
    };
  }

  Theme theme() {
    return switch (theme) {
      case "auto" -> Theme.AUTO;
      case "light" -> Theme.LIGHT;
      case "dark" -> Theme.DARK;
      default -> throw Failure.usage("--theme " + theme + " (expected: auto, light or dark)");
    };
  }

  void write(Picture picture, String format, Screen screen) {
    Theme colours = theme();
    switch (format) {
      case "mermaid" -> write(Mermaid.of(picture), screen);
      case "d2" -> write(D2.of(picture), screen);
      case "json" -> write(Documents.pretty(Layout.of(picture)) + "\n", screen);
      case "png" -> {
        Drawing drawing = Layout.of(picture);
        Theme fixed = colours == Theme.AUTO ? Theme.LIGHT : colours;
        bytes(Png.of(Svg.of(drawing, fixed), drawing.width(), drawing.height()), screen);
      }
      default -> write(Svg.of(Layout.of(picture), colours), screen);
    }
  }

  void write(String text, Screen screen) {
    if (output.isEmpty()) {
      screen.line(text.stripTrailing());
    } else {
      save(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void bytes(byte[] bytes, Screen screen) {
    if (output.isEmpty()) {
      screen.out().write(bytes, 0, bytes.length);
      screen.out().flush();
    } else {
      save(bytes);
    }
  }

  private void save(byte[] bytes) {
    String file = output.orElseThrow();
    try {
      Files.write(Path.of(file), bytes);
    } catch (IOException e) {
      throw Failure.couldNot(file + ": cannot be written: " + e.getMessage(), e);
    }
  }
}
