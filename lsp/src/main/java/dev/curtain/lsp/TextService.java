package dev.curtain.lsp;

import dev.curtain.language.Diagnostic;
import dev.curtain.language.Formatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.eclipse.lsp4j.*;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.Either3;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.services.TextDocumentService;

/** Answers what an editor asks about a text. */
final class TextService implements TextDocumentService {
  /** Not the common pool, which may have one thread only. */
  private static final Executor ASIDE = Executors.newVirtualThreadPerTaskExecutor();

  private final Workspace workspace;
  private final Publisher publisher;
  private boolean snippets;

  TextService(Workspace workspace, Publisher publisher) {
    this.workspace = workspace;
    this.publisher = publisher;
  }

  void snippets(boolean understood) {
    snippets = understood;
  }

  @Override
  public void didOpen(DidOpenTextDocumentParams params) {
    workspace.put(params.getTextDocument().getUri(), params.getTextDocument().getText());
    publisher.soon();
  }

  @Override
  public void didChange(DidChangeTextDocumentParams params) {
    String uri = params.getTextDocument().getUri();
    String text = workspace.text(uri).orElse("");
    for (TextDocumentContentChangeEvent change : params.getContentChanges()) {
      if (change.getRange() == null) {
        text = change.getText();
      } else {
        Lines lines = new Lines(text);
        int from = lines.offset(change.getRange().getStart());
        int to = Math.max(from, lines.offset(change.getRange().getEnd()));
        text = text.substring(0, from) + change.getText() + text.substring(to);
      }
    }
    workspace.put(uri, text);
    publisher.soon();
  }

  @Override
  public void didClose(DidCloseTextDocumentParams params) {
    workspace.close(params.getTextDocument().getUri());
    publisher.closed(params.getTextDocument().getUri());
    publisher.soon();
  }

  @Override
  public void didSave(DidSaveTextDocumentParams params) {
    workspace.changed();
    publisher.soon();
  }

  /** An answer that is worked out aside, so that what is typed meanwhile is not kept waiting. */
  private <T> CompletableFuture<T> answer(
      TextDocumentIdentifier document, T otherwise, Function<Analysis, T> answer) {
    return CompletableFuture.supplyAsync(
        () -> workspace.analysis(document.getUri()).map(answer).orElse(otherwise), ASIDE);
  }

  @Override
  public CompletableFuture<Hover> hover(HoverParams params) {
    CompletableFuture<Optional<Hover>> hover =
        answer(
            params.getTextDocument(),
            Optional.empty(),
            analysis ->
                Hovers.at(analysis, analysis.lines().offset(params.getPosition()))
                    .map(found ->
                        new Hover(
                            new MarkupContent(MarkupKind.MARKDOWN, found.markdown()),
                            analysis.lines().range(found.span()))));
    // The protocol's answer for "nothing to say" is null.
    return hover.thenApply(found -> found.orElse(null));
  }

  @Override
  public CompletableFuture<Either<List<CompletionItem>, CompletionList>> completion(
      CompletionParams params) {
    return answer(
        params.getTextDocument(),
        Either.forLeft(List.of()),
        analysis ->
            Either.forLeft(
                Completions.at(
                    analysis,
                    analysis.lines().offset(params.getPosition()),
                    snippets,
                    () -> workspace.importable(params.getTextDocument().getUri()))));
  }

  @Override
  public CompletableFuture<Either<List<? extends Location>, List<? extends LocationLink>>>
      definition(DefinitionParams params) {
    return answer(
        params.getTextDocument(),
        Either.forLeft(List.of()),
        analysis ->
            Either.forLeft(
                new Renames(workspace)
                    .definition(analysis, analysis.lines().offset(params.getPosition())).stream()
                        .toList()));
  }

  @Override
  public CompletableFuture<List<? extends Location>> references(ReferenceParams params) {
    return answer(
        params.getTextDocument(),
        List.of(),
        analysis ->
            new Renames(workspace)
                .references(
                    analysis,
                    analysis.lines().offset(params.getPosition()),
                    params.getContext().isIncludeDeclaration()));
  }

  @Override
  public CompletableFuture<List<? extends DocumentHighlight>> documentHighlight(
      DocumentHighlightParams params) {
    return answer(
        params.getTextDocument(),
        List.of(),
        analysis ->
            analysis
                .at(analysis.lines().offset(params.getPosition()))
                .map(name ->
                    analysis.occurrences().stream()
                        .filter(each -> each.span().source() == 0)
                        .filter(each -> each.symbol().equals(name.symbol()))
                        .map(each -> new DocumentHighlight(analysis.lines().range(each.span())))
                        .toList())
                .orElse(List.of()));
  }

