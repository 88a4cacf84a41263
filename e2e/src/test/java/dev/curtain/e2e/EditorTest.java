package dev.curtain.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionContext;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DocumentFormattingParams;
import org.eclipse.lsp4j.DocumentSymbolParams;
import org.eclipse.lsp4j.FoldingRangeRequestParams;
import org.eclipse.lsp4j.FormattingOptions;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializedParams;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.MessageActionItem;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.ReferenceContext;
import org.eclipse.lsp4j.ReferenceParams;
import org.eclipse.lsp4j.RenameParams;
import org.eclipse.lsp4j.SemanticTokensParams;
import org.eclipse.lsp4j.ShowMessageRequestParams;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.WorkspaceFolder;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code curtain lsp} as an editor starts it: a process, spoken to over its streams. */
class EditorTest {
  private static final String SHOP =
      """
      Shop = system "Shop" {
        API = container "API"
        DB = database "DB"
        API -> DB "reads"
      }
      deployment P "P" {
        node A "A" { containerInstance Shop.API { version "v1" } }
      }
      """;

  @TempDir private Path directory;

  /** Keeps what it is told. */
  private static final class Editor implements LanguageClient {
    private final Map<String, List<Diagnostic>> told = new ConcurrentHashMap<>();

    List<String> codes(String uri) {
      List<Diagnostic> diagnostics = told.get(uri);
      return diagnostics == null
          ? List.of("nothing was said")
          : diagnostics.stream().map(each -> each.getCode().getLeft()).toList();
    }

    void untilToldOf(String uri, String code) {
      Awaitility.await()
          .atMost(60, TimeUnit.SECONDS)
          .untilAsserted(() -> assertThat(codes(uri)).contains(code));
    }

    @Override
    public void publishDiagnostics(PublishDiagnosticsParams params) {
      told.put(params.getUri(), params.getDiagnostics());
    }

    @Override
    public void telemetryEvent(Object object) {}

    @Override
    public void showMessage(MessageParams params) {}

    @Override
    public CompletableFuture<MessageActionItem> showMessageRequest(
        ShowMessageRequestParams params) {
      return CompletableFuture.completedFuture(new MessageActionItem());
    }

    @Override
    public void logMessage(MessageParams params) {}
  }

  private static <T> T get(CompletableFuture<T> answer) throws Exception {
    return answer.get(60, TimeUnit.SECONDS);
  }

  private void change(
      TextDocumentService texts, String uri, int version, Range range, String text) {
    texts.didChange(
        new DidChangeTextDocumentParams(
            new VersionedTextDocumentIdentifier(uri, version),
            List.of(new TextDocumentContentChangeEvent(range, text))));
  }

  private static Range at(int line, int from, int to) {
    return new Range(new Position(line, from), new Position(line, to));
  }

  @Test
  void anEditorIsHelpedFromOpeningToGoodbye() throws Exception {
    Process process = Curtain.command("lsp").redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      Editor editor = new Editor();
      var launcher =
          LSPLauncher.createClientLauncher(
              editor, process.getInputStream(), process.getOutputStream());
      launcher.startListening();
      LanguageServer server = launcher.getRemoteProxy();
      speak(server, editor);
      get(server.shutdown());
      server.exit();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  private void speak(LanguageServer server, Editor editor) throws Exception {
    Path file = Files.writeString(directory.toRealPath().resolve("shop.sruja"), SHOP);
    String uri = file.toUri().toString();
    TextDocumentIdentifier shop = new TextDocumentIdentifier(uri);
    InitializeParams hello = new InitializeParams();
    hello.setCapabilities(new ClientCapabilities());
    hello.setWorkspaceFolders(List.of(new WorkspaceFolder(directory.toUri().toString(), "models")));
    assertThat(get(server.initialize(hello)).getCapabilities().getHoverProvider().getLeft())
        .isTrue();
    server.initialized(new InitializedParams());
    TextDocumentService texts = server.getTextDocumentService();
    texts.didOpen(new DidOpenTextDocumentParams(new TextDocumentItem(uri, "sruja", 1, SHOP)));
    editor.untilToldOf(uri, "A014");
    assertThat(editor.codes(uri)).containsOnly("A014");

    // A slip, said as it is typed, and mended by what is offered for it.
    change(texts, uri, 2, at(3, 9, 11), "DBB");
    editor.untilToldOf(uri, "N001");
    CodeAction action =
        get(texts.codeAction(
                new CodeActionParams(shop, at(3, 9, 9), new CodeActionContext(List.of()))))
            .getFirst()
            .getRight();
    assertThat(action.getTitle()).isEqualTo("Write Shop.DB");
    change(texts, uri, 3, at(3, 9, 12), "DB");
    Awaitility.await()
        .atMost(60, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(editor.codes(uri)).doesNotContain("N001"));

    assertThat(
            get(texts.hover(new HoverParams(shop, new Position(6, 41))))
                .getContents()
                .getRight()
                .getValue())
        .contains("100 %", "of the traffic");
    assertThat(labels(texts, shop, 6, SHOP.lines().toList().get(6).indexOf("v1") + 4))
        .contains("replicas", "traffic")
        .doesNotContain("version");
    List<? extends Location> found =
        get(texts.definition(new DefinitionParams(shop, new Position(6, 41)))).getLeft();
    assertThat(found).singleElement().extracting(Location::getRange).isEqualTo(at(1, 2, 5));
    assertThat(
            get(
                texts.references(
                    new ReferenceParams(shop, new Position(1, 3), new ReferenceContext(true)))))
        .hasSize(3);
    assertThat(
            get(texts.rename(new RenameParams(shop, new Position(1, 3), "Front")))
                .getChanges()
                .get(uri))
        .hasSize(3);
    assertThatThrownBy(() -> get(texts.rename(new RenameParams(shop, new Position(1, 3), "DB"))))
        .hasMessageContaining("DB is taken");
    assertThat(get(texts.documentSymbol(new DocumentSymbolParams(shop)))).hasSize(2);
    assertThat(get(texts.foldingRange(new FoldingRangeRequestParams(shop)))).hasSize(2);
    assertThat(get(texts.semanticTokensFull(new SemanticTokensParams(shop))).getData())
        .isNotEmpty();

    Path other =
        Files.writeString(directory.toRealPath().resolve("other.sruja"), "import './sh'\n");
    TextDocumentIdentifier importer = new TextDocumentIdentifier(other.toUri().toString());
    texts.didOpen(
        new DidOpenTextDocumentParams(
            new TextDocumentItem(importer.getUri(), "sruja", 1, "import './sh'\n")));
    assertThat(labels(texts, importer, 0, 12)).contains("./shop.sruja").doesNotContain("other");

    change(texts, uri, 4, at(2, 0, 2), "");
    List<? extends TextEdit> edits =
        get(texts.formatting(new DocumentFormattingParams(shop, new FormattingOptions(2, true))));
    assertThat(edits).singleElement().extracting(TextEdit::getNewText).isEqualTo("  ");
  }

  private static List<String> labels(
      TextDocumentService texts, TextDocumentIdentifier document, int line, int column)
      throws Exception {
    return get(texts.completion(new CompletionParams(document, new Position(line, column))))
        .getLeft()
        .stream()
        .map(CompletionItem::getLabel)
        .toList();
  }

  @Test
  void anEditorThatIsGoneEndsTheServer() throws IOException, InterruptedException {
    Process process = Curtain.command("lsp").redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      process.getOutputStream().close();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(1);
    } finally {
      process.destroyForcibly();
    }
  }
}
