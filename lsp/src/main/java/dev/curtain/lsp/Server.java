package dev.curtain.lsp;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.eclipse.lsp4j.CodeActionKind;
import org.eclipse.lsp4j.CodeActionOptions;
import org.eclipse.lsp4j.CompletionOptions;
import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DidChangeWatchedFilesParams;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.RenameOptions;
import org.eclipse.lsp4j.SemanticTokensLegend;
import org.eclipse.lsp4j.SemanticTokensWithRegistrationOptions;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.ServerInfo;
import org.eclipse.lsp4j.TextDocumentSyncKind;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageClientAware;
import org.eclipse.lsp4j.services.LanguageServer;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.eclipse.lsp4j.services.WorkspaceService;

/** The language server: one editor, over a pair of streams. */
public final class Server implements LanguageServer, LanguageClientAware {
  private final Workspace workspace = new Workspace();
  private final Publisher publisher = new Publisher(workspace);
  private final TextService texts = new TextService(workspace, publisher);
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private volatile boolean shutDown;

  /**
   * Serves one editor until it says goodbye or its stream ends.
   *
   * @return 0 after a proper goodbye, 1 where the editor was gone without one
   */
  public static int serve(InputStream in, OutputStream out) throws InterruptedException {
    Server server = new Server();
    try {
      Launcher<LanguageClient> launcher = LSPLauncher.createServerLauncher(server, in, out);
      server.connect(launcher.getRemoteProxy());
      var listening = launcher.startListening();
      Thread.ofVirtual()
          .start(() -> {
            try {
              listening.get();
            } catch (InterruptedException _) {
              Thread.currentThread().interrupt();
            } catch (ExecutionException e) {
              server.exit.completeExceptionally(e);
            }
            server.exit.complete(server.shutDown ? 0 : 1);
          });
      return server.exit.handle((code, error) -> error == null ? code : 1).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      server.publisher.close();
    }
  }

  @Override
  public void connect(LanguageClient client) {
    publisher.client(client);
  }

  @Override
  public CompletableFuture<InitializeResult> initialize(InitializeParams params) {
    if (params.getWorkspaceFolders() != null) {
      params.getWorkspaceFolders().forEach(folder -> workspace.root(folder.getUri()));
    }
    texts.snippets(snippets(params));
    ServerCapabilities can = new ServerCapabilities();
    can.setTextDocumentSync(TextDocumentSyncKind.Incremental);
    can.setHoverProvider(true);
    can.setCompletionProvider(new CompletionOptions(false, List.of(".", ">", "\"", "=")));
    can.setDefinitionProvider(true);
    can.setReferencesProvider(true);
    can.setDocumentHighlightProvider(true);
    can.setRenameProvider(new RenameOptions(true));
    can.setDocumentSymbolProvider(true);
    can.setFoldingRangeProvider(true);
    can.setDocumentFormattingProvider(true);
    can.setCodeActionProvider(new CodeActionOptions(List.of(CodeActionKind.QuickFix)));
    can.setSemanticTokensProvider(
        new SemanticTokensWithRegistrationOptions(
            new SemanticTokensLegend(Colours.TYPES, Colours.MODIFIERS), true));
    return CompletableFuture.completedFuture(new InitializeResult(can, new ServerInfo("curtain")));
  }

  private static boolean snippets(InitializeParams params) {
    return Optional.ofNullable(params.getCapabilities())
        .flatMap(each -> Optional.ofNullable(each.getTextDocument()))
        .flatMap(each -> Optional.ofNullable(each.getCompletion()))
        .flatMap(each -> Optional.ofNullable(each.getCompletionItem()))
        .flatMap(each -> Optional.ofNullable(each.getSnippetSupport()))
        .orElse(false);
  }

  @Override
  public CompletableFuture<Object> shutdown() {
    shutDown = true;
    CompletableFuture<Object> done = new CompletableFuture<>();
    done.complete(null);
    return done;
  }

  @Override
  public void exit() {
    exit.complete(shutDown ? 0 : 1);
  }

  @Override
  public TextDocumentService getTextDocumentService() {
    return texts;
  }

  @Override
  public WorkspaceService getWorkspaceService() {
    return new WorkspaceService() {
      @Override
      public void didChangeConfiguration(DidChangeConfigurationParams params) {
        publisher.soon();
      }

      @Override
      public void didChangeWatchedFiles(DidChangeWatchedFilesParams params) {
        workspace.changed();
        publisher.soon();
      }
    };
  }
}
