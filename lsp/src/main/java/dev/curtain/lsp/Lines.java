package dev.curtain.lsp;

import dev.curtain.language.Span;
import java.util.Arrays;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;

/** A text by lines as the protocol counts them: from 0, in UTF-16 units. */
final class Lines {
  private final String text;
  private int[] starts = new int[64];
  private int count = 1;

  Lines(String text) {
    this.text = text;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
      if (c == '\n' || c == '\r' && !pair) {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = i + 1;
      }
    }
  }

  /** The offset of a position; what is beyond a line or the text is its end. */
  int offset(Position position) {
    if (position.getLine() >= count) {
      return text.length();
    }
    int line = Math.max(0, position.getLine());
    int end = line + 1 < count ? starts[line + 1] : text.length();
    while (end > starts[line] && line + 1 < count && "\r\n".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return Math.clamp(starts[line] + (long) position.getCharacter(), starts[line], end);
  }

  Position position(int offset) {
    int at = Math.clamp(offset, 0, text.length());
    int found = Arrays.binarySearch(starts, 0, count, at);
    int line = found >= 0 ? found : -found - 2;
    return new Position(line, at - starts[line]);
  }

  Range range(int from, int to) {
    return new Range(position(from), position(to));
  }

  Range range(Span span) {
    return range(span.offset(), span.endOffset());
  }

  int line(int offset) {
    return position(offset).getLine();
  }

  /** The offset at which the line of an offset begins. */
  int lineStart(int offset) {
    return starts[line(offset)];
  }

  int lines() {
    return count;
  }
}
