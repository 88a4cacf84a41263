// What the page knows: one signal for each thing, written here alone.
import { computed, signal } from '@preact/signals';
import { follow, get, Refused, type LogEvent, type Measures, type Model, type Rollout, type Status } from './api';

/** One second of one track. */
export interface Moment { at: number; perSecond: number; errorRate: number | null; p95Millis: number | null }

/** Ten minutes of moments for each track; older ones are let go. */
const KEPT_MOMENTS = 600;
const GATHER_MILLIS = 120;
const AGAIN_MILLIS = 2_000;
const LATEST_SECONDS = 0.95;

export const status = signal<Status | null>(null);
/** Undefined: not looked up yet; null: nothing is raised. */
export const model = signal<Model | null | undefined>(undefined);
export const rollouts = signal<ReadonlyMap<string, Rollout>>(new Map());
export const moments = signal<ReadonlyMap<string, readonly Moment[]>>(new Map());
export const connection = signal<'connecting' | 'live' | 'lost' | 'locked'>('connecting');
export const lastHeard = signal<number>(0);
export const problem = signal<string>('');
/** Why what is shown could not be looked up; empty: it could. */
export const missing = signal<string>('');
/** Goes up with every entry about a rollout, so that its page looks again. */
export const touched = signal<ReadonlyMap<string, number>>(new Map());

/** Goes up with every change of a flag, so that what shows flags looks again. */
export const flagsTouched = signal(0);

/** Goes up with every action that was asked of the server. */
export const auditTouched = signal(0);

/** Goes up when a region's traffic moves, or comes back. */
export const regionsTouched = signal(0);

/** By service, paths of the nodes whose traffic others carry now. */
export const leftOut = signal<ReadonlyMap<string, readonly string[]>>(new Map());

/** Rollouts, the newest first. */
export const history = computed(() =>
  [...rollouts.value.values()].sort((a, b) => (b.startedAt ?? '').localeCompare(a.startedAt ?? '')));

let gathering: ReturnType<typeof setTimeout> | null = null;
let asks = 0;
let answered = 0;

/** Answers may overtake each other: one that was asked for earlier is not put over a later one. */
async function look(): Promise<void> {
  const mine = ++asks;
  const found = await get<Status>('api/v1/status');
  if (mine > answered) {
    answered = mine;
    status.value = found;
  }
}

/** Rollouts that were heard of while everything was being looked at: what the stream says is newer than that answer, or will soon be. */
let meanwhile: Set<string> | null = null;

let everything: Promise<void> = Promise.resolve();

/** Whoever is overtaken by another look at everything waits for that one. */
function lookAtAll(): Promise<void> {
  everything = lookAround();
  return everything;
}

async function lookAround(): Promise<void> {
  flagsTouched.value++;
  auditTouched.value++;
  regionsTouched.value++;
  const heardOf = new Set<string>();
  meanwhile = heardOf;
  const [all, drawn] = await Promise.all([
    get<{ rollouts: Rollout[] }>('api/v1/history'),
    get<Model>('api/v1/model').catch((failure: unknown) => {
      // Nothing is raised: there is no model, and that is shown as such.
      if (failure instanceof Refused && failure.status === 404) return null;
      throw failure;
    }),
    look(),
  ]);
  if (meanwhile !== heardOf) return everything;
  meanwhile = null;
  const next = new Map(all.rollouts.map((rollout) => [rollout.id, rollout]));
  for (const id of heardOf) {
    const heardLast = rollouts.value.get(id);
    if (heardLast) next.set(id, meeting(heardLast, next.get(id)));
  }
  rollouts.value = next;
  model.value = drawn;
}

/** Many entries come at once; one look at what came of them is enough. */
function lookSoon(atAll: boolean): void {
  if (gathering !== null && !atAll) return;
  if (gathering !== null) clearTimeout(gathering);
  gathering = setTimeout(() => {
    gathering = null;
    (atAll ? lookAtAll() : look()).then(
      () => { missing.value = ''; },
      (failure: Error) => {
        missing.value = `not looked up: ${failure.message}`;
        setTimeout(() => { if (connection.value === 'live') lookSoon(atAll); }, AGAIN_MILLIS);
      });
  }, GATHER_MILLIS);
}

