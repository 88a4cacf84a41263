package dev.curtain.lsp;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Which of several words somebody may have meant. */
final class Likeness {
  private Likeness() {}

  /** The words by how little has to be changed, the likest first. */
  static List<String> sorted(String word, Collection<String> words) {
    return words.stream().sorted(Comparator.comparingInt(each -> distance(word, each))).toList();
  }

  static boolean like(String word, String other) {
    return distance(word, other) <= Math.max(1, Math.max(word.length(), other.length()) / 3);
  }

  /** How many letters have to be written, removed or exchanged. */
  static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, Math.min(row[j - 1], above) + 1);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
