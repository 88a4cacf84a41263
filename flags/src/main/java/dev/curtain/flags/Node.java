package dev.curtain.flags;

/** A compiled piece of a rule. Evaluating one never fails but for {@link EvaluationProblem}. */
sealed interface Node
    permits Literal,
        ListOf,
        Var,
        Missing,
        Choice,
        Comparison,
        Arithmetic,
        Iteration,
        TextRule,
        Contains,
        Version,
        Fractional {
  Value value(Scope scope);
}
