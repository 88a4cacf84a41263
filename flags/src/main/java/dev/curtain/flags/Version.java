package dev.curtain.flags;

import java.util.List;
import java.util.Optional;

/**
 * {@code sem_ver}: two versions compared; {@code null} where one of them or the operator is none.
 */
record Version(List<Node> nodes) implements Node {
  @Override
  public Value value(Scope scope) {
    if (nodes.size() != 3) {
      return Value.NULL;
    }
    Optional<SemVer> left = SemVer.read(nodes.get(0).value(scope));
    Optional<SemVer> right = SemVer.read(nodes.get(2).value(scope));
    if (left.isEmpty() || right.isEmpty()) {
      return Value.NULL;
    }
    int order = left.get().compare(right.get());
    boolean sameMajor = left.get().major() == right.get().major();
    boolean sameMinor = left.get().minor() == right.get().minor();
    return switch (Coercion.text(nodes.get(1).value(scope))) {
      case "=" -> Value.of(order == 0);
      case "!=" -> Value.of(order != 0);
      case "<" -> Value.of(order < 0);
      case "<=" -> Value.of(order <= 0);
      case ">" -> Value.of(order > 0);
      case ">=" -> Value.of(order >= 0);
      case "^" -> Value.of(sameMajor);
      case "~" -> Value.of(sameMajor && sameMinor);
      default -> Value.NULL;
    };
  }
}
