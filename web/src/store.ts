// What the page knows: one signal for each thing, written here alone.
import { computed, signal } from '@preact/signals';
import { follow, get, Refused, type LogEvent, type Measures, type Model, type Rollout, type Status } from './api';

/** One second of one track. */
export interface Moment { at: number; perSecond: number; errorRate: number | null; p95Millis: number | null }

/** Ten minutes of moments for each track; older ones are let go. */
const KEPT_MOMENTS = 600;
const GATHER_MILLIS = 120;
const LATEST_SECONDS = 0.95;

export const status = signal<Status | null>(null);
export const model = signal<Model | null>(null);
export const rollouts = signal<ReadonlyMap<string, Rollout>>(new Map());
export const moments = signal<ReadonlyMap<string, readonly Moment[]>>(new Map());
export const connection = signal<'connecting' | 'live' | 'lost' | 'locked'>('connecting');
export const lastHeard = signal<number>(0);
export const problem = signal<string>('');
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

async function look(): Promise<void> {
  status.value = await get<Status>('api/v1/status');
}

async function lookAtAll(): Promise<void> {
  await look();
  flagsTouched.value++;
  auditTouched.value++;
  regionsTouched.value++;
  const [all, drawn] = await Promise.all([
    get<{ rollouts: Rollout[] }>('api/v1/history'),
    get<Model>('api/v1/model').catch((failure: unknown) => {
      // Nothing is raised: there is no model, and that is shown as such.
      if (failure instanceof Refused && failure.status === 404) return null;
      throw failure;
    }),
  ]);
  rollouts.value = new Map(all.rollouts.map((rollout) => [rollout.id, rollout]));
  model.value = drawn;
}

/** Many entries come at once; one look at what came of them is enough. */
function lookSoon(everything: boolean): void {
  if (gathering !== null && !everything) return;
  if (gathering !== null) clearTimeout(gathering);
  gathering = setTimeout(() => {
    gathering = null;
    (everything ? lookAtAll() : look()).catch((failure: Error) => { problem.value = failure.message; });
  }, GATHER_MILLIS);
}

function heard(event: LogEvent): void {
  lastHeard.value = Date.now();
  if (event.rollout) {
    const next = new Map(rollouts.value);
    const known = next.get(event.rollout.id);
    // The log hears of exposure only now and then; what was looked up is never taken back.
    const met = Math.max(event.rollout.exposure.requests, known?.exposure.requests ?? 0);
    next.set(event.rollout.id, { ...event.rollout, exposure: { ...event.rollout.exposure, requests: met } });
    rollouts.value = next;
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

/** Begins to follow what happens. */
export function begin(): void {
  void follow({
    opened() {
      lookAtAll().then(
        () => { connection.value = 'live'; lastHeard.value = Date.now(); },
        (failure: Error) => { problem.value = failure.message; });
    },
    event(name, document) {
      if (name === 'measures') measured(document as Measures);
      else if (name === 'reset') lookSoon(true);
      else heard(document as LogEvent);
    },
    closed(failure) {
      connection.value = failure instanceof Refused && failure.status === 401 ? 'locked' : 'lost';
    },
  });
}
