import { Refused, follow, get, post } from './live.js';
import { historyRow, rolloutView, serviceView, sync, when } from './views.js';

const $ = (id) => document.getElementById(id);
const WINDOW = 30_000;
const recents = new Map(); // By track: what the router counted lately, oldest first.
let status = null;
let history = []; // Rollouts that ended, the newest first.
let shown = new Map(); // Rollouts under way, by id, with their steps.
let clockOffset = 0;
let asOf = null;

const now = () => Date.now() + clockOffset;

function figures(track) {
  const seen = recents.get(track) ?? [];
  const latest = seen.at(-1);
  if (!latest) {
    return { perSecond: null, errorRate: null, p95Millis: null, inFlight: null };
  }
  const sum = (field) => seen.reduce((total, each) => total + each.figures[field], 0);
  const requests = sum('requests');
  const last = seen.slice(-3);
  const over = last.reduce((total, each) => total + each.overMillis, 0);
  return {
    perSecond: over ? last.reduce((total, each) => total + each.figures.requests, 0) * 1_000 / over : null,
    errorRate: requests ? 100 * Math.min(sum('failed'), requests) / requests : null,
    p95Millis: latest.figures.p95Millis,
    inFlight: latest.figures.inFlight,
  };
}

function render() {
  if (status) {
    document.title = shown.size ? `● ${[...shown.values()].map((each) => `${each.service} ${each.to}`).join(', ')} · Curtain` : 'Curtain';
    $('model').textContent = status.model
      ? `${status.model} · ${status.deployment} · raised ${when(status.since)} · ${status.routerEpoch === null ? 'the router does not answer' : `route table ${status.routerEpoch}`}`
      : 'nothing is raised';
    $('no-services').hidden = status.services.length > 0;
    sync($('services'), status.services, (each) => each.service, () => serviceView(figures));
  }
  $('rollouts-section').hidden = shown.size === 0;
  sync($('rollouts'), [...shown.values()], (each) => each.id, () => rolloutView(ask, now));
  $('no-history').hidden = history.length > 0;
  $('history-table').hidden = history.length === 0;
  sync($('history'), history.slice(0, 50), (each) => each.id, historyRow);
}

// Everything anew; what is asked for while it is being fetched is fetched once more.
let fetching = false;
let again = false;
async function refresh() {
  again = true;
  if (fetching) {
    return;
  }
  fetching = true;
  try {
    while (again) {
      again = false;
      const [nextStatus, nextHistory] = await Promise.all([get('api/v1/status'), get('api/v1/history')]);
      const running = nextHistory.rollouts.filter((each) => !each.endedAt);
      const documents = await Promise.all(running.map((each) => get(`api/v1/rollouts/${encodeURIComponent(each.id)}`)));
      status = nextStatus;
      history = nextHistory.rollouts.filter((each) => each.endedAt);
      shown = new Map(documents.filter((each) => !each.endedAt).map((each) => [each.id, each]));
      render();
    }
  } catch (problem) {
    if (problem instanceof Refused && problem.status === 401) {
      askForToken();
    }
    // Anything else: the stream says that the connection is lost, and refreshes when it is back.
  } finally {
    fetching = false;
  }
}

let waiting = null;
function refreshSoon() {
  waiting ??= setTimeout(() => {
    waiting = null;
    refresh();
  }, 120);
}

function connection(state, words, banner) {
  $('connection').dataset.state = state;
  $('connection').querySelector('.words').textContent = words;
  document.body.classList.toggle('stale', state === 'lost');
  $('lost').hidden = !banner;
  $('lost').textContent = banner ?? '';
}

const hears = {
  opened() {
    connection('live', 'live');
    refresh();
  },
  closed(problem) {
    if (problem instanceof Refused && problem.status === 401) {
      connection('lost', 'token needed');
      askForToken();
      return;
    }
    connection('lost', 'connection lost', `The connection to Curtain is lost; trying again. ${asOf ? `What you see is from ${when(asOf)}.` : ''} What runs goes on running.`);
  },
  event(name, document) {
    asOf = document.at ?? asOf;
    if (name === 'measures') {
      measured(document);
    } else if (name === 'moved' && document.event === 'measured' && document.notes.length === 0) {
      const known = shown.get(document.subject);
      if (known) {
        shown.set(document.subject, { ...known, ...document.rollout, exposure: known.exposure });
        render();
      }
    } else {
      refreshSoon();
    }
  },
};

