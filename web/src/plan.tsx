// What a deployment would do, before anything does it; and the button that begins it.
import { useEffect, useState } from 'preact/hooks';
import { get, post, Refused, type Plan, type PlannedRollout, type PlannedStep, type Rollout } from './api';
import { Ask } from './ask';
import { count, millis, percent } from './format';
import { now, status } from './store';
import { rolloutWay } from './ways';

interface Wanted { service: string; version: string; users: string }

function wanted(way: string): Wanted {
  const query = new URLSearchParams(way.split('?')[1] ?? '');
  return { service: query.get('service') ?? '', version: query.get('version') ?? '', users: query.get('users') ?? '' };
}

/** Requests a second that the router gives the service now; nothing where that is not known. */
function rate(service: string): number | null {
  const tracks = status.value?.services.find((each) => each.service === service)?.tracks ?? [];
  const known = tracks.map((track) => now(track.track)?.perSecond ?? null).filter((each) => each !== null);
  const sum = known.reduce((a, b) => a + b, 0);
  return sum > 0 ? Math.max(1, Math.round(sum)) : null;
}

export function PlanPage({ way }: { way: string }) {
  const asked = wanted(way);
  const services = status.value?.services ?? [];
  const [draft, setDraft] = useState(asked);
  const [plan, setPlan] = useState<Plan | null>(null);
  const [failure, setFailure] = useState('');
  const [rps, setRps] = useState<number | null>(null);
  const service = draft.service || services[0]?.service || '';
  useEffect(() => {
    setPlan(null);
    setFailure('');
    if (!asked.service || !asked.version) return;
    const measured = rate(asked.service);
    setRps(measured);
    const query = new URLSearchParams({ service: asked.service, version: asked.version });
    if (measured !== null) query.set('rps', String(measured));
    if (asked.users) query.set('users', asked.users);
    get<Plan>(`api/v1/plan?${query}`).then(setPlan, (problem: Error) =>
      setFailure(problem instanceof Refused && problem.hint ? `${problem.message}. ${problem.hint}` : problem.message));
  }, [asked.service, asked.version, asked.users]);
  const look = (event: Event) => {
    event.preventDefault();
    const query = new URLSearchParams({ service, version: draft.version.trim() });
    if (draft.users.trim()) query.set('users', draft.users.trim());
    location.hash = `#/plan?${query}`;
  };
  const rollout = plan?.rollouts[0];
  return (
    <section aria-labelledby="plan-title">
      <h2 id="plan-title">Plan</h2>
      <form class="filters" onSubmit={look}>
        <label>Service <select value={service} onChange={(event) => setDraft({ ...draft, service: event.currentTarget.value })}>
          {services.map((each) => <option key={each.service} value={each.service}>{each.service}</option>)}
        </select></label>
        <label>Version <input required value={draft.version} onInput={(event) => setDraft({ ...draft, version: event.currentTarget.value })} placeholder="v2" /></label>
        <label>Users <input inputMode="numeric" pattern="[0-9]*" value={draft.users} onInput={(event) => setDraft({ ...draft, users: event.currentTarget.value })} placeholder="10000" size={8} /></label>
        <button type="submit">Show the plan</button>
      </form>
      {failure && <p class="lost" role="alert">{failure}</p>}
      {rollout ? <Planned rollout={rollout} measured={rps} /> : !failure && <p class="quiet">What would be deployed? Looking at a plan begins nothing.</p>}
    </section>
  );
}

