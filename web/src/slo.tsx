// Objectives of the model against what users got: what is left, how fast it goes, which alerts make sense, and what hangs on it.
import type { BurnAlert, ServiceSlos, Slos, SloObjective } from './api';
import { Failed } from './failed';
import { count, millis, percent } from './format';
import { filterTo, queryOf, useLooked } from './looked';
import { lastHeard, status } from './store';

/** A look is a question to the router: not with every second of the stream. */
const LOOK_MILLIS = 10_000;
const MINUTE_MILLIS = 60_000;

export function SloPage({ way }: { way: string }) {
  const wanted = queryOf(way).get('service') ?? '';
  const beat = `${Math.floor(lastHeard.value / LOOK_MILLIS)} ${status.value?.since}`;
  const { found, failure, again } = useLooked<Slos>('api/v1/slo', beat);
  const all = found?.services ?? [];
  const shown = all.filter((each) => wanted === '' || each.service === wanted);
  const promised = shown.filter((each) => each.objectives.length > 0 || each.gates.length > 0);
  const silent = shown.filter((each) => each.objectives.length === 0 && each.gates.length === 0);
  return (
    <section aria-labelledby="slo-title">
      <h2 id="slo-title">SLOs</h2>
      <p class="quiet about">Of the requests that ended, per track, as the router counts them. A budget is that of its whole period; how much of the period was measured stands beside it.</p>
      <Failed what="Objectives" failure={failure} again={again} had={found !== null} />
      {all.length > 1 && (
        <div class="filters"><label>Service <select value={wanted} onChange={(event) => filterTo('#/slo', { service: event.currentTarget.value })}>
          <option value="">all</option>{all.map((each) => <option key={each.service} value={each.service}>{each.service}</option>)}
        </select></label></div>)}
      <div class="cards">
        {promised.map((each) => <OfService key={each.service} slos={each} />)}
        {found !== null && silent.length > 0 && (
          <p class="card quiet">The model promises nothing for {silent.map((each) => each.service).join(', ')}. <code>{'slo { availability { target "99.9%" } }'}</code> in the element would.</p>)}
      </div>
    </section>
  );
}

function OfService({ slos }: { slos: ServiceSlos }) {
  return (
    <article class="card" aria-label={slos.service}>
      <div class="head"><h3>{slos.service}</h3>{slos.title !== slos.service && <span class="quiet">{slos.title}</span>}</div>
      {slos.objectives.map((each) => <Objective key={`${each.metric} ${each.node}`} objective={each} />)}
      {slos.gates.length > 0 && (
        <ul class="changes spaced">
          {slos.gates.map((gate) => (
            <li key={`${gate.point} ${gate.target}`}>
              <span>Gate before <b>{POINTS[gate.point] ?? gate.point}</b>: the budget of {figure(gate.target)} is not spent <span class="quiet">{gate.reason} (router, since its start)</span></span>
              <span class="tag" data-tone={gate.open ? 'good' : 'bad'}>{gate.open ? 'would be open' : 'would hold'}</span>
            </li>))}
        </ul>)}
    </article>
  );
}

const POINTS: Record<string, string> = { start: 'anything is done', first: 'the first users', each: 'every further share', full: 'everybody', end: 'the previous version is taken away' };

/** 99.95 % as it was written, not rounded. */
function figure(target: number): string {
  return `${Number(target.toFixed(6))} %`;
}

function minutes(value: number): string {
  const whole = value / MINUTE_MILLIS;
  return `${whole < 100 ? whole.toFixed(1) : count(whole)} min`;
}

function promise(objective: SloObjective): string {
  if (objective.boundMillis === null) return `${figure(objective.target)} of requests answered well`;
  return `${figure(objective.target)} of requests within ${millis(objective.boundMillis)}`;
}

