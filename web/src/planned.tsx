// One rollout of a plan: its traffic over time, what it can find, what judges and holds it.
import type { PlannedRollout, PlannedStep } from './api';
import { count, millis, money, percent } from './format';

/**
 * @param measured requests a second that the router counts now; null: assumed
 * @param several what is measured is the least of their rates
 * @param whole how long all of the plan takes
 */
export function Planned({ rollout, measured, several, whole }: { rollout: PlannedRollout; measured: number | null; several: boolean; whole: number }) {
  const found = rollout.detectable;
  const id = rollout.service.replaceAll(/[^A-Za-z0-9]+/g, '-');
  return (
    <article class="page" aria-label={`${rollout.service} to ${rollout.to}`}>
      {several && <header class="head">
        <h2>{rollout.service} <span class="arrow">{rollout.from ?? 'what ran'} → {rollout.to}</span></h2>
        <span class="tag">{rollout.strategy}</span>
      </header>}
      <dl class="figures">
        <div><dt>Takes at least</dt><dd>{millis(rollout.durationMillis)}<small>the model’s waits; starting replicas is not counted</small></dd></div>
        <div><dt>Cost at the peak</dt><dd>{rollout.costFactor.toFixed(2)} ×<small>the replicas at rest{rollout.costs.length === 0 && <>; in money where the model says what a place costs: <code>cost "$500/month"</code></>}</small></dd></div>
        {rollout.costs.map((cost) => <div key={cost.currency}><dt>Costs {cost.more < 0 ? 'less' : 'more'} than at rest</dt><dd>{money(Math.abs(cost.more))} {cost.currency}<small>at least: {money(cost.whole)} in all, at rest {money(cost.atRestPerHour)} an hour; the model’s cost of {cost.sources.join(', ')}, divided by replicas</small></dd></div>)}
        <div><dt>Goes back</dt><dd>{rollout.automaticRollback ? 'by itself' : 'when told'}<small>wrongly at most in {percent(100 * rollout.alpha)} of harmless rollouts</small></dd></div>
        {rollout.declaredDowntimeMillis !== null && <div><dt>Declared gap</dt><dd>{millis(rollout.declaredDowntimeMillis)}</dd></div>}
      </dl>
      {rollout.configuration.length > 0 && <section class="card" aria-labelledby={`plan-runs-${id}`}>
        <h3 id={`plan-runs-${id}`}>Runs otherwise <span class="quiet">than {rollout.from ?? 'what runs'}, and goes back with it</span></h3>
        <ul class="changes">{rollout.configuration.map((each) => <li key={`${each.kind} ${each.name}`}><span>{each.describe}</span></li>)}</ul>
      </section>}
      <section class="card" aria-labelledby={`plan-steps-${id}`}>
        <h3 id={`plan-steps-${id}`}>Traffic over time</h3>
        <p class="quiet">The share of <span class="swatch" data-side="new" />{rollout.to} over {millis(whole)} at the least, waits to scale; dashed: the point of no return. Gates take as long as they take.</p>
        <Shares rollout={rollout} whole={whole} />
        <table class="rows plan">
          <thead><tr><th scope="col">From</th><th scope="col">Step</th><th scope="col" class="num">Share</th><th scope="col" class="num">Users met</th><th scope="col" class="num">Replicas</th><th scope="col">Way back</th></tr></thead>
          <tbody>
            {rollout.steps.map((step) => (
              <tr key={step.index} data-turn={step.index === rollout.pointOfNoReturn ? '' : undefined}>
                <td data-label="From">{step.startsAtMillis === 0 ? 'at once' : millis(step.startsAtMillis)}</td>
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
        <section class="card" aria-labelledby={`plan-finds-${id}`}>
          <h3 id={`plan-finds-${id}`}>What its first step can find</h3>
          <p class="quiet">At {count(found.requestsPerSecond)} requests/s ({measured === null ? 'assumed' : `router, latest second${several ? ', the least of these services' : ''}`}), {count(found.users)} users (assumed), a baseline that fails {percent(100 * found.baselineRate)} (assumed).</p>
          {found.harms.length === 0 ? <p>{found.sentence}</p> : (
            <table><thead><tr><th scope="col">Failures</th><th scope="col">Found after</th><th scope="col" class="num">Users met</th></tr></thead>
              <tbody>{found.harms.map((harm) => <tr key={harm.harm}><td>{harm.harm}</td><td>{harm.millis === null ? 'not within the step' : `about ${millis(harm.millis)}`}</td><td class="num">{count(harm.exposedUsers)}</td></tr>)}</tbody></table>)}
          {found.slowRollout && <p class="bad">It can find none of them: this is a slow rollout, not a canary{found.smallestShare === null ? '' : `; it would take ${percent(found.smallestShare)}`}.</p>}
        </section>
        <section class="card" aria-labelledby={`plan-judged-${id}`}>
          <h3 id={`plan-judged-${id}`}>Judged by, held by <span class="quiet">the model</span></h3>
          <ul class="changes">
            {rollout.criteria.map((each) => <li key={each.metric}><span><b>{each.metric}</b> <span class="quiet">over {each.bound === null ? `${percent(100 * each.tolerance)} more than the baseline` : `${percent(100 * each.bound)} of requests and more than the baseline`}, {each.bad}</span></span></li>)}
            {rollout.gates.map((gate) => <li key={`gate ${gate}`}><span>gate: {gate}</span></li>)}
          </ul>
        </section>
      </div>
    </article>
  );
}

const WIDE = 1000;
const HIGH = 90;

/** The new version's share, as it rises over the shortest time that the plan can take; waits are drawn to scale. */
function Shares({ rollout, whole }: { rollout: PlannedRollout; whole: number }) {
  const all = Math.max(1, whole);
  const x = (at: number) => (WIDE * at) / all;
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