function Planned({ rollout, measured }: { rollout: PlannedRollout; measured: number | null }) {
  const [asks, setAsks] = useState(false);
  const found = rollout.detectable;
  return (
    <article class="page">
      <header class="head">
        <h2>{rollout.service} <span class="arrow">{rollout.from ?? 'what ran'} → {rollout.to}</span></h2>
        <span class="tag">{rollout.strategy}</span>
        <button type="button" class="primary push" onClick={() => setAsks(true)}>Deploy {rollout.to}</button>
      </header>
      <dl class="figures">
        <div><dt>Takes at least</dt><dd>{millis(rollout.durationMillis)}</dd></div>
        <div><dt>Replicas at the peak</dt><dd>{rollout.costFactor.toFixed(2)} ×<small>of those at rest</small></dd></div>
        <div><dt>Goes back</dt><dd>{rollout.automaticRollback ? 'by itself' : 'when told'}<small>wrongly at most in {percent(100 * rollout.alpha)} of harmless rollouts</small></dd></div>
        {rollout.declaredDowntimeMillis !== null && <div><dt>Declared gap</dt><dd>{millis(rollout.declaredDowntimeMillis)}</dd></div>}
      </dl>
      <section class="card" aria-labelledby="plan-steps">
        <h3 id="plan-steps">Traffic over time</h3>
        <p class="quiet">The share of <span class="swatch" data-side="new" />{rollout.to} over {millis(rollout.durationMillis)} at the least, waits to scale; dashed: the point of no return. Gates take as long as they take.</p>
        <Shares rollout={rollout} />
        <table class="rows plan">
          <thead><tr><th scope="col">From</th><th scope="col">Step</th><th scope="col" class="num">Share</th><th scope="col" class="num">Users met</th><th scope="col" class="num">Replicas</th><th scope="col">Way back</th></tr></thead>
          <tbody>
            {rollout.steps.map((step) => (
              <tr key={step.index} data-turn={step.index === rollout.pointOfNoReturn ? '' : undefined}>
                <td class="from" data-label="From">{millis(step.startsAtMillis)}</td>
                <td class="name">{step.describe}{step.durationMillis !== null && <small>for {millis(step.durationMillis)}</small>}{step.index === rollout.pointOfNoReturn && <small class="turn">point of no return: from here going back is more than a change of route</small>}</td>
                <td class="num" data-label="Share">{percent(step.share)}</td>
                <td class="num" data-label="Users met">{step.exposedUsers === null ? 'a group' : count(step.exposedUsers)}</td>
                <td class="num" data-label="Replicas">{step.replicasOld} + {step.replicasNew}</td>
                <td data-label="Way back">{step.rollback}</td>
              </tr>))}
          </tbody>
        </table>
      </section>
      <div class="columns">
        <section class="card" aria-labelledby="plan-finds">
          <h3 id="plan-finds">What its first step can find</h3>
          <p class="quiet">At {count(found.requestsPerSecond)} requests/s ({measured === null ? 'assumed' : 'what the router counts now'}), {count(found.users)} users (assumed), a baseline that fails {percent(100 * found.baselineRate)} (assumed).</p>
          <table><thead><tr><th scope="col">Failures</th><th scope="col">Found after</th><th scope="col" class="num">Users met</th></tr></thead>
            <tbody>{found.harms.map((harm) => <tr key={harm.harm}><td>{harm.harm}</td><td>{harm.millis === null ? 'not within the step' : `about ${millis(harm.millis)}`}</td><td class="num">{count(harm.exposedUsers)}</td></tr>)}</tbody></table>
          {found.slowRollout && <p class="bad">It can find none of them: this is a slow rollout, not a canary{found.smallestShare === null ? '' : `; it would take ${percent(found.smallestShare)}`}.</p>}
        </section>
        <section class="card" aria-labelledby="plan-judged">
          <h3 id="plan-judged">Judged by, held by</h3>
          <ul class="changes">
            {rollout.criteria.map((each) => <li key={each.metric}><span><b>{each.metric}</b> <span class="quiet">over {each.bound === null ? `${percent(100 * each.tolerance)} more than the baseline` : `${percent(100 * each.bound)} of requests and more than the baseline`}, {each.bad}</span></span></li>)}
            {rollout.gates.map((gate) => <li key={`gate ${gate}`}><span>gate: {gate}</span></li>)}
          </ul>
        </section>
      </div>
      {asks && <Ask title={`Deploy ${rollout.to}?`} text={`${rollout.service} goes from ${rollout.from ?? 'what runs'} to ${rollout.to} by ${rollout.strategy}, as shown here.`}
        label="Why (kept in the record)" yes="Deploy"
        act={async (reason) => {
          const begun = await post<Rollout>('api/v1/deploy', { service: rollout.service, version: rollout.to, who: 'dashboard', reason });
          location.hash = rolloutWay(begun.id);
        }} close={() => setAsks(false)} />}
    </article>
  );
}

const WIDE = 1000;
const HIGH = 90;

/** The new version's share, as it rises over the shortest time that the rollout can take; waits are drawn to scale. */
function Shares({ rollout }: { rollout: PlannedRollout }) {
  const whole = Math.max(1, rollout.durationMillis);
  const x = (at: number) => (WIDE * at) / whole;
  const y = (share: number) => HIGH - (HIGH * share) / 100;
  const points: string[] = [`0,${y(0)}`];
  let share = 0;
  for (const step of rollout.steps as readonly PlannedStep[]) {
    points.push(`${x(step.startsAtMillis)},${y(share)}`, `${x(step.startsAtMillis)},${y(step.share)}`);
    share = step.share;
  }
  points.push(`${WIDE},${y(share)}`);
  const turn = rollout.steps.find((step) => step.index === rollout.pointOfNoReturn);
  return (
    <svg class="shares" viewBox={`0 0 ${WIDE} ${HIGH}`} preserveAspectRatio="none" role="img" aria-label={`Share of ${rollout.to} over ${millis(whole)}: ${rollout.steps.map((step) => percent(step.share)).join(', ')}`}>
      <polygon points={`0,${HIGH} ${points.join(' ')} ${WIDE},${HIGH}`} />
      {turn && <line x1={x(turn.startsAtMillis)} x2={x(turn.startsAtMillis)} y1="0" y2={HIGH} />}
    </svg>
  );
}
