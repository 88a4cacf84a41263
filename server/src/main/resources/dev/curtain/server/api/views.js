// What is on the page. Every view is made once and then changed in place, so that focus and motion survive.

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

function put(node, text) {
  const next = String(text);
  if (node.textContent !== next) node.textContent = next;
}

// Children of `parent` are those of `items`, by key, in their order.
export function sync(parent, items, key, create) {
  const views = parent.views ??= new Map();
  const wanted = new Set(items.map(key));
  for (const [name, view] of views) {
    if (!wanted.has(name)) {
      view.node.remove();
      views.delete(name);
    }
  }
  items.forEach((item, index) => {
    let view = views.get(key(item));
    if (!view) {
      view = create(item);
      views.set(key(item), view);
    }
    view.update(item);
    const present = [...parent.children].filter((child) => child.dataset.keyed)[index];
    view.node.dataset.keyed = 'yes';
    if (present !== view.node) parent.insertBefore(view.node, present ?? null);
  });
}

const NOT_KNOWN = '–';
export const percent = (value, digits = 2) =>
  value === null || value === undefined ? NOT_KNOWN : `${Number(value.toFixed(digits))} %`;
const count = (value) => value === null || value === undefined ? NOT_KNOWN : value.toLocaleString('en').replaceAll(',', '\u202f');
const millis = (value) => value === null || value === undefined ? NOT_KNOWN : value < 1 ? '< 1 ms' : `${count(value)} ms`;
export function duration(ms) {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 120_000) return `${Math.round(ms / 1_000)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return ms < 172_800_000 ? `${Math.round(ms / 3_600_000)} h` : `${Math.round(ms / 86_400_000)} days`;
}
export function when(instant) {
  const date = new Date(instant);
  const today = date.toDateString() === new Date().toDateString();
  return date.toLocaleString(undefined, today ? { timeStyle: 'medium' } : { dateStyle: 'medium', timeStyle: 'short' });
}

const PHASES = {
  planned: 'planned', baselining: 'observing the serving version', provisioning: 'starting replicas', shifting: 'shifting traffic',
  watching: 'analysing', soaking: 'soaking', retiring: 'draining', rolling_back: 'rolling back', clearing: 'clearing away the candidate',
};
const OUTCOMES = { promoted: ['promoted', 'good'], rolled_back: ['rolled back', 'bad'], inconclusive: ['inconclusive', 'wait'], failed: ['failed', 'bad'] };
const sentence = (text) => text && text[0].toUpperCase() + text.slice(1);
const unversioned = (version) => version ?? 'unversioned';

// Which colour a track has: those that serve are blue, whatever is new is gold.
function sides(service) {
  let stable = 0;
  return new Map(service.tracks.map((track) =>
    [track.track, track.version === unversioned(service.version) ? String(stable++ % 3) : 'new']));
}

export function serviceView(figures) {
  const title = el('h3');
  const subtitle = el('span', { class: 'quiet' });
  const version = el('span', { class: 'tag' });
  const strategy = el('span', { class: 'tag' });
  const links = el('span', { class: 'push quiet' });
  const bar = el('div', { class: 'bar', role: 'img' });
  const body = el('tbody');
  const columns = ['Share', 'Replicas', 'Requests', 'Errors, 30 s', 'p95', 'In flight'];
  const table = el('table', { class: 'rows' },
    el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Track'), ...columns.map((name) => el('th', { scope: 'col', class: 'num' }, name)))), body);
  const node = el('article', { class: 'card' }, el('div', { class: 'head' }, title, subtitle, version, strategy, links), bar, table);
  return {
    node,
    update(service) {
      const side = sides(service);
      const tracks = service.tracks.map((track) => ({ ...track, side: side.get(track.track) }));
      put(title, service.service);
      put(subtitle, service.title && service.title !== service.service ? service.title : '');
      put(version, unversioned(service.version));
      put(strategy, service.strategy ?? '');
      strategy.hidden = !service.strategy;
      if (links.dataset.urls !== service.urls.join()) {
        links.dataset.urls = service.urls.join();
        links.replaceChildren(...service.urls.map((url) => el('a', { href: url, rel: 'noreferrer' }, url.replace(/^http:\/\//, '').replace(/\/$/, ''))));
      }
      table.setAttribute('aria-label', `Tracks of ${service.service}`);
      bar.setAttribute('aria-label', 'Traffic: ' + service.tracks.map((track) => `${track.version} ${percent(track.share)}`).join(', '));
      sync(bar, tracks, (track) => track.track, segment);
      sync(body, tracks, (track) => track.track, () => trackRow(columns, figures));
    },
  };
}

function segment() {
  const label = el('b');
  const node = el('span', {}, label);
  return {
    node,
    update(track) {
      node.dataset.side = track.side;
      node.style.flexGrow = track.share;
      node.toggleAttribute('data-empty', track.share === 0);
      node.title = `${track.version} on ${track.node}: ${percent(track.share)}`;
      put(label, track.share >= 4 ? `${track.share >= 14 ? track.version + '  ' : ''}${percent(track.share)}` : '');
    },
  };
}

function trackRow(columns, figures) {
  const swatch = el('span', { class: 'swatch' });
  const version = el('b');
  const place = el('small');
  const cells = columns.map((name) => el('td', { class: 'num', 'data-label': name }));
  const node = el('tr', {}, el('td', { class: 'name' }, swatch, version, place), ...cells);
  return {
    node,
    update(track) {
      const now = figures(track.track);
      const { wanted, ready } = track.replicas;
      swatch.dataset.side = track.side;
      put(version, track.version);
      put(place, track.node);
      put(cells[0], percent(track.share));
      put(cells[1], wanted === ready ? `${ready}` : `${ready} of ${wanted}`);
      put(cells[2], now.perSecond === null ? count(track.requests) : `${count(Math.round(now.perSecond))} /s`);
      put(cells[3], percent(now.errorRate));
      cells[3].classList.toggle('bad', now.errorRate > 0);
      put(cells[4], millis(now.p95Millis ?? track.p95Millis));
      put(cells[5], count(now.inFlight ?? track.inFlight));
    },
  };
}

export function rolloutView(ask, now) {
  const title = el('h3');
  const strategy = el('span', { class: 'tag' });
  const phase = el('span', { class: 'tag push', 'data-tone': 'wait', role: 'status' });
  const verdict = el('p', { class: 'verdict' });
  const evidence = el('tbody');
  const table = el('table', { 'aria-label': 'What was compared' },
    el('thead', {}, el('tr', {}, ...['', 'Requests', 'Bad', 'Share'].map((name, index) => el('th', { scope: 'col', class: index ? 'num' : null }, name)))), evidence);
  const met = el('p', { class: 'quiet met' });
  const steps = el('ol', { class: 'steps', 'aria-label': 'Steps' });
  let current = null;
  const button = (name, tone, ready) => ({ ready, name, node: el('button', { type: 'button', class: tone, onclick: () => ask(name(current), current) }, '') });
  const buttons = [
    button((rollout) => rollout.paused ? 'resume' : 'pause', null, (rollout) => !['rolling_back', 'clearing'].includes(rollout.phase)),
    button(() => 'promote', null, (rollout) => ['watching', 'soaking'].includes(rollout.phase)),
    button((rollout) => rollout.phase === 'soaking' ? 'rollback' : 'abort', 'danger', (rollout) => !['rolling_back', 'clearing'].includes(rollout.phase)),
  ];
  const NAMES = { pause: 'Pause', resume: 'Resume', promote: 'Promote', abort: 'Abort', rollback: 'Roll back' };
  const node = el('article', { class: 'card rollout' }, el('div', { class: 'head' }, title, strategy, phase),
    el('div', {}, verdict, table, met, el('div', { class: 'buttons' }, ...buttons.map((each) => each.node))), steps);
  return {
    node,
    update(rollout) {
      current = rollout;
      put(title, `${rollout.service}  ${unversioned(rollout.from)} → ${rollout.to}`);
      put(strategy, rollout.strategy);
      put(phase, (rollout.paused ? 'paused while ' : '') + (PHASES[rollout.phase] ?? rollout.phase) + ` · ${percent(rollout.share)}`);
      phase.dataset.tone = ['rolling_back', 'clearing'].includes(rollout.phase) ? 'bad' : 'wait';
      put(verdict, sentence(rollout.reason ?? rollout.verdict?.reason ?? 'Nothing has been compared yet: the new version has no traffic.'));
      table.hidden = !rollout.verdict;
      if (rollout.verdict) {
        const { baseline, candidate } = rollout.verdict;
        sync(evidence, [{ name: unversioned(rollout.from), side: '0', ...baseline }, { name: rollout.to, side: 'new', ...candidate }], (row) => row.side, evidenceRow);
      }
      put(met, `${count(rollout.exposure.requests)} requests have met ${rollout.to} · ${rollout.id}`);
      for (const each of buttons) {
        put(each.node, NAMES[each.name(rollout)]);
        each.node.disabled = !each.ready(rollout);
      }
      sync(steps, rollout.steps ?? [], (step) => step.index, () => stepRow(now));
    },
  };
}

function evidenceRow() {
  const swatch = el('span', { class: 'swatch' });
  const name = el('span');
  const cells = [0, 1, 2].map(() => el('td', { class: 'num' }));
  return {
    node: el('tr', {}, el('td', {}, swatch, name), ...cells),
    update(row) {
      swatch.dataset.side = row.side;
      put(name, row.name);
      put(cells[0], count(row.requests));
      put(cells[1], count(row.bad));
      put(cells[2], row.requests ? percent(100 * row.bad / row.requests) : NOT_KNOWN);
    },
  };
}

const MARKS = { done: '✓', current: '●', ahead: '○', stopped: '✕', skipped: '–' };

function stepRow(now) {
  const mark = el('i', { 'aria-hidden': 'true' });
  const words = el('span');
  const time = el('time');
  const node = el('li', {}, mark, words, time);
  return {
    node,
    update(step) {
      node.dataset.state = step.state;
      node.setAttribute('aria-current', step.state === 'current' ? 'step' : 'false');
      put(mark, MARKS[step.state]);
      put(words, step.describe);
      const planned = step.plannedMillis === null ? '' : `≥ ${duration(step.plannedMillis)}`;
      const running = step.startedAt ? duration(now() - Date.parse(step.startedAt)) : '';
      put(time, step.durationMillis !== null ? duration(step.durationMillis)
        : step.state === 'current' ? [running, planned].filter(Boolean).join(' of ') : step.state === 'ahead' ? planned : '');
    },
  };
}

export function historyRow() {
  const service = el('td', { class: 'name' });
  const change = el('td', { 'data-label': 'Change' });
  const outcome = el('span', { class: 'tag' });
  const met = el('td', { class: 'num', 'data-label': 'Met by' });
  const began = el('td', { 'data-label': 'Began' });
  const why = el('td', { class: 'wide' });
  return {
    node: el('tr', {}, service, change, el('td', { 'data-label': 'Outcome' }, outcome), met, began, why),
    update(rollout) {
      const [words, tone] = OUTCOMES[rollout.outcome] ?? [NOT_KNOWN, 'wait'];
      service.replaceChildren(el('b', {}, rollout.service), el('small', {}, rollout.strategy));
      put(change, `${unversioned(rollout.from)} → ${rollout.to}`);
      put(outcome, words);
      outcome.dataset.tone = tone;
      put(met, count(rollout.exposure.requests));
      put(began, rollout.startedAt ? when(rollout.startedAt) : NOT_KNOWN);
      put(why, sentence(rollout.reason ?? rollout.verdict?.reason ?? NOT_KNOWN));
    },
  };
}
