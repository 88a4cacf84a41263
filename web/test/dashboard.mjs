// The dashboard in a real browser over a real Curtain: node dashboard.mjs URL CHROMIUM [SHOTS_DIRECTORY]
// The server behind URL has a service Shop.API at v1 under traffic, whose v2 is good and whose v3 fails. Ends with 0 if all holds.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { shrunk } from './palette.mjs';

const [url, executablePath, shots] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const errors = [];
const pages = [];

async function newPage(options = {}, within = null) {
  const context = within ?? await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  pages.push(page);
  page.on('console', (message) => { if (message.type() === 'error' && !/Failed to load resource|net::ERR/.test(message.text())) errors.push(message.text()); });
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('request', (request) => { if (!request.url().startsWith(url) && !request.url().startsWith('blob:')) errors.push(`asks elsewhere: ${request.url()}`); });
  return page;
}

async function open(way = '', options = {}, within = null) {
  const page = await newPage(options, within);
  await page.goto(url + way);
  await page.getByText('live', { exact: true }).waitFor();
  return page;
}

async function post(path, body) {
  const response = await fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  assert.equal(response.ok, true, `${path}: ${response.status} ${await response.clone().text()}`);
  return response.json();
}

function resolvable() {
  let resolve;
  const promise = new Promise((done) => { resolve = done; });
  return { promise, resolve };
}

/** Rolled out to its end, without waiting for what it would wait for. */
async function promoted(service, version, written) {
  const { id } = await post('api/v1/deploy', { service, version, written });
  for (;;) {
    const now = await (await fetch(`${url}api/v1/rollouts/${id}`)).json();
    if (now.endedAt !== null) return assert.equal(now.outcome, 'promoted', now.reason);
    if (now.phase === 'watching' || now.phase === 'soaking') {
      // It may have gone on by itself in between, and says so.
      await fetch(`${url}api/v1/rollouts/${id}/skip`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"who":"browser test","reason":"it is only a test"}' });
    }
    await new Promise((wake) => setTimeout(wake, 100));
  }
}

async function fits(page) {
  const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(wide <= seen, `${page.url()} is ${wide} px wide in a window of ${seen}`);
}

