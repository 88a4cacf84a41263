// How delivery goes: how often, how often it fails, how quickly it is over. Counted from the log's rollouts alone.
import type { Lead, Rollout, Slos } from './api';
import { Failed } from './failed';
import { count, day, ended, millis, percent } from './format';
import { filterTo, queryOf, useLooked } from './looked';
import { fitsRollout, fitsService, Narrow, wantedOf, type Wanted } from './narrow';
import { history, lastHeard, status } from './store';
import { sloWay } from './ways';

const DAY_MILLIS = 86_400_000;
const WINDOWS = [7, 30, 90] as const;
const LOOK_MILLIS = 10_000;

interface Sum {
  service: string; ended: number; promoted: number; harmed: number; caught: number; undone: number; rework: number; undecided: number;
  detected: readonly number[]; back: readonly number[]; took: readonly number[];
}

/** Rollouts with what the ones after them say of them. */
interface Judged { rollout: Rollout; harmed: boolean; undone: boolean; rework: boolean; recoveredMillis: number | null }

function between(from: string | null, to: string | null): number | null {
  return from === null || to === null ? null : Date.parse(to) - Date.parse(from);
}

function known(values: readonly (number | null)[]): readonly number[] {
  return values.filter((each) => each !== null);
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? null : (sorted[Math.floor((sorted.length - 1) / 2)] ?? null);
}

/** A change has failed if it went back by itself or by hand, or if the next one took it away again; the next one is then rework. */
function judged(all: readonly Rollout[]): readonly Judged[] {
  const found: Judged[] = [];
  const before = new Map<string, Judged>();
  for (const rollout of [...all].sort((a, b) => (a.startedAt ?? '').localeCompare(b.startedAt ?? ''))) {
    const last = before.get(rollout.service);
    const undoes = last !== undefined && last.rollout.outcome === 'promoted' && rollout.outcome === 'promoted' && rollout.to === last.rollout.from;
    if (last !== undefined && undoes) {
      last.harmed = true;
      last.undone = true;
      last.recoveredMillis = between(last.rollout.promotedAt, rollout.promotedAt);
    }
    const harmed = rollout.outcome === 'rolled_back' || rollout.outcome === 'failed';
    const each = { rollout, harmed, undone: false, rework: last?.harmed ?? false, recoveredMillis: rollout.rollbackMillis };
    found.push(each);
    before.set(rollout.service, each);
  }
  return found;
}

function sum(service: string, all: readonly Judged[]): Sum {
  const promoted = all.filter((each) => each.rollout.promotedAt !== null);
  const harmed = all.filter((each) => each.harmed);
  return {
    service, ended: all.length, promoted: promoted.length, harmed: harmed.length,
    caught: harmed.filter((each) => !each.undone && each.rollout.promotedAt === null).length, undone: harmed.filter((each) => each.undone).length,
    rework: all.filter((each) => each.rework).length,
    undecided: all.filter((each) => each.rollout.outcome === 'inconclusive').length,
    detected: known(all.map((each) => each.rollout.detectionMillis)), back: known(harmed.map((each) => each.recoveredMillis)),
    took: known(promoted.map((each) => between(each.rollout.startedAt, each.rollout.promotedAt))),
  };
}

function share(part: number, whole: number): string {
  return percent(whole === 0 ? null : (100 * part) / whole);
}

/** The objective of a service that has least left of its budget; and what share of its requests was answered well. */
function Reliability({ wanted }: { wanted: Wanted }) {
  const { found, failure, again } = useLooked<Slos>('api/v1/slo', Math.floor(lastHeard.value / LOOK_MILLIS));
  if (found === null) return <Failed what="Uptime and error budgets" failure={failure} again={again} />;
  return (
    <section class="card spaced" aria-labelledby="reliability-title">
      <Failed what="Uptime and error budgets" failure={failure} again={again} had />
      <h3 id="reliability-title">Uptime and error budgets <span class="quiet">router; uptime is the share of requests answered well in 30 days; the objective is the one with least left</span></h3>
      <table class="rows">
        <thead><tr><th scope="col">Service</th><th scope="col" class="num">Answered well</th><th scope="col">Objective</th><th scope="col" class="num">Budget left</th><th scope="col">Counted</th></tr></thead>
        <tbody>{found.services.filter((each) => fitsService(wanted, each.service)).map((service) => {
          const worst = service.objectives.filter((each) => each.budgetLeft !== null).sort((a, b) => (a.budgetLeft ?? 0) - (b.budgetLeft ?? 0))[0] ?? service.objectives[0];
          return (
            <tr key={service.service}>
              <td class="name"><a href={sloWay(service.service)}>{service.service}</a></td>
              <td class="num" data-label="Answered well">{service.uptime === null ? '–' : `${service.uptime.toFixed(3)} %`}<small>{millis(service.uptimeCoveredMillis)} of 30 days measured</small></td>
              <td data-label="Objective">{worst === undefined ? <span class="quiet">none promised</span> : `${worst.metric.replace('_', ' ')} ${worst.text}`}</td>
              <td class={(worst?.budgetLeft ?? 0) < 0 ? 'num bad' : 'num'} data-label="Budget left">{percent(worst?.budgetLeft)}</td>
              <td data-label="Counted">{worst === undefined || worst.since === null ? '–' : `since ${day(worst.since)}`}</td>
            </tr>);
        })}</tbody>
      </table>
    </section>
  );
}

