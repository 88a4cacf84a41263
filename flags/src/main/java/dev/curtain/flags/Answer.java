package dev.curtain.flags;

import java.util.Map;

/** What evaluating a flag gives. */
public sealed interface Answer {
  /** Facts about the flag and its set: texts, numbers and booleans. */
  Map<String, Value> metadata();

  /** A variant and its value. */
  record Resolved(String variant, Value value, Reason reason, Map<String, Value> metadata)
      implements Answer {}

  /** The caller's own default holds; this is no error. */
  record CodeDefault(Reason reason, Map<String, Value> metadata) implements Answer {}

  /** It could not be evaluated; the caller's own default holds. */
  record Failed(Code code, String details, Map<String, Value> metadata) implements Answer {}

  /** Why it is this value. */
  enum Reason {
    STATIC,
    TARGETING_MATCH,
    SPLIT,
    DEFAULT,
    DISABLED
  }

  /** Why it is none; OpenFeature's names. */
  enum Code {
    FLAG_NOT_FOUND,
    TYPE_MISMATCH,
    PARSE_ERROR,
    INVALID_CONTEXT,
    GENERAL
  }
}
