// The map of a large model at ten updates a second: node large.mjs URL CHROMIUM [SHOTS_DIRECTORY]
// Ends with 0 if everything is drawn, changes all the time, and an update takes the page's thread a fraction of the time until the next. That is its own
// time on a processor: how long it waits for one says something of the machine alone.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { shrunk } from './palette.mjs';

const [url, executablePath, shots] = process.argv.slice(2);
const UPDATES = 40;
const EVERY_MILLIS = 100;
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
const devtools = await page.context().newCDPSession(page);
await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });

async function busyMillis() {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return 1_000 * metrics.find((each) => each.name === 'TaskDuration').value;
}

async function watched(way) {
  await page.goto(url + way);
  await page.getByText('live', { exact: true }).waitFor();
  await page.waitForFunction(() => /[1-9][0-9.]*\/s/.test(document.querySelector('main')?.textContent ?? ''));
  const before = await busyMillis();
  const seen = await page.evaluate((updates) => new Promise((done) => {
    let changes = 0;
    let frames = 0;
    const begin = performance.now();
    const count = () => { frames++; requestAnimationFrame(count); };
    requestAnimationFrame(count);
    new MutationObserver(() => {
      if (++changes === updates) {
        const seconds = (performance.now() - begin) / 1_000;
        done({ changesPerSecond: changes / seconds, framesPerSecond: frames / seconds, boxes: document.querySelectorAll('.canvas .box').length, instances: document.querySelectorAll('.instance').length });
      }
    }).observe(document.querySelector('main'), { subtree: true, childList: true, characterData: true, attributes: true });
  }), UPDATES);
  return { ...seen, millisOfProcessorPerUpdate: (await busyMillis() - before) / UPDATES };
}

let failed = 0;
for (const [name, way, check] of [
  ['the logical map', '#/logical?level=component', (seen) => assert.ok(seen.boxes >= 100, `${seen.boxes} boxes`)],
  ['the map of what runs', '#/', (seen) => assert.ok(seen.instances >= 40, `${seen.instances} instances`)],
]) {
  const seen = await watched(way);
  console.log(`${name}: ${JSON.stringify(seen, (_, value) => (typeof value === 'number' ? Math.round(10 * value) / 10 : value))}`);
  try {
    check(seen);
    assert.ok(seen.millisOfProcessorPerUpdate < 0.6 * EVERY_MILLIS, `an update takes ${Math.round(seen.millisOfProcessorPerUpdate)} ms`);
    const [wide, shown] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    assert.ok(wide <= shown, `it is ${wide} px wide`);
  } catch (error) {
    failed++;
    console.log(`FAILED ${name}: ${error.message}`);
  }
  if (shots) writeFileSync(`${shots}/large-${way === '#/' ? 'map' : 'logical'}.png`, shrunk(await page.screenshot()));
}
await browser.close();
process.exit(failed === 0 ? 0 : 1);
