package dev.curtain.lsp;

import dev.curtain.language.Block;
import dev.curtain.language.Name;
import dev.curtain.language.Span;
import dev.curtain.language.Statement;
import dev.curtain.language.Token;
import dev.curtain.language.TokenKind;
import dev.curtain.language.Value;
import dev.curtain.language.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.FoldingRange;
import org.eclipse.lsp4j.FoldingRangeKind;
import org.eclipse.lsp4j.SymbolKind;

/** A text as a tree of what it declares, and what of it may be folded away. */
final class Outlines {
  private final Lines lines;

  private Outlines(Lines lines) {
    this.lines = lines;
  }

  static List<DocumentSymbol> symbols(Analysis analysis) {
    return new Outlines(analysis.lines()).symbols(analysis.tree().statements());
  }

  private List<DocumentSymbol> symbols(List<Statement> statements) {
    List<DocumentSymbol> symbols = new ArrayList<>();
    for (Statement statement : statements) {
      switch (statement) {
        case Statement.Wrapper wrapper -> symbols.addAll(symbols(wrapper.body().statements()));
        case Statement.Extend extend ->
            symbols.add(
                symbol(
                    extend.target().text(),
                    "extend",
                    SymbolKind.Module,
                    extend.span(),
                    Optional.of(extend.body())));
        case Statement.Element element -> symbols.add(head(element.head(), element.body()));
        case Statement.Place place -> symbols.add(head(place.head(), place.body()));
        case Statement.Instance instance ->
            symbols.add(
                symbol(
                    instance.target().text(),
                    version(instance.body()),
                    SymbolKind.Object,
                    instance.span(),
                    instance.body()));
        case Statement.View view ->
            symbols.add(
                symbol(
                    view.name().map(Name::text).orElse("view"),
                    "view",
                    SymbolKind.File,
                    view.span(),
                    Optional.empty()));
        case Statement.Import _,
            Statement.Relation _,
            Statement.Property _,
            Statement.Literal _,
            Statement.Tags _,
            Statement.Selection _,
            Statement.Unknown _ -> {}
      }
    }
    return symbols;
  }

  private DocumentSymbol head(Statement.Head head, Optional<Block> body) {
    String kind = head.kind().text();
    String title = head.texts().isEmpty() ? "" : head.texts().getFirst().text();
    String name = head.name().map(Name::text).orElse(title.isBlank() ? kind : title);
    return symbol(
        name, kind + (title.isBlank() ? "" : " · " + title), kind(kind), head.span(), body);
  }

  private static String version(Optional<Block> body) {
    for (Statement statement : body.map(Block::statements).orElse(List.of())) {
      if (statement instanceof Statement.Property property
          && property.key().text().equals("version")
          && !property.values().isEmpty()
          && property.values().getFirst() instanceof Value.Text text) {
        return text.text();
      }
    }
    return "instance";
  }

  private static SymbolKind kind(String kind) {
    return switch (kind) {
      case "person", "role" -> SymbolKind.Interface;
      case "system" -> SymbolKind.Module;
      case "database", "datastore", "queue" -> SymbolKind.Struct;
      case "component" -> SymbolKind.Method;
      case "deployment" -> SymbolKind.Package;
      case "kind", "tag" -> SymbolKind.TypeParameter;
      default -> Vocabulary.PLACES.contains(kind) ? SymbolKind.Namespace : SymbolKind.Class;
    };
  }

  private DocumentSymbol symbol(
      String name, String detail, SymbolKind kind, Span head, Optional<Block> body) {
    int end = body.map(block -> block.span().endOffset()).orElse(head.endOffset());
    // A client refuses a symbol without a name.
    DocumentSymbol symbol =
        new DocumentSymbol(
            name.isBlank() ? "…" : name,
            kind,
            lines.range(head.offset(), Math.max(end, head.endOffset())),
            lines.range(head),
            detail);
    symbol.setChildren(body.map(block -> symbols(block.statements())).orElse(List.of()));
    return symbol;
  }

  /** Blocks and comments of several lines; the line with the closing brace stays. */
  static List<FoldingRange> folds(Analysis analysis) {
    List<FoldingRange> folds = new ArrayList<>();
    List<Integer> open = new ArrayList<>();
    int comment = -1;
    int commentEnd = -2;
    for (Token token : analysis.tree().tokens()) {
      int line = analysis.lines().line(token.span().offset());
      if (token.kind() == TokenKind.OPEN_BRACE) {
        open.add(line);
      } else if (token.kind() == TokenKind.CLOSE_BRACE && !open.isEmpty()) {
        fold(folds, open.removeLast(), line - 1, FoldingRangeKind.Region);
      } else if (token.kind() == TokenKind.COMMENT) {
        boolean follows = commentEnd == line - 1;
        if (!follows) {
          fold(folds, comment, commentEnd, FoldingRangeKind.Comment);
          comment = line;
        }
        commentEnd = analysis.lines().line(token.span().endOffset() - 1);
      } else if (!token.kind().isTrivia()) {
        fold(folds, comment, commentEnd, FoldingRangeKind.Comment);
        comment = -1;
        commentEnd = -2;
      }
    }
    return folds;
  }

  private static void fold(List<FoldingRange> folds, int from, int to, String kind) {
    if (from >= 0 && to > from) {
      FoldingRange fold = new FoldingRange(from, to);
      fold.setKind(kind);
      folds.add(fold);
    }
  }
}
