// node web.mjs SERVER FILE FLAG [FLIPS]: a page in Chromium follows FLAG through the web SDK while the definition FILE that
// SERVER serves is changed FLIPS times between its first two variants. Prints one JSON document with the times from the
// change to the new value in the page. $CHROMIUM names the browser; $CURTAIN_FLAGS_TOKEN is sent where it is set.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const [server, file, flag, flips = '40'] = process.argv.slice(2);
const token = process.env.CURTAIN_FLAGS_TOKEN ?? '';

function browser() {
  for (const name of [process.env.CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome']) {
    try {
      if (name) return execFileSync('sh', ['-c', 'command -v "$1"', 'sh', name], { encoding: 'utf8' }).trim();
    } catch {
      continue;
    }
  }
  console.error('web.mjs: no Chromium (expected: chromium on the PATH, or $CHROMIUM)');
  process.exit(3);
}

const script = await build({
  entryPoints: [fileURLToPath(new URL('./page.js', import.meta.url))],
  bundle: true,
  write: false,
  format: 'iife',
  logLevel: 'error',
});
const settings = JSON.stringify({ server, flag, token }).replaceAll('"', '&quot;');
const page = `<!doctype html><title>flags</title><body data-settings="${settings}"><script>${script.outputFiles[0].text.replaceAll('</script', '<\\/script')}</script>`;

let hear;
let next = new Promise((resolve) => (hear = resolve));
const queue = [];
function heard(what) {
  queue.push(what);
  hear();
}
async function said() {
  while (queue.length === 0) {
    await next;
    next = new Promise((resolve) => (hear = resolve));
  }
  const what = queue.shift();
  if (what.failed) throw new Error(what.failed);
  return what;
}

const pages = createServer((request, response) => {
  if (request.method === 'POST') {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      response.writeHead(204).end();
      heard(JSON.parse(body));
    });
  } else if (request.url === '/') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  } else {
    response.writeHead(404).end();
  }
}).listen(0, '127.0.0.1');
await new Promise((resolve) => pages.once('listening', resolve));

const profile = mkdtempSync(join(tmpdir(), 'curtain-page-'));
const chromium = spawn(
  browser(),
  ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-dev-shm-usage', `--user-data-dir=${profile}`,
    '--remote-debugging-port=0', `http://127.0.0.1:${pages.address().port}/`],
  { stdio: ['ignore', 'ignore', 'pipe'] },
);
let complaints = '';
chromium.stderr.on('data', (part) => (complaints = (complaints + part).slice(-4000)));
const now = () => performance.timeOrigin + performance.now();
const millis = [];
let late;
function waitAgain() {
  clearTimeout(late);
  late = setTimeout(() => heard({ failed: `the page said nothing for 30 s after ${millis.length} flips; the browser: ${complaints}` }), 30_000);
}
waitAgain();
try {
  // A change that it heard of meanwhile may come before its own first word.
  let first = await said();
  while (!first.ready) first = await said();
  let value = first.value;
  for (let i = 0; i < Number(flips); i++) {
    const set = JSON.parse(readFileSync(file, 'utf8'));
    const names = Object.keys(set.flags[flag].variants);
    set.flags[flag].defaultVariant = names.find((name) => set.flags[flag].variants[name] !== value);
    writeFileSync(`${file}.next`, JSON.stringify(set));
    const begun = now();
    renameSync(`${file}.next`, file);
    let seen = await said();
    while (seen.value === value) seen = await said();
    value = seen.value;
    millis.push(seen.at - begun);
    waitAgain();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  millis.sort((a, b) => a - b);
  const at = (share) => Number(millis[Math.min(millis.length - 1, Math.floor(share * millis.length))].toFixed(1));
  console.log(JSON.stringify({ first, flips: millis.length, p50Millis: at(0.5), p99Millis: at(0.99), maxMillis: at(1) }));
} finally {
  clearTimeout(late);
  chromium.kill();
  pages.close();
  pages.closeAllConnections();
  await new Promise((resolve) => chromium.once('exit', resolve));
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}
process.exit(0);
