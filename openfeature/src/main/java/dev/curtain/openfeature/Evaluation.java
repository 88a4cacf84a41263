package dev.curtain.openfeature;

import dev.curtain.flags.Answer;
import dev.curtain.flags.Value;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.ImmutableMetadata;
import dev.openfeature.sdk.ProviderEvaluation;
import java.util.Map;
import java.util.function.Function;

/** Answers as OpenFeature wants them. */
final class Evaluation {
  private Evaluation() {}

  /**
   * @param value of the answer's value, which is of the type asked for
   */
  static <T> ProviderEvaluation<T> of(Answer answer, T otherwise, Function<Value, T> value) {
    return switch (answer) {
      case Answer.Resolved resolved ->
          ProviderEvaluation.<T>builder()
              .value(value.apply(resolved.value()))
              .variant(resolved.variant())
              .reason(resolved.reason().name())
              .flagMetadata(metadata(resolved.metadata()))
              .build();
      case Answer.CodeDefault none ->
          ProviderEvaluation.<T>builder()
              .value(otherwise)
              .reason(none.reason().name())
              .flagMetadata(metadata(none.metadata()))
              .build();
      case Answer.Failed failed ->
          ProviderEvaluation.<T>builder()
              .value(otherwise)
              .reason("ERROR")
              .errorCode(code(failed.code()))
              .errorMessage(failed.details())
              .flagMetadata(metadata(failed.metadata()))
              .build();
    };
  }

  /** Java's integers end at 2^31: beyond that it is another number that would be told. */
  static Answer exact(String key, Answer answer) {
    return answer instanceof Answer.Resolved resolved
            && resolved.value() instanceof Value.Num num
            && (int) num.value() != num.value()
        ? new Answer.Failed(
            Answer.Code.TYPE_MISMATCH,
            key
                + ": variant "
                + resolved.variant()
                + " is larger than an Integer (expected: a"
                + " double, or a smaller number)",
            resolved.metadata())
        : answer;
  }

  private static ErrorCode code(Answer.Code code) {
    return switch (code) {
      case FLAG_NOT_FOUND -> ErrorCode.FLAG_NOT_FOUND;
      case TYPE_MISMATCH -> ErrorCode.TYPE_MISMATCH;
      case PARSE_ERROR -> ErrorCode.PARSE_ERROR;
      case INVALID_CONTEXT -> ErrorCode.INVALID_CONTEXT;
      case GENERAL -> ErrorCode.GENERAL;
    };
  }

  private static ImmutableMetadata metadata(Map<String, Value> facts) {
    if (facts.isEmpty()) {
      return ImmutableMetadata.EMPTY;
    }
    var builder = ImmutableMetadata.builder();
    facts.forEach((name, value) -> {
      switch (value) {
        case Value.Bool bool -> builder.addBoolean(name, bool.value());
        case Value.Num num -> builder.addDouble(name, num.value());
        case Value.Text text -> builder.addString(name, text.value());
        case Value.Nothing _, Value.Items _, Value.Fields _ -> {}
      }
    });
    return builder.build();
  }
}
