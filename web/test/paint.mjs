// How long the live map takes until it is seen: node paint.mjs URL CHROMIUM LOADS
// Each load is a browser context of its own, with nothing cached. Ends with 0 if the median of the first paints is below BOUND_MILLIS.
// "first paint" is the browser's own first-contentful-paint; "map" is the first frame after a service's traffic stood in the map.
import { chromium } from 'playwright-core';

const [url, executablePath, loads] = process.argv.slice(2);
const BOUND_MILLIS = 1_000;
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });

function seen() {
  const watch = new MutationObserver(() => {
    if (document.querySelector('.instance .bar') === null) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => { globalThis.mapAt = performance.now(); }));
  });
  watch.observe(document, { subtree: true, childList: true });
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
}

const paints = [];
const maps = [];
for (let load = 0; load < Number(loads); load++) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.addInitScript(seen);
  await page.goto(url);
  await page.waitForFunction(() => globalThis.mapAt !== undefined && performance.getEntriesByName('first-contentful-paint').length > 0);
  const [paint, map] = await page.evaluate(() => [performance.getEntriesByName('first-contentful-paint')[0].startTime, globalThis.mapAt]);
  paints.push(paint);
  maps.push(map);
  await page.close();
}
await browser.close();
const rounded = (values) => values.map((each) => Math.round(each)).join(', ');
console.log(`first paint after ${rounded([median(paints)])} ms, the map after ${rounded([median(maps)])} ms (medians of ${loads} loads)`);
console.log(`first paints: ${rounded(paints)} ms; maps: ${rounded(maps)} ms`);
process.exit(median(paints) < BOUND_MILLIS ? 0 : 1);
