package dev.curtain.flags;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a flag can be and what a context says: JSON's values. */
public sealed interface Value {
  /** {@code null}, and whatever is not there. */
  Value NULL = new Nothing();

  Value TRUE = new Bool(true);
  Value FALSE = new Bool(false);

  /** No value. */
  record Nothing() implements Value {}

  /** True or false. */
  record Bool(boolean value) implements Value {}

  /**
   * A number.
   *
   * @param whole written without a fraction, so that {@code 0.0} stays {@code 0.0} on the way out
   */
  record Num(double value, boolean whole) implements Value {
    static final double LARGEST_EXACT = 9_007_199_254_740_991.0;

    /** Whether it is an integer that every client can hold. */
    public boolean integer() {
      return value == Math.rint(value) && Math.abs(value) <= LARGEST_EXACT;
    }
  }

  /** A string. */
  record Text(String value) implements Value {}

  /** An array. */
  record Items(List<Value> values) implements Value {
    public Items {
      values = List.copyOf(values);
    }
  }

  /** An object, in its order. */
  record Fields(Map<String, Value> values) implements Value {
    public Fields {
      values =
          values instanceof Members
              ? values
              : Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  static Value of(boolean value) {
    return value ? TRUE : FALSE;
  }

  static Value of(String value) {
    return new Text(value);
  }

  static Value of(long value) {
    return new Num(value, true);
  }

  static Value of(double value) {
    return new Num(value, false);
  }
}
