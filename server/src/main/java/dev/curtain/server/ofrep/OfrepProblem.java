package dev.curtain.server.ofrep;

import dev.curtain.flags.Answer;
import java.util.Optional;

/** A request that is answered with an error. */
final class OfrepProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Optional<Answer.Code> code;

  OfrepProblem(int status, Optional<Answer.Code> code, String details) {
    super(details, null, false, false);
    this.status = status;
    this.code = code;
  }

  static OfrepProblem context(String details) {
    return new OfrepProblem(400, Optional.of(Answer.Code.INVALID_CONTEXT), details);
  }

  int status() {
    return status;
  }

  Optional<Answer.Code> code() {
    return code;
  }
}