// Evaluated over the debugging protocol: the page's own policy lets no script in.
async function accessible(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] }));
  assert.deepEqual(violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`), [], page.url());
}

async function shoot(page, name) {
  await accessible(page);
  if (!shots) return;
  for (const [kind, viewport, colorScheme] of [['light', { width: 1280, height: 900 }, 'light'], ['dark', { width: 1280, height: 900 }, 'dark'], ['375', { width: 375, height: 812 }, 'light']]) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(400);
    writeFileSync(`${shots}/${name}-${kind}.png`, shrunk(await page.screenshot({ fullPage: kind === '375' })));
    if (kind === '375') await fits(page);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
}

/** A client that evaluates in its own process: follows changes and says when it has one in force. */
async function follower() {
  const abort = new AbortController();
  const response = await fetch(`${url}ofrep/v1/events`, { headers: { 'curtain-client': 'shop-api-1' }, signal: abort.signal });
  void (async () => {
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      for (const [, etag] of chunk.matchAll(/"etag":"((?:[^"\\]|\\.)*)"/g)) {
        await fetch(`${url}ofrep/v1/acknowledgement`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ etag: JSON.parse(`"${etag}"`) }) });
      }
    }
  })().catch(() => undefined);
  return () => abort.abort();
}

async function flags() {
  const far = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const set = (name, more) => post(`api/v1/flags/${name}/set`, { category: 'release', owner: 'checkout', who: 'ann', service: 'Shop.API', ...more });
  await set('new-checkout', { remove_by: far(90), description: 'The checkout on one page', targeting: '{"if":[{"==":[{"var":"country"},"DE"]},"on"]}' });
  await post('api/v1/flags/new-checkout/expose', { percent: '25', who: 'ann', reason: 'a quarter until Monday' });
  await set('express-lane', { remove_by: far(60), prerequisites: 'new-checkout=on', description: 'Pay with one tap' });
  await set('button-colour', { category: 'experiment', owner: 'design', remove_by: far(40), variants: 'red="#f00",blue="#00f"', default: 'red' });
  const metadata = { category: 'release', owner: 'search', created: far(-100), remove_by: far(-12), description: 'Search as you type', service: 'Shop.Web' };
  await post('api/v1/flags/old-search/set', { who: 'bob', definition: JSON.stringify({ state: 'ENABLED', variants: { on: true, off: false }, defaultVariant: 'on', metadata }) });
  const report = await fetch(`${url}api/v1/flags/report`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ service: 'Shop.API', version: 'v1', evaluated: ['new-checkout'] }) });
  assert.equal(report.status, 204);
}

const steps = {
  async 'the map shows what runs, with its traffic'() {
    const map = await open();
    await map.getByRole('img', { name: /Traffic of Shop.API: v1 100/ }).waitFor();
    await map.waitForFunction(() => /[1-9][0-9.]*\/s/.test(document.querySelector('.tracks tbody td:nth-child(4)')?.textContent ?? ''));
    await shoot(map, 'map');
    // A place is gone into by its name, a version by its own.
    await map.getByRole('link', { name: 'Virginia' }).click();
    await map.getByText('All places').waitFor();
    assert.equal(await map.locator('.instance').count(), 1);
    await map.getByRole('link', { name: 'All places' }).click();
    await map.locator('.tracks').getByRole('link', { name: 'v7' }).click();
    await map.getByRole('heading', { name: 'Debug', exact: true }).waitFor();
    assert.match(map.url(), /service=Shop.Web&version=v7/);
    await map.context().close();
  },
  async 'a bad canary is seen going back, in two browsers'() {
    const [one, two] = await Promise.all([open(), open('#/oncall')]);
    // A chart begins with the first second that its page is told of; what is to be marked on it comes after.
    await two.getByRole('img', { name: /^Failed.*latest: v1 [0-9]/ }).first().waitFor();
    const { id } = await post('api/v1/deploy', { service: 'Shop.API', version: 'v3' });
    // It is found out within two seconds; it is held until somebody has found the way to it.
    await post(`api/v1/rollouts/${id}/pause`, { who: 'browser test' });
    await one.locator('.moving a').first().click();
    await one.getByRole('heading', { name: /Shop.API.*v1 → v3/ }).waitFor();
    await post(`api/v1/rollouts/${id}/resume`, { who: 'browser test' });
    await one.locator('.tag', { hasText: 'rolled back' }).waitFor({ timeout: 60_000 });
    await one.getByText(/requests to the candidate failed/).first().waitFor();
    await two.locator('.tag', { hasText: 'rolled back' }).waitFor();
    await one.getByRole('img', { name: /^Difference of .* at every look together .*latest: at most [0-9.]+/ }).waitFor();
    await two.getByRole('img', { name: /Failed.*v3 begins .*v3 rolled back/ }).waitFor();
    await shoot(one, 'rolled-back');
    // As a record on paper: all of it, and nothing to click.
    await one.emulateMedia({ media: 'print' });
    assert.equal(await one.getByRole('button').count(), 0);
    assert.equal(await one.getByRole('navigation').count(), 0);
    assert.ok(await one.evaluate(() => [...document.querySelectorAll('.happened')].every((list) => list.scrollHeight <= list.clientHeight)), 'nothing of what happened is cut off');
    await one.emulateMedia({ media: 'screen' });
    await Promise.all([one.context().close(), two.context().close()]);
  },
  async 'a rollback is one click and one confirmation'() {
    const page = await open();
    const { id } = await post('api/v1/deploy', { service: 'Shop.API', version: 'v2' });
    assert.ok(id, 'the rollout has an id');
    await page.goto(`${url}#/rollouts/${id}`);
    await page.locator('.tag', { hasText: /analysing|soaking/ }).waitFor({ timeout: 60_000 });
    await shoot(page, 'rollout');
    await page.getByRole('button', { name: 'Roll back' }).click();
    await page.getByText('v1 gets all the traffic again').waitFor();
    await page.getByLabel('Why').fill('the browser test wants to');
    await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
    await page.locator('.page > .head .tag', { hasText: 'rolled back' }).waitFor({ timeout: 30_000 });
    await page.getByText('Rollback took').waitFor();
    await page.context().close();
  },
  async 'history is filtered, and a filter is a link'() {
    const page = await open('#/history');
    await page.getByRole('searchbox').fill('v3');
    await page.getByText('1 of 2').waitFor();
    assert.match(page.url(), /text=v3/);
    await shoot(page, 'history');
    await page.goto(url);
    await page.goto(`${url}#/history?text=v2`);
    await page.getByText('1 of 2').waitFor();
    assert.equal(await page.locator('tbody tr').count(), 1);
    await page.context().close();
  },
  async 'flags: the overdue first, and one is turned off for a customer with a reason'() {
    await flags();
    const leave = await follower();
    const page = await open('#/flags');
    await page.getByRole('heading', { name: 'Overdue: to be removed by their owners' }).waitFor();
    await page.getByText('12 days ago').waitFor();
    await shoot(page, 'flags');
    await page.getByRole('combobox', { name: 'Owner' }).selectOption('design');
    await page.getByText('1 of 4').waitFor();
    await page.getByRole('combobox', { name: 'Owner' }).selectOption('');
    await page.getByRole('link', { name: 'new-checkout' }).click();
    await page.getByText('on for 25 %').waitFor();
    await page.getByText('Shop.API v1').waitFor();
    await page.getByRole('button', { name: 'Turn off' }).click();
    await page.getByText('express-lane wait for it').waitFor();
    await page.getByLabel('Why').fill('orders of acme fail');
    await page.getByLabel('For whom').fill('customer=acme');
    await accessible(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Turn off' }).click();
    await page.getByText(/1 of 1 clients have it in force, the slowest after [0-9]+ ms/).waitFor();
    await page.locator('.happened b', { hasText: 'off for customer=acme' }).waitFor();
    await page.locator('.asked li', { hasText: 'Off for customer=acme' }).waitFor();
    const asked = async () => (await (await fetch(`${url}ofrep/v1/evaluate/flags/new-checkout`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ context: { targetingKey: 'u', customer: 'acme', country: 'DE' } }) })).json()).value;
    assert.equal(await asked(), false);
    await shoot(page, 'flag');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click();
    await page.locator('.asked li', { hasText: 'Off for customer=acme' }).waitFor({ state: 'detached' });
    assert.equal(await asked(), true);
    leave();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('textbox', { name: 'Salt' }).fill('anew');
    await page.getByRole('button', { name: 'Who would move?' }).click();
    await page.getByText(/of 10,?.?000 made-up users would move/).waitFor();
    await page.goto(`${url}#/flags/old-search`);
    await page.getByRole('button', { name: 'Begin its removal' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Begin it' }).click();
    await page.getByText('no code names it: not known').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Remove', exact: true }).isDisabled(), true);
    await accessible(page);
    await page.context().close();
  },
  async 'keys lead everywhere'() {
    const page = await open();
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.getByRole('heading', { name: 'Changed in the last 60 minutes' }).waitFor();
    await page.getByRole('combobox', { name: 'Service' }).selectOption('Shop.Web');
    await page.getByRole('heading', { name: /^Shop\.(API|Pay)$/ }).first().waitFor({ state: 'detached' });
    await page.getByRole('combobox', { name: 'Service' }).selectOption('');
    await page.getByRole('combobox', { name: 'Deployment' }).selectOption('shop.api-v3');
    assert.match(page.url(), /deployment=shop.api-v3/);
    await page.locator('.changes').getByRole('link', { name: /→ v2/ }).first().waitFor({ state: 'detached' });
    await page.getByRole('combobox', { name: 'Deployment' }).selectOption('');
    await page.keyboard.press('?');
    await page.getByRole('heading', { name: 'Keys and words' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Keys and words' }).waitFor({ state: 'hidden' });
    // A key that is pressed while a dialog still closes belongs to the dialog.
    const search = page.getByLabel('Service, version or rollout');
    for (let tries = 0; tries < 20 && !(await search.isVisible()); tries++) {
      await page.keyboard.press('/');
      await page.waitForTimeout(250);
    }
    await search.fill('v3');
    await page.getByRole('dialog').getByRole('link', { name: /v3/ }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /v1 → v3/ }).waitFor();
    await page.context().close();
  },
  async 'a plan is looked at, begun, and let through its gates by people'() {
    const page = await open('#/plan');
    await page.getByLabel('Service').selectOption('Shop.Web');
    await page.getByLabel('Version').fill('v8');
    await page.getByRole('button', { name: 'Show the plan' }).click();
    await page.getByText('point of no return: from here').waitFor();
    await page.getByText('gate: checklist', { exact: true }).waitFor();
    await page.getByText('the model’s cost of Production/EU, divided by replicas').waitFor();
    await shoot(page, 'plan');
    await page.getByRole('button', { name: 'Deploy v8' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Deploy' }).click();
    await page.getByRole('heading', { name: /Shop.Web.*v7 → v8/ }).waitFor();
    await page.getByRole('heading', { name: 'It stands before a gate: approval' }).waitFor({ timeout: 30_000 });
    await shoot(page, 'gate');
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByLabel('Your name').fill('ada');
    await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
    for (const item of ['support told', 'on call, and awake']) {
      await page.getByRole('button', { name: `Tick off: ${item}` }).click({ timeout: 30_000 });
      await page.getByLabel('Your name').fill('ada');
      await page.getByRole('dialog').getByRole('button', { name: 'Tick off' }).click();
    }
    await page.getByRole('heading', { name: /stands before a gate/ }).waitFor({ state: 'hidden', timeout: 30_000 });
    await page.getByText(/ada/).first().waitFor();
    await page.getByRole('button', { name: 'Roll back' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
    await page.locator('.page > .head .tag', { hasText: 'rolled back' }).waitFor({ timeout: 60_000 });
    await page.context().close();
  },
  async 'the way back is drilled, and how delivery goes is counted'() {
    const page = await open('#/drills');
    const api = page.locator('article', { has: page.getByRole('heading', { name: 'Shop.API' }) });
    await api.getByText('Its way back was never tried.').waitFor();
    await api.getByRole('button', { name: 'Drill the rollback' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Begin the drill' }).click();
    await page.locator('.page > .head .tag', { hasText: 'rolled back' }).waitFor({ timeout: 90_000 });
    await page.goto(`${url}#/drills`);
    await api.locator('.tag', { hasText: 'held' }).waitFor({ timeout: 30_000 });
    await shoot(page, 'drills');
    await promoted('Shop.Pay', 'v2', new Date(Date.now() - 3 * 3_600_000).toISOString());
    await page.keyboard.press('g');
    await page.keyboard.press('e');
    await page.getByText('Change fail rate').waitFor();
    await page.locator('dd', { hasText: /^3 h .*median of 1, from written to everybody/ }).waitFor();
    await page.getByRole('img', { name: /Lead time, median .* 3 h/ }).waitFor();
    await shoot(page, 'delivery');
    await page.getByRole('combobox', { name: 'Service' }).selectOption('Shop.Web');
    await page.locator('dd', { hasText: '0 promoted in 30 days' }).waitFor();
    await page.getByRole('combobox', { name: 'Window' }).selectOption('7');
    assert.match(page.url(), /service=Shop.Web/);
    await page.locator('dd', { hasText: '0 promoted in 7 days' }).waitFor();
    await page.context().close();
  },
  async 'a migration is seen moving, is held, and taken back'() {
    const page = await open('#/migrations');
    await page.getByText('There is none.').waitFor();
    const document = JSON.stringify({ migration: 'amounts', operations: [{ op: 'change_type', table: 'orders', column: 'amount', to: 'cents', type: 'bigint', up: 'round(amount * 100)', down: 'cents / 100.0', not_null: true }] });
    await post('api/v1/migrations/start', { document });
    const card = page.locator('article', { has: page.getByRole('heading', { name: 'amounts' }) });
    const act = async (button, yes) => {
      await card.getByRole('button', { name: button }).click();
      await page.getByRole('dialog').getByRole('button', { name: yes }).click();
    };
    await card.locator('progress').first().waitFor({ timeout: 60_000 });
    await act('Pause', 'Pause');
    await card.locator('.tag', { hasText: 'paused' }).waitFor({ timeout: 60_000 });
    await shoot(page, 'migration');
    await card.getByText('What happened, and its steps').click();
    await card.getByText(/change_type|cents/).first().waitFor();
    await card.getByRole('button', { name: 'Take it back' }).click();
    await page.getByRole('dialog').getByLabel('Why').fill('the pager went off');
    await page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click();
    await card.locator('.tag', { hasText: 'taken back' }).waitFor({ timeout: 30_000 });
    await card.getByText('asked to take it back, dashboard: the pager went off').waitFor();
    await page.context().close();
  },
  async 'objectives: what is left, which alerts make sense, and what hangs on them'() {
    const page = await open('#/oncall');
    await page.locator('article', { has: page.getByRole('heading', { name: 'Shop.API' }) }).getByRole('link', { name: 'SLOs' }).click();
    const availability = page.getByRole('region', { name: 'availability 99.9%' });
    await availability.getByText('43.2 min').waitFor();
    await availability.getByText(/bad of [1-9]/).waitFor();
    await availability.locator('tr', { hasText: '14.4 × over 60 min and 5 min' }).getByText('after 51.8 s').waitFor();
    await page.getByRole('region', { name: 'p50 20ms' }).getByText('can never fire').first().waitFor();
    await page.getByText('Gate before everybody: the budget of 99 % is not spent').waitFor();
    await shoot(page, 'slo');
    await page.context().close();
  },
  async 'everything that was asked is in the audit, also what was refused; and it can be taken along'() {
    const page = await open('#/audit');
    const refused = await fetch(`${url}api/v1/rollouts/nope/abort`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"who":"eve","reason":"curious"}' });
    assert.equal(refused.status, 404);
    await page.getByText('curious').waitFor();
    await page.getByText('nope: no such rollout').waitFor();
    await page.getByText('the browser test wants to').waitFor();
    await shoot(page, 'audit');
    await page.getByRole('combobox', { name: 'Who' }).selectOption('eve');
    await page.getByText('1 of 1').waitFor();
    assert.match(page.url(), /who=eve/);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export as JSON' }).click()]);
    const saved = JSON.parse(readFileSync(await download.path(), 'utf8'));
    assert.equal(saved.actions.length, 1);
    assert.equal(saved.actions[0].outcome, 'refused');
    await page.context().close();
  },
  async 'one service from near: by version, its replicas, its slowest requests'() {
    const page = await open('#/debug?service=Shop.API');
    await page.getByText('router, since').waitFor();
    const slow = page.getByRole('region', { name: /Slowest requests/ });
    await slow.locator('td.trace', { hasText: /^[0-9a-f]{32}$/ }).first().waitFor();
    await page.getByRole('region', { name: /^Replicas/ }).getByText('ready').first().waitFor();
    const orders = page.getByRole('region', { name: /^Database Orders/ });
    await orders.getByText(/pg_stat_database of localhost:[0-9]+\/postgres, every 5 s/).waitFor();
    await orders.locator('dd', { hasText: /of [1-9].* transactions/ }).waitFor({ timeout: 30_000 });
    await orders.getByRole('img', { name: /^Rolled back a second.*latest: rolled back [0-9]/ }).waitFor({ timeout: 30_000 });
    // Nobody says what replicas count, and the page says how to.
    const counted = page.getByRole('region', { name: /^Database errors by version/ });
    await counted.getByText('write database_errors').waitFor();
    await shoot(page, 'debug');
    await counted.scrollIntoViewIfNeeded();
    await shoot(page, 'debug-databases');
    await page.getByRole('combobox', { name: 'Version' }).selectOption('v1');
    assert.match(page.url(), /version=v1/);
    await page.getByRole('combobox', { name: 'Deployment' }).selectOption('raised with the model');
    assert.ok(await page.getByRole('region', { name: /By version/ }).locator('tbody tr').count() >= 1);
    await page.context().close();
  },
  async 'what the system is made of, with its traffic, as the model has it'() {
    const page = await open();
    await page.getByRole('link', { name: 'What it is made of' }).click();
    await page.locator('.canvas .now', { hasText: /[1-9][0-9.]*\/s/ }).first().waitFor();
    await page.locator('.canvas .title', { hasText: 'Bank' }).waitFor();
    await page.locator('.canvas .edge[data-flows]').first().waitFor();
    await shoot(page, 'logical');
    await page.getByRole('combobox', { name: 'Shows' }).selectOption('view money');
    await page.locator('.canvas .title', { hasText: 'Customer' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Larger' }).click();
    await page.context().close();
  },
  async 'a region is left, and comes back'() {
    const page = await open();
    const regions = page.getByRole('region', { name: 'Regions of Shop.API' });
    await regions.getByRole('button', { name: 'Fail over' }).click();
    await page.getByLabel('Why').fill('the browser test leaves it');
    await page.getByLabel('Type “now”').fill('now');
    await page.getByRole('dialog').getByRole('button', { name: 'Fail over' }).click();
    await regions.getByText('is left out').waitFor({ timeout: 30_000 });
    await shoot(page, 'region-left');
    const called = await open('#/oncall');
    const incident = called.getByRole('region', { name: /^Wrong now/ }).locator('li', { hasText: 'is left out' });
    await incident.getByText('owner: checkout').waitFor();
    assert.equal(await incident.getByRole('link', { name: 'runbook' }).getAttribute('href'), 'https://runbooks.example/shop-api');
    // Where an element says nothing of its own, what it is part of does; and what is no address is no link.
    const web = called.locator('article', { has: called.getByRole('heading', { name: 'Shop.Web' }) });
    await web.getByText('owner: the shop’s people').waitFor();
    await web.getByText('runbook: ring the bell').waitFor();
    await called.getByRole('cell', { name: /left out now/ }).waitFor();
    await shoot(called, 'oncall');
    await called.context().close();
    await regions.getByRole('button', { name: 'Bring it back' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Bring it back' }).click();
    await regions.getByText('is left out').waitFor({ state: 'detached', timeout: 30_000 });
    await page.context().close();
  },
  async 'several services that move as one are shown as one'() {
    const page = await open('#/plan');
    await page.getByLabel('Service').selectOption('Shop.API');
    await page.getByLabel('Version').fill('v2');
    await page.getByRole('button', { name: 'And another service' }).click();
    await page.getByLabel('Service').nth(1).selectOption('Shop.Pay');
    await page.getByLabel('Version').nth(1).fill('v4');
    await page.getByLabel('They go').selectOption('dependencies');
    await page.getByRole('button', { name: 'Show the plan' }).click();
    await page.getByText('Shop.Pay → Shop.API; at least').waitFor();
    await page.getByLabel('They go').selectOption('together');
    await page.getByRole('button', { name: 'Show the plan' }).click();
    await page.getByText('Shop.API, Shop.Pay; at least').waitFor();
    await page.getByText('10 % → 50 % → 100 % for all of them').waitFor();
    await page.getByRole('region', { name: 'Where Shop.API runs' }).getByText(/If .*Frankfurt.* is lost|If .*EU.* is lost|If .*Cluster.* is lost/).waitFor();
    await page.locator('.canvas .now', { hasText: 'v1 → v2' }).waitFor();
    await page.locator('.canvas .now', { hasText: 'v7' }).waitFor();
    await shoot(page, 'plan-set');
    await page.getByRole('button', { name: 'Deploy 2 services' }).click();
    await page.getByLabel('Why').fill('they belong together');
    await page.getByRole('dialog').getByRole('button', { name: 'Deploy' }).click();
    await page.waitForURL(/#\/sets\//);
    const set = { id: page.url().split('/').at(-1) };
    await page.getByRole('link', { name: 'Map' }).click();
    await page.getByRole('link', { name: '2 services move together' }).click();
    await page.getByRole('heading', { name: /2 services, together/ }).waitFor();
    await page.locator('tbody .tag', { hasText: 'analysing' }).first().waitFor({ timeout: 60_000 });
    await shoot(page, 'set');
    await page.getByRole('button', { name: 'Roll all of them back' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
    await page.getByText('All of them are back at the versions before.').waitFor({ timeout: 60_000 });
    assert.equal((await (await fetch(`${url}api/v1/sets/${set.id}`)).json()).outcome, 'rolled_back');
    await page.context().close();
  },
  async 'an answer that comes late takes nothing back that was heard meanwhile'() {
    const page = await newPage();
    const taken = resolvable();
    const mayArrive = resolvable();
    await page.route('**/api/v1/history', async (route) => {
      const response = await route.fetch();
      taken.resolve();
      await mayArrive.promise;
      await route.fulfill({ response });
    });
    await page.goto(`${url}#/history`);
    await taken.promise;
    const { id } = await post('api/v1/deploy', { service: 'Shop.Pay', version: 'v5' });
    await post('api/v1/rollback', { service: 'Shop.Pay', who: 'browser test', reason: 'while an answer is on its way' });
    const row = page.locator('tr', { has: page.getByRole('link', { name: id, exact: true }) });
    await row.locator('.tag', { hasText: 'rolled back' }).waitFor({ timeout: 60_000 });
    mayArrive.resolve();
    await page.getByText('live', { exact: true }).waitFor();
    // The rest is there by now, and this is as it was.
    await page.getByRole('link', { name: 'shop.api-v3', exact: true }).waitFor();
    await row.locator('.tag', { hasText: 'rolled back' }).waitFor({ timeout: 1_000 });
    await page.context().close();
  },
  async 'a page that nobody looks at gives its connection back, and goes on where it was'() {
    const page = await newPage();
    await page.clock.install();
    await page.goto(`${url}#/history`);
    await page.getByText('live', { exact: true }).waitFor();
    const streams = [];
    page.on('request', (request) => { if (request.url().endsWith('api/v1/events')) streams.push(request); });
    const seen = (hidden) => page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { value, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
    await seen(true);
    await page.clock.fastForward(16_000);
    await page.getByText('not live: coming back').waitFor();
    const { id } = await post('api/v1/deploy', { service: 'Shop.Pay', version: 'v7' });
    await post('api/v1/rollback', { service: 'Shop.Pay', who: 'browser test', reason: 'while nobody looked' });
    await page.clock.fastForward(60_000);
    assert.equal(streams.length, 0, 'it stays away as long as nobody looks');
    await seen(false);
    await page.getByText('live', { exact: true }).waitFor();
    assert.equal(streams.length, 1);
    await page.locator('tr', { has: page.getByRole('link', { name: id, exact: true }) }).locator('.tag', { hasText: 'rolled back' }).waitFor({ timeout: 60_000 });
    await page.context().close();
  },
  async 'what cannot be looked up is said and asked for again'() {
    const page = await newPage();
    const mayBeAnswered = resolvable();
    let asked = 0;
    await page.route('**/api/v1/history', async (route) => {
      if (++asked === 1) return route.fulfill({ status: 503, contentType: 'application/json', body: '{"error":{"message":"not just now","hint":""}}' });
      await mayBeAnswered.promise;
      return route.continue();
    });
    await page.goto(`${url}#/history`);
    await page.getByRole('alert').getByText('not just now').waitFor();
    mayBeAnswered.resolve();
    await page.getByText('live', { exact: true }).waitFor({ timeout: 30_000 });
    await page.getByRole('alert').waitFor({ state: 'detached' });
    await page.context().close();
  },
  async 'a panel that cannot be looked up fails alone, and comes back'() {
    const page = await newPage();
    let well = false;
    await page.route('**/api/v1/rollouts/shop.api-v3', (route) => (well ? route.continue() : route.fulfill({ status: 503, contentType: 'application/json', body: '{"error":{"message":"the disk is full","hint":""}}' })));
    await page.goto(`${url}#/rollouts/shop.api-v3`);
    const failed = page.getByRole('alert').filter({ hasText: 'what happened could not be looked up: the disk is full' });
    await failed.waitFor();
    await page.getByRole('heading', { name: /Shop.API.*v1 → v3/ }).waitFor();
    await page.getByText(/requests to the candidate failed/).first().waitFor();
    await failed.getByRole('button', { name: 'Look again' }).click();
    await failed.waitFor();
    well = true;
    await failed.waitFor({ state: 'detached', timeout: 30_000 });
    await page.getByRole('heading', { name: 'What happened' }).waitFor();
    await page.context().close();
  },
  async 'every screen that is cut off says so, comes back, and has what happened meanwhile'() {
    // A browser has six connections to one place, and every page keeps one.
    const contexts = [['', '#/logical', '#/oncall', '#/slo'], ['#/debug', '#/plan', '#/flags', '#/history'], ['#/migrations', '#/drills', '#/delivery', '#/audit'], ['#/history', '#/audit']];
    const shown = [];
    for (const ways of contexts) {
      const first = await open(ways[0]);
      shown.push(first);
      for (const way of ways.slice(1)) shown.push(await open(way, {}, first.context()));
    }
    const all = (offline) => Promise.all([...new Set(shown.map((page) => page.context()))].map((context) => context.setOffline(offline)));
    await all(true);
    for (const page of shown) await page.getByText('not live: coming back').waitFor({ timeout: 30_000 });
    const { id } = await post('api/v1/deploy', { service: 'Shop.Pay', version: 'v6' });
    await post('api/v1/rollback', { service: 'Shop.Pay', who: 'browser test', reason: 'while nobody could look' });
    await all(false);
    for (const page of shown) {
      await page.getByText('live', { exact: true }).waitFor({ timeout: 60_000 });
      await page.locator('main h2').first().waitFor();
      if (/history/.test(page.url())) await page.locator('tr', { has: page.getByRole('link', { name: id, exact: true }) }).locator('.tag', { hasText: 'rolled back' }).waitFor({ timeout: 60_000 });
      if (/oncall/.test(page.url())) await page.locator('.changes').getByRole('link', { name: /→ v6/ }).waitFor();
      if (/audit/.test(page.url())) await page.getByText('while nobody could look').waitFor();
    }
    for (const context of new Set(shown.map((page) => page.context()))) await context.close();
  },
};

let failed = 0;
for (const [name, step] of Object.entries(steps)) {
  try {
    await step();
    assert.deepEqual(errors, [], 'errors on the console');
    console.log(`ok      ${name}`);
  } catch (error) {
    failed++;
    errors.length = 0;
    console.log(`FAILED  ${name}\n${error.stack}`);
    for (const page of pages.filter((each) => !each.isClosed())) {
      const shown = await page.evaluate(() => document.body.innerText.slice(0, 3_000)).catch((lost) => String(lost));
      console.log(`--- ${page.url()} showed\n${shown}`);
      await page.context().close();
    }
  }
  pages.length = 0;
}
await browser.close();
process.exit(failed === 0 ? 0 : 1);
