// How delivery goes: how often, how often it fails, how quickly it is over. Counted from the log's rollouts alone.
import { useState } from 'preact/hooks';
import type { Rollout, Slos } from './api';
import { count, day, ended, millis, percent } from './format';
import { useLooked } from './looked';
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
function Reliability() {
  const { found, failure } = useLooked<Slos>('api/v1/slo', Math.floor(lastHeard.value / LOOK_MILLIS));
  if (failure) return <p class="bad" role="alert">{failure}</p>;
  if (found === null) return null;
  return (
    <section class="card spaced" aria-labelledby="reliability-title">
      <h3 id="reliability-title">Uptime and error budgets <span class="quiet">router; uptime is the share of requests answered well in 30 days; the objective is the one with least left</span></h3>
      <table class="rows">
        <thead><tr><th scope="col">Service</th><th scope="col" class="num">Answered well</th><th scope="col">Objective</th><th scope="col" class="num">Budget left</th><th scope="col">Counted</th></tr></thead>
        <tbody>{found.services.map((service) => {
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

export function Delivery() {
  const [days, setDays] = useState<number>(30);
  const since = Date.now() - days * DAY_MILLIS;
  // A drill moves a version to itself.
  const over = judged(history.value.filter((each) => ended(each.phase) && each.from !== each.to))
    .filter((each) => Date.parse(each.rollout.endedAt ?? each.rollout.startedAt ?? '') >= since);
  const all = sum('all', over);
  const services = [...new Set([...(status.value?.services ?? []).map((each) => each.service), ...over.map((each) => each.rollout.service)])];
  const rows = services.map((service) => sum(service, over.filter((each) => each.rollout.service === service)));
  return (
    <section aria-labelledby="delivery-title">
      <h2 id="delivery-title">Delivery</h2>
      <p class="quiet about">Rollouts of this log that ended in the window; drills are not counted. Lead time is not known: nothing tells when a change was written.</p>
      <div class="filters">
        <label>Window <select value={String(days)} onChange={(event) => setDays(Number(event.currentTarget.value))}>
          {WINDOWS.map((each) => <option key={each} value={String(each)}>{each} days</option>)}
        </select></label>
      </div>
      <dl class="figures">
        <div><dt>Deployment frequency</dt><dd>{(all.promoted / days).toFixed(2)} a day<small>{count(all.promoted)} promoted in {days} days</small></dd></div>
        <div><dt>Change fail rate</dt><dd>{share(all.harmed, all.ended)}<small>{count(all.harmed)} of {count(all.ended)}: {count(all.caught)} before everybody had it, {count(all.undone)} undone by the next</small></dd></div>
        <div><dt>Time to promotion</dt><dd>{millis(median(all.took))}<small>median, from the beginning to everybody</small></dd></div>
        <div><dt>Detection</dt><dd>{millis(median(all.detected))}<small>median, from a bad version’s first request</small></dd></div>
        <div><dt>Recovery</dt><dd>{millis(median(all.back))}<small>median, from the decision (undone: from the promotion) to the old version</small></dd></div>
        <div><dt>Rework rate</dt><dd>{share(all.rework, all.ended)}<small>{count(all.rework)} of {count(all.ended)} came right after one of their service that failed</small></dd></div>
      </dl>
      <div class="card spaced">
        <table class="rows">
          <thead><tr><th scope="col">Service</th><th scope="col" class="num">Ended</th><th scope="col" class="num">Promoted</th><th scope="col" class="num">Went back</th><th scope="col" class="num">Undecided</th><th scope="col" class="num">Fail rate</th><th scope="col" class="num">Rework</th><th scope="col" class="num">Recovery</th></tr></thead>
          <tbody>{rows.map((each) => (
            <tr key={each.service}>
              <td class="name">{each.service}</td>
              <td class="num" data-label="Ended">{count(each.ended)}</td>
              <td class="num" data-label="Promoted">{count(each.promoted)}</td>
              <td class="num" data-label="Went back">{count(each.harmed)}</td>
              <td class="num" data-label="Undecided">{count(each.undecided)}</td>
              <td class="num" data-label="Fail rate">{share(each.harmed, each.ended)}</td>
              <td class="num" data-label="Rework">{share(each.rework, each.ended)}</td>
              <td class="num" data-label="Recovery">{millis(median(each.back))}</td>
            </tr>))}</tbody>
        </table>
      </div>
      <Reliability />
    </section>
  );
}