interface Leads { leads: readonly Lead[] }

/** Counted from the log's rollouts; what is asked for is part of the link. */
export function Delivery({ way }: { way: string }) {
  const wanted = wantedOf(way);
  const days = WINDOWS.find((each) => String(each) === queryOf(way).get('days')) ?? 30;
  const since = Date.now() - days * DAY_MILLIS;
  const ends = history.value.filter((each) => ended(each.phase)).length;
  const leads = useLooked<Leads>('api/v1/leads', ends);
  // A drill moves a version to itself. What a change became is seen from all of them, whatever is looked at.
  const over = judged(history.value.filter((each) => ended(each.phase) && each.from !== each.to))
    .filter((each) => Date.parse(each.rollout.endedAt ?? each.rollout.startedAt ?? '') >= since && fitsRollout(wanted, each.rollout));
  const all = sum('all', over);
  const services = [...new Set([...(status.value?.services ?? []).map((each) => each.service), ...over.map((each) => each.rollout.service)])].filter((each) => fitsService(wanted, each));
  const rows = services.map((service) => sum(service, over.filter((each) => each.rollout.service === service)));
  const shown = new Set(over.map((each) => each.rollout.id));
  const first = (leads.found?.leads ?? []).filter((each) => shown.has(each.rollout));
  const lead = known(first.map((each) => each.leadMillis));
  const leadOf = (service: string) => median(known(first.filter((each) => each.service === service).map((each) => each.leadMillis)));
  return (
    <section aria-labelledby="delivery-title">
      <h2 id="delivery-title">Delivery <span class="source">event log, {days} days; drills are not counted</span></h2>
      <div class="filters">
        <label>Window <select value={String(days)} onChange={(event) => filterTo('#/delivery', { ...wanted, days: event.currentTarget.value })}>
          {WINDOWS.map((each) => <option key={each} value={String(each)}>{each} days</option>)}
        </select></label>
        <Narrow screen="#/delivery" wanted={wanted} more={{ days: String(days) }} />
      </div>
      <Failed what="Lead times" failure={leads.failure} again={leads.again} had={leads.found !== null} />
      <dl class="figures">
        <div><dt>Deployment frequency</dt><dd>{(all.promoted / days).toFixed(2)} a day<small>{count(all.promoted)} promoted in {days} days</small></dd></div>
        <div><dt>Lead time</dt><dd>{millis(median(lead))}<small>median of {count(lead.length)}, from written to everybody{lead.length < first.length && `; of ${count(first.length - lead.length)} nobody said when they were written`}</small></dd></div>
        <div><dt>Change fail rate</dt><dd>{share(all.harmed, all.ended)}<small>{count(all.harmed)} of {count(all.ended)}: {count(all.caught)} before everybody had it, {count(all.undone)} undone by the next</small></dd></div>
        <div><dt>Recovery</dt><dd>{millis(median(all.back))}<small>median, from the decision (undone: from the promotion) to the old version</small></dd></div>
        <div><dt>Rework rate</dt><dd>{share(all.rework, all.ended)}<small>{count(all.rework)} of {count(all.ended)} came right after one of their service that failed</small></dd></div>
        <div><dt>Detection</dt><dd>{millis(median(all.detected))}<small>median, from a bad version’s first request</small></dd></div>
        <div><dt>Time to promotion</dt><dd>{millis(median(all.took))}<small>median, from the beginning to everybody</small></dd></div>
      </dl>
      {lead.length === 0 && first.length > 0 && <p class="quiet after">A lead time counts from when a change was written, which whoever deploys it says: <code>curtain deploy PATH VERSION --written "$(git log -1 --format=%cI)"</code>.</p>}
      <Trend over={over} leads={first} days={days} since={since} />
      <div class="card spaced">
        <table class="rows">
          <thead><tr><th scope="col">Service</th><th scope="col" class="num">Ended</th><th scope="col" class="num">Promoted</th><th scope="col" class="num">Went back</th><th scope="col" class="num">Undecided</th><th scope="col" class="num">Fail rate</th><th scope="col" class="num">Rework</th><th scope="col" class="num">Lead time</th><th scope="col" class="num">Recovery</th></tr></thead>
          <tbody>{rows.map((each) => (
            <tr key={each.service}>
              <td class="name">{each.service}</td>
              <td class="num" data-label="Ended">{count(each.ended)}</td>
              <td class="num" data-label="Promoted">{count(each.promoted)}</td>
              <td class="num" data-label="Went back">{count(each.harmed)}</td>
              <td class="num" data-label="Undecided">{count(each.undecided)}</td>
              <td class="num" data-label="Fail rate">{share(each.harmed, each.ended)}</td>
              <td class="num" data-label="Rework">{share(each.rework, each.ended)}</td>
              <td class="num" data-label="Lead time">{millis(leadOf(each.service))}</td>
              <td class="num" data-label="Recovery">{millis(median(each.back))}</td>
            </tr>))}</tbody>
        </table>
      </div>
      <Reliability wanted={wanted} />
    </section>
  );
}

