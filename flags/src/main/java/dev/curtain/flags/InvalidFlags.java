package dev.curtain.flags;

import java.util.List;
import java.util.stream.Collectors;

/** Definitions that are refused as a whole, with every reason. */
public final class InvalidFlags extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public InvalidFlags(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
