package dev.curtain.lsp;

import dev.curtain.language.Block;
import dev.curtain.language.Span;
import dev.curtain.language.Statement;
import dev.curtain.language.SyntaxTree;
import java.util.List;
import java.util.Optional;

/** Finds properties in a text by where they stand. */
final class Properties {
  private Properties() {}

  /** The property of a key in the block of the statement that begins at an offset. */
  static Optional<Statement.Property> find(SyntaxTree tree, int offset, String key) {
    return body(tree.statements(), offset).flatMap(inside -> property(inside, key));
  }

  /** The value of another key in the innermost block around an offset. */
  static Optional<Span> sibling(SyntaxTree tree, int offset, String key) {
    return property(innermost(tree.statements(), offset), key)
        .filter(property -> !property.values().isEmpty())
        .map(property -> property.values().getFirst().span());
  }

  private static Optional<Statement.Property> property(List<Statement> statements, String key) {
    return statements.stream()
        .filter(each -> each instanceof Statement.Property)
        .map(each -> (Statement.Property) each)
        .filter(each -> each.key().text().equals(key))
        .findFirst();
  }

  private static Optional<List<Statement>> body(List<Statement> statements, int offset) {
    for (Statement statement : statements) {
      List<Statement> inside = inside(statement);
      if (statement.span().offset() == offset) {
        return Optional.of(inside);
      }
      Optional<List<Statement>> found = body(inside, offset);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static List<Statement> innermost(List<Statement> statements, int offset) {
    for (Statement statement : statements) {
      Optional<Block> body = statement.block();
      if (body.isPresent()
          && body.get().span().offset() <= offset
          && offset < body.get().span().endOffset()) {
        return innermost(body.get().statements(), offset);
      }
    }
    return statements;
  }

  private static List<Statement> inside(Statement statement) {
    return statement.block().map(Block::statements).orElse(List.of());
  }
}
