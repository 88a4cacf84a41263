package dev.curtain.server.log;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.TreeMap;

/**
 * A fingerprint of what records consist of: names and types of their components, and of theirs.
 * What was written in one shape is not read in another.
 */
public final class Shape {
  private static final int DIGITS = 12;

  private final TreeMap<String, String> seen = new TreeMap<>();

  private Shape() {}

  /** The fingerprint of a record and of all it can hold. */
  public static String of(Class<?> record) {
    Shape shape = new Shape();
    shape.visit(record);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(shape.seen.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private void visit(Type type) {
    if (type instanceof ParameterizedType generic) {
      visit(generic.getRawType());
      for (Type argument : generic.getActualTypeArguments()) {
        visit(argument);
      }
    } else if (type instanceof Class<?> known && !seen.containsKey(known.getName())) {
      if (known.isEnum()) {
        seen.put(known.getName(), Arrays.toString(known.getEnumConstants()));
      } else if (known.isSealed()) {
        seen.put(known.getName(), "");
        for (Class<?> kind : known.getPermittedSubclasses()) {
          visit(kind);
        }
      } else if (known.isRecord()) {
        seen.put(known.getName(), Arrays.toString(known.getRecordComponents()));
        for (RecordComponent component : known.getRecordComponents()) {
          visit(component.getGenericType());
        }
      }
    }
  }
}