/** The log hears of exposure only now and then; what was looked up is never taken back. */
function meeting(rollout: Rollout, known: Rollout | undefined): Rollout {
  const requests = Math.max(rollout.exposure.requests, known?.exposure.requests ?? 0);
  return { ...rollout, exposure: { ...rollout.exposure, requests } };
}

function heard(event: LogEvent): void {
  lastHeard.value = Date.now();
  if (event.rollout) {
    const next = new Map(rollouts.value);
    next.set(event.rollout.id, meeting(event.rollout, next.get(event.rollout.id)));
    rollouts.value = next;
    meanwhile?.add(event.rollout.id);
    const count = new Map(touched.value);
    count.set(event.rollout.id, (count.get(event.rollout.id) ?? 0) + 1);
    touched.value = count;
  }
  if (event.kind === 'failed_over') regionsTouched.value++;
  if (event.kind === 'acted') {
    auditTouched.value++;
  } else if (event.kind === 'counted') {
    // Of objectives, which look again by themselves.
  } else if (event.kind === 'flag_changed') {
    flagsTouched.value++;
  } else if (event.kind === 'raised' || event.kind === 'lowered') {
    lookSoon(true);
  } else if (event.event !== 'measured') {
    lookSoon(false);
  }
}

function measured(measures: Measures): void {
  lastHeard.value = Date.now();
  if (measures.tracks === null) {
    problem.value = measures.problem ?? 'the router does not answer';
    return;
  }
  problem.value = '';
  const at = Date.parse(measures.at) / 1000;
  const next = new Map(moments.value);
  for (const track of measures.tracks) {
    const recent = track.recent;
    if (recent === null || recent.overMillis === 0) continue;
    const before = next.get(track.track) ?? [];
    next.set(track.track, [...before.slice(1 - KEPT_MOMENTS), {
      at,
      perSecond: (recent.figures.requests * 1000) / recent.overMillis,
      errorRate: recent.figures.errorRate,
      p95Millis: recent.figures.p95Millis,
    }]);
  }
  for (const track of next.keys()) {
    const latest = next.get(track)?.at(-1);
    if (latest && at - latest.at > KEPT_MOMENTS) next.delete(track);
  }
  moments.value = next;
}

/** The latest second of a track, however many looks at the router it had; null where nothing was measured lately. */
export function now(track: string): Moment | null {
  const all = moments.value.get(track) ?? [];
  const latest = all.at(-1);
  if (latest === undefined || lastHeard.value / 1000 - latest.at >= 10) return null;
  let first = all.length - 1;
  while (first > 0 && latest.at - (all[first - 1]?.at ?? 0) < LATEST_SECONDS) first--;
  const seconds = all.slice(first);
  if (seconds.length === 1) return latest;
  const perSecond = seconds.reduce((sum, each) => sum + each.perSecond, 0) / seconds.length;
  const failed = seconds.reduce((sum, each) => sum + (each.perSecond * (each.errorRate ?? 0)) / 100, 0) / seconds.length;
  const slowest = Math.max(...seconds.map((each) => each.p95Millis ?? -1));
  return { at: latest.at, perSecond, errorRate: perSecond === 0 ? null : (100 * failed) / perSecond, p95Millis: slowest < 0 ? null : slowest };
}

/** Goes up with every connection: what a former one began does not speak for this one. */
let connections = 0;

/** Everything is known, from now on as it happens; what cannot be looked up is asked for again while the stream lives. */
function lookUntilLive(mine: number): void {
  lookAtAll().then(
    () => {
      if (mine !== connections) return;
      connection.value = 'live';
      missing.value = '';
      lastHeard.value = Date.now();
    },
    (failure: Error) => {
      if (mine !== connections) return;
      missing.value = `not looked up: ${failure.message}`;
      setTimeout(() => { if (mine === connections) lookUntilLive(mine); }, AGAIN_MILLIS);
    });
}

/** Begins to follow what happens. */
export function begin(): void {
  void follow({
    opened() {
      lookUntilLive(++connections);
    },
    event(name, document) {
      if (name === 'measures') measured(document as Measures);
      else if (name === 'reset') lookSoon(true);
      else heard(document as LogEvent);
    },
    closed(failure) {
      connections++;
      connection.value = failure instanceof Refused && failure.status === 401 ? 'locked' : 'lost';
    },
  });
}
