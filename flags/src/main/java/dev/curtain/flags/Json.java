package dev.curtain.flags;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@link Value}s from and to JSON. */
public final class Json {
  /** Not a mapper: making one takes a process that starts longer than reading a thousand flags. */
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /**
   * @throws InvalidFlags if it is no JSON, saying where
   */
  public static Value read(String text) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      @Nullable JsonToken first = parser.nextToken();
      if (first == null) {
        return Value.NULL;
      }
      Value value = new JsonReader(parser).value(first);
      if (parser.nextToken() != null) {
        throw refused(parser.currentLocation(), "something follows (expected: one value)");
      }
      return value;
    } catch (JacksonException e) {
      throw refused(e.getLocation(), e.getOriginalMessage());
    }
  }

  static InvalidFlags refused(@Nullable TokenStreamLocation at, String message) {
    String place =
        at == null ? "document" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
    return new InvalidFlags(List.of(new Problem(place, message)));
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
