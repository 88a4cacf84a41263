package dev.curtain.server.log;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.curtain.model.Gate;
import dev.curtain.rollout.Effect;
import dev.curtain.rollout.RolloutEvent;
import dev.curtain.rollout.Step;
import dev.curtain.server.world.Entry;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;

/**
 * The JSON of the log: records as objects, the kinds of a sealed interface told apart by {@code
 * "type"}.
 */
public final class Json {
  private final JsonMapper mapper;

  public Json() {
    JsonMapper.Builder builder =
        JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // A truth that older entries do not have is false.
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .changeDefaultVisibility(visibility ->
                visibility
                    .withGetterVisibility(JsonAutoDetect.Visibility.NONE)
                    .withIsGetterVisibility(JsonAutoDetect.Visibility.NONE)
                    .withFieldVisibility(JsonAutoDetect.Visibility.ANY));
    sealed(builder, Entry.class);
    sealed(builder, RolloutEvent.class);
    sealed(builder, Step.class);
    sealed(builder, Gate.class);
    sealed(builder, Effect.class);
    mapper = builder.build();
  }

  private static void sealed(JsonMapper.Builder builder, Class<?> type) {
    builder.addMixIn(type, Typed.class);
    for (Class<?> kind : type.getPermittedSubclasses()) {
      builder.registerSubtypes(new NamedType(kind, kind.getSimpleName()));
    }
  }

  public String write(Object value) {
    return mapper.writeValueAsString(value);
  }

  public <T> T read(String text, Class<T> type) {
    return mapper.readValue(text, type);
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  private interface Typed {}
}
