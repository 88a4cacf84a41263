package dev.curtain.server.document;

import java.util.List;

/**
 * What came of many flags at once; each of them is there wholly or as it was.
 *
 * @param changed what was made or changed, in words
 * @param refused what could not be, and why
 * @param undeclared flags that a model declared once and this one does not
 * @param tried nothing was changed: it was only asked what would be
 */
public record FlagBatchDocument(
    List<String> changed, List<String> refused, List<String> undeclared, boolean tried) {
  public FlagBatchDocument {
    changed = List.copyOf(changed);
    refused = List.copyOf(refused);
    undeclared = List.copyOf(undeclared);
  }
}
