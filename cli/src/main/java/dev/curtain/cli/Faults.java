package dev.curtain.cli;

import dev.curtain.runtime.standin.Fault;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What is to be wrong with versions that are tried out. */
final class Faults {
  @Option(
      names = "--fault",
      paramLabel = "FAULT",
      description = "What is to be wrong with a version.")
  private List<String> texts = new ArrayList<>();

  /** As they were given. */
  List<String> texts() {
    return List.copyOf(texts);
  }

  /** As they are meant; one that means nothing ends the command. */
  List<Fault> parsed() {
    List<Fault> parsed = new ArrayList<>();
    for (String each : texts) {
      try {
        parsed.add(Fault.parse(each));
      } catch (Fault.InvalidFault e) {
        throw Failure.usage(
            "--fault "
                + each
                + ": "
                + e.getMessage()
                + (e.hint().isEmpty() ? "" : ". " + e.hint()));
      }
    }
    return parsed;
  }
}
