package dev.curtain.model;

/**
 * Where the texts are that a text imports. The model itself reads no files: whoever has some hands
 * this in.
 */
@FunctionalInterface
public interface Sources {
  /** For a text that stands alone: nothing it imports is read. */
  Sources NONE = (importer, target) -> new Found.Unread();

  /**
   * @param importer the name of the importing text, as this resolver gave it
   * @param target what the import says: {@code ./shared.sruja}
   */
  Found find(String importer, String target);

  /** What was found. */
  sealed interface Found {
    /**
     * @param name the one name of this text, by which it is known again when it is imported twice
     */
    record Source(String name, String text) implements Found {}

    /**
     * @param why a sentence without its end: {@code no such file}
     */
    record Missing(String why) implements Found {}

    /** Nobody looked: there is no place to look in. */
    record Unread() implements Found {}
  }
}
