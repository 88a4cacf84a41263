// The map left open while one rollout follows the other: node memory.mjs URL CHROMIUM MINUTES
// Prints the heap after each collection; ends with 0 if it has grown by no more than BOUND since the page had everything.
import { chromium } from 'playwright-core';

const [url, executablePath, minutes] = process.argv.slice(2);
const BOUND_MB = 4;
const LOOK_MILLIS = 15_000;
const SETTLED_MILLIS = 60_000;
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
const errors = [];
page.on('pageerror', (error) => errors.push(String(error)));
await page.goto(url);
await page.getByText('live', { exact: true }).waitFor();
const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null);
console.log(`first paint of the map after ${Math.round(paint)} ms`);
const devtools = await page.context().newCDPSession(page);

async function heap() {
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  return { mb: usedSize / 1e6, nodes };
}

async function api(path, body) {
  const response = await fetch(url + path, body ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {});
  return { ok: response.ok, document: await response.json() };
}

let stop = false;
let rollouts = 0;
/** As quickly as one may follow the other, each seen to its end by skipping what it would wait for. */
async function rollOut() {
  for (let version = 2; !stop; version++) {
    const { ok, document } = await api('api/v1/deploy', { service: 'Shop.API', version: `v${version}` });
    if (!ok) { await new Promise((wake) => setTimeout(wake, 250)); version--; continue; }
    rollouts++;
    for (let over = false; !over && !stop;) {
      await new Promise((wake) => setTimeout(wake, 500));
      const { document: now } = await api(`api/v1/rollouts/${document.id}`);
      over = now.outcome !== null;
      if (now.phase === 'gated' || now.phase === 'soaking') await api(`api/v1/rollouts/${document.id}/skip`, { who: 'memory', reason: 'it is only a test' });
    }
  }
}
const busy = rollOut();
// Every screen is seen once in a while: what a screen leaves behind counts as well.
const WAYS = ['#/', '#/logical', '#/oncall', '#/slo', '#/debug?service=Shop.API', '#/history', '#/audit', '#/delivery'];
const begin = Date.now();
let settled = null;
let last = null;
for (let look = 0; Date.now() - begin < Number(minutes) * 60_000; look++) {
  await page.evaluate((way) => { location.hash = way; }, WAYS[look % WAYS.length]);
  await page.waitForTimeout(LOOK_MILLIS);
  // Compared on the same screen.
  if (look % WAYS.length !== 0) continue;
  last = await heap();
  if (settled === null && Date.now() - begin > SETTLED_MILLIS) settled = last;
  console.log(`${Math.round((Date.now() - begin) / 1_000)} s: ${last.mb.toFixed(2)} MB, ${last.nodes} nodes, ${rollouts} rollouts`);
}
stop = true;
await busy;
await browser.close();
if (settled === null || errors.length > 0) {
  console.log(errors.length > 0 ? errors.join('\n') : 'too short to say anything: give it 5 minutes');
  process.exit(1);
}
const grown = last.mb - settled.mb;
console.log(`grown by ${grown.toFixed(2)} MB (at most ${BOUND_MB})`);
process.exit(grown <= BOUND_MB ? 0 : 1);