const MOST_BARS = 15;

interface Stretch { begins: number; promoted: number; harmed: number; lead: number | null }

/** How often and how long, stretch by stretch of the window. */
function Trend({ over, leads, days, since }: { over: readonly Judged[]; leads: readonly Lead[]; days: number; since: number }) {
  const long = Math.ceil(days / MOST_BARS) * DAY_MILLIS;
  const stretches: Stretch[] = Array.from({ length: Math.ceil((days * DAY_MILLIS) / long) }, (_, index) => {
    const begins = since + index * long;
    const inside = (at: string | null) => at !== null && Date.parse(at) >= begins && Date.parse(at) < begins + long;
    const here = over.filter((each) => inside(each.rollout.endedAt ?? each.rollout.startedAt));
    return {
      begins, promoted: here.filter((each) => each.rollout.promotedAt !== null && !each.harmed).length, harmed: here.filter((each) => each.harmed).length,
      lead: median(known(leads.filter((each) => inside(each.promotedAt)).map((each) => each.leadMillis))),
    };
  });
  const each = long === DAY_MILLIS ? 'a day' : `${long / DAY_MILLIS} days`;
  return (
    <div class="charts spaced">
      <Bars title={`Promoted, and gone back or undone (${each} a bar)`} stretches={stretches} parts={[['good', (one) => one.promoted], ['bad', (one) => one.harmed]]}
        words={(one) => `${one.promoted} promoted, ${one.harmed} gone back`} most={(value) => count(value)} />
      <Bars title={`Lead time, median (${each} a bar)`} stretches={stretches} parts={[['stable', (one) => one.lead ?? 0]]}
        words={(one) => (one.lead === null ? 'not known' : millis(one.lead))} most={(value) => (value === 0 ? 'none known' : millis(value))} />
    </div>
  );
}

const WIDE = 300;
const HIGH = 70;

function Bars({ title, stretches, parts, words, most }: { title: string; stretches: readonly Stretch[]; parts: readonly (readonly [string, (one: Stretch) => number])[]; words(one: Stretch): string; most(value: number): string }) {
  const sums = stretches.map((one) => parts.reduce((all, [, of]) => all + of(one), 0));
  const top = Math.max(...sums);
  const wide = WIDE / stretches.length;
  return (
    <figure class="chart">
      <figcaption>{title} <span class="quiet">highest: {most(top)}</span></figcaption>
      <svg class="trend" viewBox={`0 0 ${WIDE} ${HIGH}`} preserveAspectRatio="none" role="img" aria-label={`${title}: ${stretches.map((one) => `${day(new Date(one.begins).toISOString()).slice(0, 10)} ${words(one)}`).join('; ')}`}>
        {stretches.map((one, index) => {
          let base = HIGH;
          return parts.map(([tone, of]) => {
            const high = top === 0 ? 0 : ((HIGH - 2) * of(one)) / top;
            base -= high;
            return <rect key={`${index} ${tone}`} data-tone={tone} x={index * wide + 1} y={base} width={Math.max(1, wide - 2)} height={high}><title>{words(one)}</title></rect>;
          });
        })}
      </svg>
      <p class="ends quiet"><span>{day(new Date(since(stretches)).toISOString()).slice(0, 10)}</span><span>today</span></p>
    </figure>
  );
}

function since(stretches: readonly Stretch[]): number {
  return stretches[0]?.begins ?? Date.now();
}
