package dev.curtain.router;

import java.util.Locale;

/** Why a request was turned away before a track had it. */
enum Shed {
  /** The router has as much under way as it may. */
  ROUTER("the router has as many requests under way as it may"),
  /** The same of the track. */
  TRACK("its version has as many requests under way as it may"),
  /** The same of each of its replicas. */
  REPLICA("every replica of its version has as many requests as it may"),
  /** The track fails, and is left alone for a while: that is its own doing, so it counts so. */
  CIRCUIT("its version has failed too often in a row and is given a pause");

  private final String reason;

  Shed(String reason) {
    this.reason = reason;
  }

  /** For whoever asked. */
  String reason() {
    return "turned away: " + reason;
  }

  /** For measures. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
