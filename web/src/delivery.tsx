// How delivery goes: how often, how often it fails, how quickly it is over. Counted from the log's rollouts alone.
import { useState } from 'preact/hooks';
import type { Rollout } from './api';
import { count, ended, millis, percent } from './format';
import { history, status } from './store';

const DAY_MILLIS = 86_400_000;
const WINDOWS = [7, 30, 90] as const;

interface Sum { service: string; ended: number; promoted: number; harmed: number; undecided: number; detected: readonly number[]; back: readonly number[]; took: readonly number[] }

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

function sum(service: string, rollouts: readonly Rollout[]): Sum {
  const promoted = rollouts.filter((each) => each.promotedAt !== null);
  return {
    service, ended: rollouts.length, promoted: promoted.length,
    harmed: rollouts.filter((each) => each.outcome === 'rolled_back' || each.outcome === 'failed').length,
    undecided: rollouts.filter((each) => each.outcome === 'inconclusive').length,
    detected: known(rollouts.map((each) => each.detectionMillis)), back: known(rollouts.map((each) => each.rollbackMillis)),
    took: known(promoted.map((each) => between(each.startedAt, each.promotedAt))),
  };
}

export function Delivery() {
  const [days, setDays] = useState<number>(30);
  const since = Date.now() - days * DAY_MILLIS;
  // A drill moves a version to itself.
  const over = history.value.filter((each) => ended(each.phase) && each.from !== each.to && Date.parse(each.endedAt ?? each.startedAt ?? '') >= since);
  const all = sum('all', over);
  const services = [...new Set([...(status.value?.services ?? []).map((each) => each.service), ...over.map((each) => each.service)])];
  const rows = services.map((service) => sum(service, over.filter((each) => each.service === service)));
  return (
    <section aria-labelledby="delivery-title">
      <h2 id="delivery-title">Delivery</h2>
      <p class="quiet about">Rollouts of this log that ended in the window; drills are not counted.</p>
      <div class="filters">
        <label>Window <select value={String(days)} onChange={(event) => setDays(Number(event.currentTarget.value))}>
          {WINDOWS.map((each) => <option key={each} value={String(each)}>{each} days</option>)}
        </select></label>
      </div>
      <dl class="figures">
        <div><dt>Deployment frequency</dt><dd>{(all.promoted / days).toFixed(2)} a day<small>{count(all.promoted)} promoted in {days} days</small></dd></div>
        <div><dt>Change fail rate</dt><dd>{percent(all.ended === 0 ? null : (100 * all.harmed) / all.ended)}<small>{count(all.harmed)} of {count(all.ended)} went back or failed</small></dd></div>
        <div><dt>Time to promotion</dt><dd>{millis(median(all.took))}<small>median, from the beginning to everybody</small></dd></div>
        <div><dt>Detection</dt><dd>{millis(median(all.detected))}<small>median, from a bad version’s first request</small></dd></div>
        <div><dt>Recovery</dt><dd>{millis(median(all.back))}<small>median, from the decision to the old version</small></dd></div>
      </dl>
      <div class="card spaced">
        <table class="rows">
          <thead><tr><th scope="col">Service</th><th scope="col" class="num">Ended</th><th scope="col" class="num">Promoted</th><th scope="col" class="num">Went back</th><th scope="col" class="num">Undecided</th><th scope="col" class="num">Fail rate</th><th scope="col" class="num">Recovery</th></tr></thead>
          <tbody>{rows.map((each) => (
            <tr key={each.service}>
              <td class="name">{each.service}</td>
              <td class="num" data-label="Ended">{count(each.ended)}</td>
              <td class="num" data-label="Promoted">{count(each.promoted)}</td>
              <td class="num" data-label="Went back">{count(each.harmed)}</td>
              <td class="num" data-label="Undecided">{count(each.undecided)}</td>
              <td class="num" data-label="Fail rate">{percent(each.ended === 0 ? null : (100 * each.harmed) / each.ended)}</td>
              <td class="num" data-label="Recovery">{millis(median(each.back))}</td>
            </tr>))}</tbody>
        </table>
      </div>
    </section>
  );
}
