package dev.curtain.migration.plan;

import java.util.List;

/** A migration that cannot be planned; says everything that is wrong with it at once. */
public final class InvalidMigration extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  public InvalidMigration(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  public InvalidMigration(String problem) {
    this(List.of(problem));
  }

  public List<String> problems() {
    return problems;
  }
}
