package dev.curtain.flags;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@link Value}s from and to JSON. */
public final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  /**
   * @throws InvalidFlags if it is no JSON, saying where
   */
  public static Value read(String text) {
    try (JsonParser parser = MAPPER.createParser(text)) {
      @Nullable JsonToken first = parser.nextToken();
      if (first == null) {
        return Value.NULL;
      }
      Value value = value(parser, first);
      if (parser.nextToken() != null) {
        throw refused(parser.currentLocation(), "something follows (expected: one value)");
      }
      return value;
    } catch (JacksonException e) {
      throw refused(e.getLocation(), e.getOriginalMessage());
    }
  }

  private static InvalidFlags refused(@Nullable TokenStreamLocation at, String message) {
    String place =
        at == null ? "document" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
    return new InvalidFlags(List.of(new Problem(place, message)));
  }

  /** Token by token: a tree in between would be made to be thrown away. */
  private static Value value(JsonParser parser, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> Value.of(parser.getString());
      case VALUE_TRUE -> Value.TRUE;
      case VALUE_FALSE -> Value.FALSE;
      case VALUE_NUMBER_INT -> new Value.Num(parser.getDoubleValue(), true);
      case VALUE_NUMBER_FLOAT -> new Value.Num(parser.getDoubleValue(), false);
      case VALUE_NULL, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE, PROPERTY_NAME, END_OBJECT, END_ARRAY ->
          Value.NULL;
    };
  }

  private static Value object(JsonParser parser) {
    Map<String, Value> fields = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      if (fields.put(name, value(parser, parser.nextToken())) != null) {
        throw refused(parser.currentLocation(), "\"" + name + "\" is there twice (expected: once)");
      }
    }
    return new Value.Fields(fields);
  }

  private static Value array(JsonParser parser) {
    List<Value> items = new ArrayList<>();
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_ARRAY;
        next = parser.nextToken()) {
      items.add(value(parser, next));
    }
    return new Value.Items(items);
  }

  public static JsonNode node(Value value) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    return switch (value) {
      case Value.Nothing _ -> make.nullNode();
      case Value.Bool bool -> make.booleanNode(bool.value());
      case Value.Num num ->
          num.whole() && num.integer()
              ? make.numberNode((long) num.value())
              : make.numberNode(num.value());
      case Value.Text text -> make.stringNode(text.value());
      case Value.Items items ->
          make.arrayNode().addAll(items.values().stream().map(Json::node).toList());
      case Value.Fields fields -> node(fields.values());
    };
  }

  public static ObjectNode node(Map<String, Value> fields) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    fields.forEach((name, value) -> node.set(name, node(value)));
    return node;
  }
}
