package dev.curtain.server.policy;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.curtain.rollout.Policies;
import java.time.Instant;
import java.util.Map;

/** CEL: typed, always ends, touches nothing. Facts are its variables. */
public final class CelPolicies implements Policies {
  @Override
  public boolean holds(String expression, Map<String, Object> facts) throws Unreadable {
    CelBuilder builder = CelFactory.standardCelBuilder().setResultType(SimpleType.BOOL);
    facts.forEach((name, value) -> builder.addVar(name, type(value)));
    Cel cel = builder.build();
    try {
      Object result = cel.createProgram(cel.compile(expression).getAst()).eval(facts);
      return Boolean.TRUE.equals(result);
    } catch (CelValidationException | CelEvaluationException e) {
      throw new Unreadable(String.valueOf(e.getMessage()), e);
    }
  }

  private static CelType type(Object value) {
    return switch (value) {
      case String _ -> SimpleType.STRING;
      case Boolean _ -> SimpleType.BOOL;
      case Long _ -> SimpleType.INT;
      case Double _ -> SimpleType.DOUBLE;
      case Instant _ -> SimpleType.TIMESTAMP;
      default -> SimpleType.DYN;
    };
  }
}
