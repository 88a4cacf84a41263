package dev.curtain.router;

/** A stretch of bytes, reused. */
final class Span {
  private int start;
  private int end;

  Span set(int from, int to) {
    start = from;
    end = to;
    return this;
  }

  int start() {
    return start;
  }

  int length() {
    return end - start;
  }
}
