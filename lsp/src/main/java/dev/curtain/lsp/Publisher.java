package dev.curtain.lsp;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.services.LanguageClient;

/** Tells the editor what is wrong, once somebody has stopped typing for a moment. */
final class Publisher implements AutoCloseable {
  private static final long MOMENT_MILLIS = 80;

  private final Workspace workspace;
  private final ScheduledExecutorService later =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("curtain-lsp").unstarted(task));
  private Optional<LanguageClient> client = Optional.empty();
  private Optional<ScheduledFuture<?>> pending = Optional.empty();

  Publisher(Workspace workspace) {
    this.workspace = workspace;
  }

  synchronized void client(LanguageClient other) {
    client = Optional.of(other);
  }

  /** What is open is looked at again, all of it: one text may import another. */
  synchronized void soon() {
    pending.ifPresent(task -> task.cancel(false));
    pending = Optional.of(later.schedule(this::publish, MOMENT_MILLIS, TimeUnit.MILLISECONDS));
  }

  synchronized void closed(String uri) {
    client.ifPresent(each -> each.publishDiagnostics(new PublishDiagnosticsParams(uri, List.of())));
  }

  private void publish() {
    for (String uri : workspace.documents()) {
      workspace
          .analysis(uri)
          .map(analysis -> new PublishDiagnosticsParams(uri, Reports.of(analysis, workspace)))
          .ifPresent(this::send);
    }
  }

  private synchronized void send(PublishDiagnosticsParams reports) {
    if (workspace.text(reports.getUri()).isPresent()) {
      client.ifPresent(each -> each.publishDiagnostics(reports));
    }
  }

  @Override
  public void close() {
    later.shutdownNow();
  }
}
