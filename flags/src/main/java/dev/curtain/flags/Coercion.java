package dev.curtain.flags;

import java.math.BigDecimal;
import java.util.stream.Collectors;

/** How JSONLogic turns one kind of value into another: JavaScript's rules. */
final class Coercion {
  private Coercion() {}

  static boolean truthy(Value value) {
    return switch (value) {
      case Value.Nothing _ -> false;
      case Value.Bool bool -> bool.value();
      case Value.Num num -> num.value() != 0 && !Double.isNaN(num.value());
      case Value.Text text -> !text.value().isEmpty();
      case Value.Items items -> !items.values().isEmpty();
      case Value.Fields fields -> !fields.values().isEmpty();
    };
  }

  /** The number it stands for, NaN where it stands for none. */
  static double number(Value value) {
    return switch (value) {
      case Value.Nothing _ -> 0;
      case Value.Bool bool -> bool.value() ? 1 : 0;
      case Value.Num num -> num.value();
      case Value.Text text -> number(text.value());
      case Value.Items _ -> number(text(value));
      case Value.Fields _ -> Double.NaN;
    };
  }

  private static double number(String text) {
    String digits = text.strip();
    if (digits.isEmpty()) {
      return 0;
    }
    // Java reads more than JavaScript does: hexadecimal fractions, a trailing f or d, NaN.
    if (!digits.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")) {
      return Double.NaN;
    }
    return Double.parseDouble(digits);
  }

  static String text(Value value) {
    if (value instanceof Value.Text(String text)) {
      return text; // most are
    }
    return switch (value) {
      case Value.Nothing _ -> "null";
      case Value.Bool bool -> Boolean.toString(bool.value());
      case Value.Num num -> text(num.value());
      case Value.Text text -> text.value();
      case Value.Items items ->
          items.values().stream()
              .map(item -> item instanceof Value.Nothing ? "" : text(item))
              .collect(Collectors.joining(","));
      case Value.Fields _ -> "[object Object]";
    };
  }

  private static String text(double number) {
    if (number == Math.rint(number) && Math.abs(number) < 1e15) {
      return Long.toString((long) number);
    }
    if (Double.isNaN(number)) {
      return "NaN";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "Infinity" : "-Infinity";
    }
    BigDecimal exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    double size = Math.abs(number);
    if (size >= 1e-6 && size < 1e21) {
      return exact.toPlainString();
    }
    String digits = exact.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - exact.scale();
    return (number < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + (exponent < 0 ? "e-" : "e+")
        + Math.abs(exponent);
  }

  /** {@code ==}: kinds are brought together; arrays and objects equal nothing but as text. */
  static boolean loose(Value left, Value right) {
    if (left instanceof Value.Text a && right instanceof Value.Text b) {
      return a.value().equals(b.value());
    }
    boolean nothing = left instanceof Value.Nothing;
    if (nothing || right instanceof Value.Nothing) {
      return nothing && right instanceof Value.Nothing;
    }
    if (compound(left) || compound(right)) {
      if (compound(left) && compound(right)) {
        return false;
      }
      Value a = compound(left) ? Value.of(text(left)) : left;
      Value b = compound(right) ? Value.of(text(right)) : right;
      return loose(a, b);
    }
    return number(left) == number(right);
  }

  /** {@code ===}. */
  static boolean strict(Value left, Value right) {
    return switch (left) {
      case Value.Num a -> right instanceof Value.Num b && a.value() == b.value();
      case Value.Text a -> right instanceof Value.Text b && a.value().equals(b.value());
      case Value.Bool a -> right instanceof Value.Bool b && a.value() == b.value();
      case Value.Nothing _ -> right instanceof Value.Nothing;
      case Value.Items _, Value.Fields _ -> false;
    };
  }

  private static boolean compound(Value value) {
    return value instanceof Value.Items || value instanceof Value.Fields;
  }
}