function measured(measures) {
  clockOffset = Date.parse(measures.at) - Date.now();
  if (measures.problem) {
    recents.clear();
    refreshSoon();
  }
  for (const { track, recent } of measures.tracks ?? []) {
    const seen = recents.get(track) ?? [];
    if (recent) {
      seen.push(recent);
    }
    while (seen.reduce((total, each) => total + each.overMillis, 0) > WINDOW) {
      seen.shift();
    }
    recents.set(track, seen);
  }
  for (const rollout of shown.values()) {
    met(rollout, measures.tracks ?? []);
  }
  render();
}

// What meets the candidate is counted by the router; the log only hears of it now and then.
function met(rollout, measured) {
  const service = status?.services.find((each) => each.service === rollout.service);
  const candidates = service?.tracks.filter((each) => each.version === rollout.to).map((each) => each.track) ?? [];
  const requests = measured.filter((each) => candidates.includes(each.track)).reduce((sum, each) => sum + each.total.requests, 0);
  rollout.exposure = { ...rollout.exposure, requests: Math.max(requests, rollout.exposure.requests) };
}

const QUESTIONS = {
  pause: (rollout) => ['Pause this rollout?', `${rollout.service} stays as it is now. A rollback stays possible.`, 'Pause'],
  resume: (rollout) => ['Resume this rollout?', `${rollout.service} goes on towards ${rollout.to}.`, 'Resume'],
  promote: (rollout) => ['Promote without waiting?', `The ${rollout.phase === 'soaking' ? 'soak' : 'analysis'} that is being waited for ends now, whatever the evidence.`, 'Promote'],
  abort: (rollout) => ['Abort this rollout?', `All traffic of ${rollout.service} goes back to ${rollout.from ?? 'the previous version'} at once, by a change of route.`, 'Abort'],
  rollback: (rollout) => ['Roll back?', `All traffic of ${rollout.service} goes back to ${rollout.from ?? 'the previous version'} at once, by a change of route.`, 'Roll back'],
};

let confirmed = null;
function ask(command, rollout) {
  const [title, text, yes] = QUESTIONS[command](rollout);
  openDialog(title, `${text} (${rollout.from ?? 'unversioned'} → ${rollout.to})`, 'Why, for the record (may be left out)', 'text', yes, ['abort', 'rollback'].includes(command), async (reason) => {
    const body = { who: 'status page', reason };
    await (command === 'rollback'
      ? post('api/v1/rollback', { ...body, service: rollout.service })
      : post(`api/v1/rollouts/${encodeURIComponent(rollout.id)}/${command}`, body));
    refreshSoon();
  });
}

function askForToken() {
  if (!$('ask').open) {
    openDialog('A token is needed', 'This Curtain was started with a token. It is kept until this tab is closed.', 'Token', 'password', 'Go on', false, async (token) => {
      sessionStorage.setItem('curtain-token', token);
      await get('api/v1/status');
      follow(hears);
    });
  }
}

function openDialog(title, text, label, type, yes, danger, then) {
  $('ask-title').textContent = title;
  $('ask-text').textContent = text;
  $('ask-label').textContent = label;
  $('ask-input').type = type;
  $('ask-input').value = '';
  $('ask-yes').textContent = yes;
  $('ask-yes').classList.toggle('danger', danger);
  $('ask-problem').hidden = true;
  confirmed = then;
  $('ask').showModal();
}

$('ask-no').addEventListener('click', () => $('ask').close());
$('ask-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  $('ask-yes').disabled = true;
  try {
    await confirmed($('ask-input').value.trim());
    $('ask').close();
  } catch (problem) {
    $('ask-problem').textContent = problem instanceof Refused ? problem.message : 'Curtain does not answer.';
    $('ask-problem').hidden = false;
  } finally {
    $('ask-yes').disabled = false;
  }
});

follow(hears);
