package dev.curtain.flags;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@link Value}s from and to JSON. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private Json() {}

  /**
   * @throws InvalidFlags if it is no JSON, saying where
   */
  public static Value read(String text) {
    try {
      return value(MAPPER.readTree(text));
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      String place =
          at == null ? "document" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw new InvalidFlags(List.of(new Problem(place, e.getOriginalMessage())));
    }
  }

  private static Value value(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        Map<String, Value> fields = new LinkedHashMap<>();
        node.properties().forEach(each -> fields.put(each.getKey(), value(each.getValue())));
        yield new Value.Fields(fields);
      }
      case ARRAY -> {
        List<Value> items = new ArrayList<>();
        node.forEach(each -> items.add(value(each)));
        yield new Value.Items(items);
      }
      case STRING -> Value.of(node.stringValue());
      case BOOLEAN -> Value.of(node.booleanValue());
      case NUMBER -> new Value.Num(node.asDouble(), node.isIntegralNumber());
      case NULL, MISSING, BINARY, POJO -> Value.NULL;
    };
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
