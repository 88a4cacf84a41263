package dev.curtain.server.ofrep;

import dev.curtain.flags.Answer;
import java.util.Optional;

/** Told of every evaluation of a single flag. It must be quick. */
public interface Usage {
  /** Nobody wants to know. */
  Usage UNNOTICED = (_, _, _, _) -> {};

  /**
   * @param service the service that asked, as it calls itself
   * @param version the version of it that asked
   */
  void evaluated(String key, Answer answer, Optional<String> service, Optional<String> version);
}
