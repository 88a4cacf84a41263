package dev.curtain.model;

/**
 * Something that has a name in a text and may be named from elsewhere.
 *
 * @param path {@code ECommerce.API} of an element, {@code Production/AWS} of a place, else the name
 */
public record Symbol(Kind kind, String path) {
  /** What the name is one of. */
  public enum Kind {
    ELEMENT,
    PLACE,
    VIEW,
    /** A kind that the text declares itself. */
    KIND
  }

  /** The last part of its path: what a rename changes. */
  public String name() {
    return path.substring(Math.max(path.lastIndexOf('.'), path.lastIndexOf('/')) + 1);
  }

  static Symbol element(String path) {
    return new Symbol(Kind.ELEMENT, path);
  }
}
