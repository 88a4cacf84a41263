package dev.curtain.flags;

import org.jspecify.annotations.Nullable;

/**
 * Where in a document something stands, as {@code flags.new-checkout.targeting.if[2]}. It is put
 * into words only where something is wrong there.
 *
 * @param index in a list; -1: the member {@code name} of an object
 */
record Place(@Nullable Place within, String name, int index) {
  static Place of(String name) {
    return new Place(null, name, -1);
  }

  Place dot(String member) {
    return new Place(this, member, -1);
  }

  Place at(int item) {
    return new Place(this, "", item);
  }

  @Override
  public String toString() {
    StringBuilder words = new StringBuilder();
    into(words);
    return words.toString();
  }

  private void into(StringBuilder words) {
    if (within != null) {
      within.into(words);
    }
    if (index >= 0) {
      words.append('[').append(index).append(']');
    } else {
      words.append(within == null ? "" : ".").append(name);
    }
  }
}
