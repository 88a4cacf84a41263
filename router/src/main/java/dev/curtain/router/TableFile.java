package dev.curtain.router;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * The last good table on disk: one line with a checksum of the rest, then the table as JSON. What
 * does not check is set aside, never served.
 */
final class TableFile {
  private static final String TITLE = "curtain route table, crc32c ";

  private final Path file;

  TableFile(Path stateDirectory) {
    file = stateDirectory.resolve("table.json");
  }

  void save(RouteTable table) throws IOException {
    byte[] json = Json.MAPPER.writeValueAsBytes(table);
    byte[] title = (title(json) + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[title.length + json.length];
    System.arraycopy(title, 0, all, 0, title.length);
    System.arraycopy(json, 0, all, title.length, json.length);
    StateFile.write(file, all);
  }

  /**
   * The table that was saved last; the empty one where none was.
   *
   * @throws DamagedException if there is a file that is not what was saved; it has been set aside
   */
  RouteTable load() throws IOException {
    if (!Files.exists(file)) {
      return RouteTable.EMPTY;
    }
    byte[] all = Files.readAllBytes(file);
    int end = 0;
    while (end < all.length && all[end] != '\n') {
      end++;
    }
    if (end < all.length) {
      byte[] json = new byte[all.length - end - 1];
      System.arraycopy(all, end + 1, json, 0, json.length);
      if (new String(all, 0, end, StandardCharsets.UTF_8).equals(title(json))) {
        try {
          return Json.table(json);
        } catch (IllegalArgumentException unreadable) {
          throw damaged(String.valueOf(unreadable.getMessage()));
        }
      }
    }
    throw damaged("its checksum is wrong");
  }

  private DamagedException damaged(String why) throws IOException {
    Path aside = file.resolveSibling("table.damaged");
    Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    return new DamagedException(
        file + ": not a route table (" + why + "); kept as " + aside + " and not served");
  }

  private static String title(byte[] json) {
    CRC32C sum = new CRC32C();
    sum.update(json);
    return TITLE + String.format(Locale.ROOT, "%08x", sum.getValue());
  }

  /** The file is not what was saved. */
  static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
      super(message);
    }
  }
}
