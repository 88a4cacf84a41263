package dev.curtain.cli;

import dev.curtain.lsp.Server;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code curtain lsp}: models in an editor. */
@Command(
    name = "lsp",
    mixinStandardHelpOptions = true,
    description =
        "The language server for editors, over standard input and output. See docs/editors.md.",
    footer = {"", "Examples:", "  curtain lsp", "  curtain lsp --stdio"})
final class LspCommand implements Callable<Integer> {
  @Mixin private final Settings settings;

  @Option(names = "--stdio", description = "As some editors ask for it; there is no other way.")
  private boolean stdio;

  LspCommand(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (stdio && settings.debug()) {
      settings.screen().message("curtain lsp: speaking on standard input and output");
    }
    return Server.serve(System.in, System.out) == 0 ? ExitCode.GOOD : ExitCode.NO;
  }
}
