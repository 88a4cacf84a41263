package dev.curtain.server.site;

import dev.curtain.model.Sources;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Finds imported models beside the file that imports them. A file has one name however it is
 * reached: its real path, relative to here where it is below.
 */
public final class FileSources implements Sources {
  /** No model that a person wrote is larger. */
  private static final long LARGEST = 64L << 20;

  /** What this resolver calls a file that it is asked to start from. */
  public static String name(String file) {
    try {
      return name(Path.of(file));
    } catch (IOException | InvalidPathException e) {
      return file;
    }
  }

  private static String name(Path file) throws IOException {
    Path real = file.toRealPath();
    Path here = Path.of("").toRealPath();
    return (real.startsWith(here) ? here.relativize(real) : real).toString();
  }

  /** What a file holds that is text and not too large; everything else is an exception. */
  public static String decode(Path path) throws IOException {
    long size = Files.size(path);
    if (size > LARGEST) {
      throw new IOException(size + " bytes (expected: a model of at most " + LARGEST + ")");
    }
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
        .toString();
  }

  @Override
  public Found find(String importer, String target) {
    boolean path = target.startsWith(".") || target.startsWith("/") || target.endsWith(".sruja");
    if (!path) {
      return new Found.Unread();
    }
    try {
      Path directory = Path.of(importer).toAbsolutePath().getParent();
      Path file = directory == null ? Path.of(target) : directory.resolve(target).normalize();
      if (!Files.exists(file) && Files.exists(Path.of(file + ".sruja"))) {
        file = Path.of(file + ".sruja");
      }
      if (Files.isDirectory(file)) {
        return new Found.Missing(file + " is a directory");
      }
      String name = name(file);
      return new Found.Source(name, decode(file));
    } catch (NoSuchFileException e) {
      return new Found.Missing("there is no file " + e.getFile());
    } catch (CharacterCodingException e) {
      return new Found.Missing("it is not text in UTF-8");
    } catch (InvalidPathException | IOException e) {
      return new Found.Missing("it cannot be read (" + e.getMessage() + ")");
    }
  }
}
