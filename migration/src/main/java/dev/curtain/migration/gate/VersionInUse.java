package dev.curtain.migration.gate;

/**
 * A version of a service that may still touch the database, or may have to again.
 *
 * @param why how it is in use
 */
public record VersionInUse(String service, String version, Why why) {
  /** How a version is in use. */
  public enum Why {
    LIVE("is live"),
    WARM("is warm, the target of a rollback"),
    DRAINING("is draining"),
    ROLLBACK_WINDOW("is inside its rollback window");

    private final String words;

    Why(String words) {
      this.words = words;
    }
  }

  @Override
  public String toString() {
    return service + " " + version + " " + why.words;
  }
}
