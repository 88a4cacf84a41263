package dev.curtain.diagram;

import dev.curtain.model.Properties;
import dev.curtain.model.PropertyValue;
import java.util.List;

/** The tags of an element or relation. */
final class Tags {
  private Tags() {}

  static List<String> of(Properties properties) {
    return properties.get("tags").map(Tags::texts).orElse(List.of());
  }

  private static List<String> texts(PropertyValue value) {
    return switch (value) {
      case PropertyValue.Text text -> List.of(text.value().split("\\s*,\\s*", -1));
      case PropertyValue.Items items ->
          items.values().stream().flatMap(each -> texts(each).stream()).toList();
      case PropertyValue.Num number -> List.of(number.value().toPlainString());
      case PropertyValue.Bool _, PropertyValue.Block _ -> List.of();
    };
  }
}
