package dev.curtain.flags;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One document to {@link Value}s, token by token: a tree in between would be made to be thrown
 * away. What a large definition says again and again, short texts, small numbers and the names of
 * an object's members, is one object for all, as far as that is cheap to find.
 */
final class JsonReader {
  private static final int CACHE = 2_048;
  private static final int LONGEST_SHARED = 24;
  private static final int SMALL = 128;
  private static final int FEW_DIGITS = 9;
  private static final Value[] SMALL_NUMBERS = new Value[SMALL];

  static {
    for (int i = 0; i < SMALL; i++) {
      SMALL_NUMBERS[i] = Value.of(i);
    }
  }

  private final JsonParser parser;
  private final Value.@Nullable Text[] texts = new Value.Text[CACHE];
  private final String[] @Nullable [] shapes = new String[CACHE][];

  /** Members and items of what is open now, the innermost last. */
  private String[] names = new String[64];

  private Value[] values = new Value[64];
  private int top;

  JsonReader(JsonParser parser) {
    this.parser = parser;
  }

  Value value(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> text();
      case VALUE_TRUE -> Value.TRUE;
      case VALUE_FALSE -> Value.FALSE;
      case VALUE_NUMBER_INT -> whole();
      case VALUE_NUMBER_FLOAT -> Value.of(parser.getDoubleValue());
      case VALUE_NULL, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE, PROPERTY_NAME, END_OBJECT, END_ARRAY ->
          Value.NULL;
    };
  }

  private Value whole() {
    if (parser.getStringLength() > FEW_DIGITS
        || parser.getStringCharacters()[parser.getStringOffset()] == '-') {
      return new Value.Num(parser.getDoubleValue(), true);
    }
    // Not by way of a double: whoever reads one first has large tables to make.
    int number = parser.getIntValue();
    return number < SMALL ? SMALL_NUMBERS[number] : new Value.Num(number, true);
  }

  private Value text() {
    int length = parser.getStringLength();
    if (length > LONGEST_SHARED) {
      return Value.of(parser.getString());
    }
    char[] chars = parser.getStringCharacters();
    int from = parser.getStringOffset();
    int hash = length;
    for (int i = from; i < from + length; i++) {
      hash = 31 * hash + chars[i];
    }
    int slot = (hash ^ hash >>> 13) & CACHE - 1;
    Value.Text known = texts[slot];
    if (known != null && isSame(known.value(), chars, from, length)) {
      return known;
    }
    Value.Text fresh = new Value.Text(new String(chars, from, length));
    texts[slot] = fresh;
    return fresh;
  }

  private static boolean isSame(String text, char[] chars, int from, int length) {
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) != chars[from + i]) {
        return false;
      }
    }
    return true;
  }

  private void push(String name, Value value) {
    if (top == values.length) {
      names = Arrays.copyOf(names, 2 * top);
      values = Arrays.copyOf(values, 2 * top);
    }
    names[top] = name;
    values[top] = value;
    top++;
  }

  private Value object() {
    int bottom = top;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      if (top - bottom == Members.FEW) {
        return many(bottom, name);
      }
      Value value = value(parser.nextToken());
      for (int i = bottom; i < top; i++) {
        if (names[i].equals(name)) {
          throw twice(name);
        }
      }
      push(name, value);
    }
    Value[] own = Arrays.copyOfRange(values, bottom, top);
    String[] shape = shape(bottom);
    top = bottom;
    return new Value.Fields(new Members<>(shape, own));
  }

  /** So many that they are worth a table. */
  private Value many(int bottom, String ninth) {
    LinkedHashMap<String, Value> all = new LinkedHashMap<>();
    for (int i = bottom; i < top; i++) {
      all.put(names[i], values[i]);
    }
    top = bottom;
    if (all.put(ninth, value(parser.nextToken())) != null) {
      throw twice(ninth);
    }
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      if (all.put(name, value(parser.nextToken())) != null) {
        throw twice(name);
      }
    }
    return new Value.Fields(Members.many(all));
  }

  private InvalidFlags twice(String name) {
    return Json.refused(
        parser.currentLocation(), "\"" + name + "\" is there twice (expected: once)");
  }

  /** The names from there on, in an array that objects of the same members share. */
  private String[] shape(int bottom) {
    int hash = top - bottom;
    for (int i = bottom; i < top; i++) {
      hash = 31 * hash + names[i].hashCode();
    }
    int slot = (hash ^ hash >>> 13) & CACHE - 1;
    String[] known = shapes[slot];
    if (known != null && Arrays.equals(known, 0, known.length, names, bottom, top)) {
      return known;
    }
    String[] fresh = Arrays.copyOfRange(names, bottom, top);
    shapes[slot] = fresh;
    return fresh;
  }

  private Value array() {
    int bottom = top;
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_ARRAY;
        next = parser.nextToken()) {
      push("", value(next));
    }
    int size = top - bottom;
    top = bottom;
    return new Value.Items(
        switch (size) {
          case 0 -> List.of();
          case 1 -> List.of(values[bottom]);
          case 2 -> List.of(values[bottom], values[bottom + 1]);
          case 3 -> List.of(values[bottom], values[bottom + 1], values[bottom + 2]);
          default -> List.of(Arrays.copyOfRange(values, bottom, bottom + size));
        });
  }
}
