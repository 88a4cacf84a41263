// Starts `curtain lsp` and hands it to VS Code's own client. Everything it knows, the server knows.
const { commands, window, workspace } = require('vscode');
const { LanguageClient, TransportKind } = require('vscode-languageclient/node');

let client;

async function start() {
  const command = workspace.getConfiguration('curtain').get('command', 'curtain');
  client = new LanguageClient(
    'curtain',
    'Curtain',
    { command, args: ['lsp'], transport: TransportKind.stdio },
    {
      documentSelector: [{ language: 'sruja' }],
      synchronize: { fileEvents: workspace.createFileSystemWatcher('**/*.sruja') },
    },
  );
  try {
    await client.start();
  } catch (error) {
    const choice = await window.showErrorMessage(
      `Curtain: "${command} lsp" did not start (${error.message}). Set curtain.command to the curtain launcher.`,
      'Open settings',
    );
    if (choice) await commands.executeCommand('workbench.action.openSettings', 'curtain.command');
  }
}

async function activate(context) {
  context.subscriptions.push(
    commands.registerCommand('curtain.restart', async () => {
      await deactivate();
      await start();
    }),
  );
  await start();
}

async function deactivate() {
  const running = client;
  client = undefined;
  if (running && running.needsStop()) await running.stop();
}

module.exports = { activate, deactivate };
