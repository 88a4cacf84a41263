// The map of a large model at ten updates a second: node large.mjs URL CHROMIUM [SHOTS_DIRECTORY]
// Ends with 0 if everything is drawn, changes all the time, and the page is never busy for long.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const [url, executablePath, shots] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
const WATCHED_MILLIS = 5_000;

async function watched(way) {
  await page.goto(url + way);
  await page.getByText('live', { exact: true }).waitFor();
  await page.waitForFunction(() => /[1-9][0-9.]*\/s/.test(document.querySelector('main')?.textContent ?? ''));
  return page.evaluate((millis) => new Promise((done) => {
    let changes = 0;
    let frames = 0;
    let busy = 0;
    new MutationObserver(() => { changes++; }).observe(document.querySelector('main'), { subtree: true, childList: true, characterData: true, attributes: true });
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) busy += entry.duration; }).observe({ type: 'longtask' });
    const count = () => { frames++; requestAnimationFrame(count); };
    requestAnimationFrame(count);
    setTimeout(() => done({ changes, frames, busy: busy / millis, boxes: document.querySelectorAll('.canvas .box').length, instances: document.querySelectorAll('.instance').length }), millis);
  }), WATCHED_MILLIS);
}

let failed = 0;
for (const [name, way, check] of [
  ['the logical map', '#/logical?level=component', (seen) => assert.ok(seen.boxes >= 100, `${seen.boxes} boxes`)],
  ['the map of what runs', '#/', (seen) => assert.ok(seen.instances >= 40, `${seen.instances} instances`)],
]) {
  const seen = await watched(way);
  console.log(`${name}: ${JSON.stringify(seen)}`);
  try {
    check(seen);
    assert.ok(seen.changes >= (5 * WATCHED_MILLIS) / 1_000, `it changed ${seen.changes} times`);
    // Of a machine that does other things as well; the page alone is far below.
    assert.ok(seen.busy < 0.5, `it was busy for ${Math.round(100 * seen.busy)} % of the time`);
    const [wide, shown] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    assert.ok(wide <= shown, `it is ${wide} px wide`);
  } catch (error) {
    failed++;
    console.log(`FAILED ${name}: ${error.message}`);
  }
  if (shots) await page.screenshot({ path: `${shots}/large-${way === '#/' ? 'map' : 'logical'}.png` });
}
await browser.close();
process.exit(failed === 0 ? 0 : 1);