  @Override
  public CompletableFuture<Either3<Range, PrepareRenameResult, PrepareRenameDefaultBehavior>>
      prepareRename(PrepareRenameParams params) {
    CompletableFuture<Optional<PrepareRenameResult>> prepared =
        answer(
            params.getTextDocument(),
            Optional.empty(),
            analysis ->
                analysis
                    .at(analysis.lines().offset(params.getPosition()))
                    .map(each ->
                        new PrepareRenameResult(
                            analysis.lines().range(each.span()), each.symbol().name())));
    return prepared.thenApply(found ->
        found
            .map(each ->
                Either3.<Range, PrepareRenameResult, PrepareRenameDefaultBehavior>forSecond(each))
            .orElse(null));
  }

  @Override
  public CompletableFuture<WorkspaceEdit> rename(RenameParams params) {
    return answer(
        params.getTextDocument(),
        new WorkspaceEdit(),
        analysis -> {
          try {
            return new WorkspaceEdit(
                new Renames(workspace)
                    .rename(
                        analysis,
                        analysis.lines().offset(params.getPosition()),
                        params.getNewName())
                    .edits());
          } catch (IllegalArgumentException e) {
            throw new ResponseErrorException(
                new ResponseError(ResponseErrorCode.RequestFailed, e.getMessage(), null));
          }
        });
  }

  @Override
  public CompletableFuture<List<Either<SymbolInformation, DocumentSymbol>>> documentSymbol(
      DocumentSymbolParams params) {
    return answer(
        params.getTextDocument(),
        List.of(),
        analysis ->
            Outlines.symbols(analysis).stream()
                .map(Either::<SymbolInformation, DocumentSymbol>forRight)
                .toList());
  }

  @Override
  public CompletableFuture<List<FoldingRange>> foldingRange(FoldingRangeRequestParams params) {
    return answer(params.getTextDocument(), List.of(), Outlines::folds);
  }

  @Override
  public CompletableFuture<SemanticTokens> semanticTokensFull(SemanticTokensParams params) {
    return answer(
        params.getTextDocument(),
        new SemanticTokens(List.of()),
        analysis -> new SemanticTokens(Colours.of(analysis)));
  }

  @Override
  public CompletableFuture<List<Either<Command, CodeAction>>> codeAction(CodeActionParams params) {
    return answer(
        params.getTextDocument(),
        List.of(),
        analysis -> {
          int from = analysis.lines().offset(params.getRange().getStart());
          int to = analysis.lines().offset(params.getRange().getEnd());
          List<Either<Command, CodeAction>> actions = new ArrayList<>();
          for (Diagnostic diagnostic : analysis.resolution().diagnostics()) {
            boolean here =
                diagnostic.span().source() == 0
                    && diagnostic.span().offset() <= to
                    && diagnostic.span().endOffset() >= from;
            if (here) {
              Fixes.of(analysis, diagnostic)
                  .forEach(fix -> actions.add(Either.forRight(action(analysis, diagnostic, fix))));
            }
          }
          return actions;
        });
  }

  private static CodeAction action(Analysis analysis, Diagnostic diagnostic, Fix fix) {
    CodeAction action = new CodeAction(fix.title());
    action.setKind(CodeActionKind.QuickFix);
    action.setIsPreferred(fix.best());
    action.setDiagnostics(List.of(Reports.report(analysis.lines(), diagnostic)));
    Map<String, List<TextEdit>> edits = new LinkedHashMap<>();
    edits.put(
        analysis.uri(),
        fix.edits().stream()
            .map(edit ->
                new TextEdit(analysis.lines().range(edit.from(), edit.to()), edit.replacement()))
            .toList());
    action.setEdit(new WorkspaceEdit(edits));
    return action;
  }

  @Override
  public CompletableFuture<List<? extends TextEdit>> formatting(DocumentFormattingParams params) {
    return answer(
        params.getTextDocument(),
        List.of(),
        analysis ->
            Formatter.format(analysis.text())
                .filter(formatted -> !formatted.equals(analysis.text()))
                .map(formatted -> List.of(difference(analysis, formatted)))
                .orElse(List.of()));
  }

  /** One edit without what is the same before and behind it, so that a cursor elsewhere stays. */
  private static TextEdit difference(Analysis analysis, String formatted) {
    String text = analysis.text();
    int shorter = Math.min(text.length(), formatted.length());
    int start = 0;
    while (start < shorter && text.charAt(start) == formatted.charAt(start)) {
      start++;
    }
    int end = 0;
    while (end < shorter - start
        && text.charAt(text.length() - 1 - end) == formatted.charAt(formatted.length() - 1 - end)) {
      end++;
    }
    return new TextEdit(
        analysis.lines().range(start, text.length() - end),
        formatted.substring(start, formatted.length() - end));
  }
}