function Objective({ objective }: { objective: SloObjective }) {
  const left = objective.budgetLeft;
  const kept = left === null ? null : Math.max(0, Math.min(100, left));
  const spent = left === null ? null : ((100 - left) / 100) * objective.allowedDowntimeMillis;
  return (
    <section class="objective" aria-label={`${objective.metric} ${objective.text}`}>
      <h4>{objective.metric.replace('_', ' ')} {objective.text} {objective.node && <span class="tag">{objective.node.split('/').at(-1)}</span>} <span class="quiet">{promise(objective)}, over {days(objective.periodMillis)}</span></h4>
      <dl class="figures">
        <div><dt>Measured</dt><dd class={left !== null && left < 0 ? 'bad' : ''}>{objective.good === null ? '–' : `${objective.good.toFixed(3)} %`}<small>{count(objective.bad)} bad of {count(objective.requests)}; {covered(objective.coveredMillis, objective.periodMillis)}</small></dd></div>
        <div><dt>Budget left</dt><dd class={left !== null && left < 0 ? 'bad' : ''}>{left === null ? '–' : percent(left)}
          {kept !== null && <progress class="budget" max={100} value={kept} aria-label={`Budget left: ${percent(left)}`} />}</dd></div>
        <div><dt>Allowed downtime</dt><dd>{minutes(objective.allowedDowntimeMillis)}<small>a total outage in {days(objective.periodMillis)}{spent !== null && `; so far as much as ${minutes(Math.max(0, spent))}`}</small></dd></div>
        <div><dt>Gone in</dt><dd>{left !== null && left <= 0 ? 'spent' : objective.exhaustedInMillis === null ? '–' : days(objective.exhaustedInMillis)}<small>if it goes on as in the last hour, {objective.requestsPerHour === null ? 'of which nothing is known' : `${count(objective.requestsPerHour)} requests an hour`}</small></dd></div>
      </dl>
      <table class="rows alerts">
        <thead><tr><th scope="col">Alert</th><th scope="col">Burns faster than</th><th scope="col" class="num">Over long</th><th scope="col" class="num">Over short</th><th scope="col">Now</th><th scope="col">In a total outage</th></tr></thead>
        <tbody>{objective.alerts.map((alert) => <Alert key={`${alert.severity} ${alert.factor}`} alert={alert} />)}</tbody>
      </table>
    </section>
  );
}

function Alert({ alert }: { alert: BurnAlert }) {
  return (
    <tr>
      <td class="name">{alert.severity}{alert.objection !== null && <small class="objection">{alert.objection}</small>}</td>
      <td data-label="Burns faster than">{alert.factor} × over {days(alert.longMillis)} and {days(alert.shortMillis)}</td>
      <td class="num" data-label="Over long">{burn(alert.longBurn)}{alert.longCoveredMillis < alert.longMillis && <small>{covered(alert.longCoveredMillis, alert.longMillis)}</small>}</td>
      <td class="num" data-label="Over short">{burn(alert.shortBurn)}</td>
      <td data-label="Now"><span class="tag" data-tone={alert.firing ? 'bad' : !alert.canFire ? 'wait' : alert.objection !== null ? 'wait' : alert.longBurn === null ? 'plain' : 'good'}>{alert.firing ? 'fires' : !alert.canFire ? 'can never fire' : alert.objection !== null ? 'one failure fires it' : alert.longBurn === null ? 'no data' : 'quiet'}</span></td>
      <td data-label="In a total outage">{alert.outageFiresMillis === null ? 'never' : `after ${millis(alert.outageFiresMillis)}`}</td>
    </tr>
  );
}

function burn(rate: number | null): string {
  return rate === null ? '–' : `${rate.toFixed(rate < 10 ? 2 : 0)} ×`;
}

const HOUR_MILLIS = 60 * MINUTE_MILLIS;
const DAY_MILLIS = 24 * HOUR_MILLIS;

/** Windows in the unit they are thought of in. */
function days(value: number): string {
  const unit = value >= 2 * DAY_MILLIS ? ['days', DAY_MILLIS] as const : value >= 2 * HOUR_MILLIS ? ['h', HOUR_MILLIS] as const : ['min', MINUTE_MILLIS] as const;
  return `${Number((value / unit[1]).toFixed(1))} ${unit[0]}`;
}

function covered(measured: number, whole: number): string {
  return measured >= whole ? 'all of it measured' : measured === 0 ? 'not measured yet' : `${measured < MINUTE_MILLIS ? millis(measured) : days(measured)} of it measured`;
}
