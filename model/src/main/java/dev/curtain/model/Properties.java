package dev.curtain.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Properties in the order of the text, keyed by snake_case names. Unknown keys are kept: they are
 * somebody's data.
 */
public record Properties(Map<String, PropertyValue> values) {
  public static final Properties NONE = new Properties(Map.of());

  public Properties {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  public Optional<PropertyValue> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /**
   * The value of {@code key} where it is text (or a number or boolean written as such), as text.
   */
  public Optional<String> text(String key) {
    return get(key)
        .flatMap(value ->
            switch (value) {
              case PropertyValue.Text text -> Optional.of(text.value());
              case PropertyValue.Num number -> Optional.of(number.value().toPlainString());
              case PropertyValue.Bool bool -> Optional.of(String.valueOf(bool.value()));
              case PropertyValue.Items _, PropertyValue.Block _ -> Optional.empty();
            });
  }

  /** The properties of the block under {@code key}, where there is one. */
  public Optional<Properties> block(String key) {
    return get(key)
        .flatMap(value ->
            value instanceof PropertyValue.Block block
                ? Optional.of(block.properties())
                : Optional.empty());
  }
}
