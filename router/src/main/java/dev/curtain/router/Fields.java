package dev.curtain.router;

/** The field lines of one head, as spans of the bytes they were read from. Reused, never shared. */
final class Fields {
  static final int MOST = 128;
  private static final byte[] CLOSE = HttpBytes.ascii("close");
  private static final byte[] KEEP_ALIVE = HttpBytes.ascii("keep-alive");
  private static final byte[] UPGRADE = HttpBytes.ascii("upgrade");

  private final Field[] field = new Field[MOST];
  private final int[] start = new int[MOST];
  private final int[] nameEnd = new int[MOST];
  private final int[] valueStart = new int[MOST];
  private final int[] valueEnd = new int[MOST];
  private final int[] end = new int[MOST];
  private final boolean[] named = new boolean[MOST];
  private byte[] data = {};
  private int count;
  private int run = -1;
  private int runEnd;
  private boolean close;
  private boolean keepAlive;
  private boolean upgrade;

  /**
   * Reads field lines up to the empty line.
   *
   * @param bytes a head that ends with an empty line and whose every LF follows a CR
   */
  void scan(byte[] bytes, int from) throws Refusal {
    data = bytes;
    count = 0;
    close = false;
    keepAlive = false;
    upgrade = false;
    int at = from;
    while (bytes[at] != '\r') {
      at = line(at);
    }
    if (bytes[at + 1] != '\n') {
      throw Refusal.bad("a bare CR in the head");
    }
    for (int i = 0; i < count; i++) {
      if (field[i] == Field.CONNECTION) {
        connection(valueStart[i], valueEnd[i]);
      }
    }
  }

  private int line(int from) throws Refusal {
    if (count == MOST) {
      throw new Refusal(431, "more than " + MOST + " header fields");
    }
    byte[] bytes = data;
    int at = from;
    while (HttpBytes.isToken(bytes[at])) {
      at++;
    }
    if (at == from || bytes[at] != ':') {
      throw Refusal.bad(
          at == from && HttpBytes.isBlank(bytes[at])
              ? "a folded header line"
              : "a header line that is not \"name: value\"");
    }
    int i = count++;
    start[i] = from;
    nameEnd[i] = at++;
    while (HttpBytes.isBlank(bytes[at])) {
      at++;
    }
    valueStart[i] = at;
    while (HttpBytes.isValue(bytes[at])) {
      at++;
    }
    if (bytes[at] != '\r' || bytes[at + 1] != '\n') {
      throw Refusal.bad("a control character in a header value");
    }
    int last = at;
    while (last > valueStart[i] && HttpBytes.isBlank(bytes[last - 1])) {
      last--;
    }
    valueEnd[i] = last;
    end[i] = at + 2;
    field[i] = Field.of(bytes, from, nameEnd[i]);
    named[i] = false;
    return at + 2;
  }

  private void connection(int from, int to) throws Refusal {
    int at = from;
    while (at < to) {
      while (at < to && (data[at] == ',' || HttpBytes.isBlank(data[at]))) {
        at++;
      }
      int option = at;
      while (at < to && HttpBytes.isToken(data[at])) {
        at++;
      }
      if (at == option && at < to) {
        throw Refusal.bad("Connection is not a list of names");
      }
      if (HttpBytes.matches(data, option, at, CLOSE)) {
        close = true;
      } else if (HttpBytes.matches(data, option, at, KEEP_ALIVE)) {
        keepAlive = true;
      } else if (HttpBytes.matches(data, option, at, UPGRADE)) {
        upgrade = true;
      } else {
        drop(option, at);
      }
    }
  }

  /** Fields named by Connection end here. Those that frame or address the message never do. */
  private void drop(int from, int to) {
    for (int i = 0; i < count; i++) {
      named[i] |= field[i] == Field.OTHER && sameName(i, from, to);
    }
  }

  private boolean sameName(int i, int from, int to) {
    if (nameEnd[i] - start[i] != to - from) {
      return false;
    }
    for (int k = 0; k < to - from; k++) {
      if (HttpBytes.lower(data[start[i] + k]) != HttpBytes.lower(data[from + k])) {
        return false;
      }
    }
    return true;
  }

  /** Whether line {@code i} has this name, given in lower case. */
  boolean isNamed(int i, byte[] lower) {
    return HttpBytes.matches(data, start[i], nameEnd[i], lower);
  }

  int count() {
    return count;
  }

  Field field(int i) {
    return field[i];
  }

  int start(int i) {
    return start[i];
  }

  int nameEnd(int i) {
    return nameEnd[i];
  }

  int valueStart(int i) {
    return valueStart[i];
  }

  int valueEnd(int i) {
    return valueEnd[i];
  }

  boolean valueIs(int i, byte[] lower) {
    return HttpBytes.matches(data, valueStart[i], valueEnd[i], lower);
  }

  boolean valueStartsWith(int i, byte[] lower) {
    int to = valueStart[i] + lower.length;
    return to <= valueEnd[i] && HttpBytes.matches(data, valueStart[i], to, lower);
  }

  /** Whether the Connection field asks for it. */
  boolean close() {
    return close;
  }

  boolean keepAlive() {
    return keepAlive;
  }

  boolean upgrade() {
    return upgrade;
  }

  /** One line after the other from 0: neighbours that go on are written in one piece. */
  void pass(int i, boolean passes, HeadWriter out) {
    if (!passes || named[i]) {
      passed(out);
    } else {
      run = run < 0 ? start[i] : run;
      runEnd = end[i];
    }
  }

  /** That was the last line. */
  void passed(HeadWriter out) {
    if (run >= 0) {
      out.put(data, run, runEnd);
      run = -1;
    }
  }

  void copyValue(int i, HeadWriter out) {
    out.put(data, valueStart[i], valueEnd[i]);
  }
}
