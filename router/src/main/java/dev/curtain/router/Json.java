package dev.curtain.router;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** How tables and measures are written, on disk and between controller and router. */
final class Json {
  /** A missing or null property is an error wherever it is not an Optional. */
  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private Json() {}

  /**
   * @throws IllegalArgumentException if that is no table
   */
  static RouteTable table(byte[] json) {
    try {
      @Nullable RouteTable table = MAPPER.readValue(json, RouteTable.class);
      if (table == null) {
        throw new IllegalArgumentException("null (expected: a route table)");
      }
      return table;
    } catch (JacksonException unreadable) {
      throw new IllegalArgumentException(unreadable.getMessage(), unreadable);
    }
  }
}
