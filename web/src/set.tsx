// Rollouts of several services that take over together or not at all, as one.
import { useState } from 'preact/hooks';
import { post, type Rollout, type VersionSet } from './api';
import { Ask } from './ask';
import { Failed } from './failed';
import { count, day, ended, percent, phase, tone } from './format';
import { useLooked } from './looked';
import { rollouts, touched } from './store';
import { change, rolloutWay, serviceWay } from './ways';

const TOUCHES = 8;

export function SetPage({ id }: { id: string }) {
  const inIt = [...rollouts.value.values()].filter((each) => each.set === id);
  const beat = inIt.map((each) => `${each.phase} ${Math.floor((touched.value.get(each.id) ?? 0) / TOUCHES)}`).join();
  const { found, failure, again } = useLooked<VersionSet>(`api/v1/sets/${encodeURIComponent(id)}`, beat);
  const [asks, setAsks] = useState(false);
  if (found === null && inIt.length === 0) return failure ? <Failed what={`The set ${id}`} failure={failure} again={again} /> : <p class="quiet">looking it up …</p>;
  // The log hears of exposure only now and then; what was looked up is never taken back.
  const members: readonly Rollout[] = (found?.members ?? inIt).map((each) => {
    const live = rollouts.value.get(each.id) ?? each;
    return { ...live, exposure: { ...live.exposure, requests: Math.max(live.exposure.requests, each.exposure.requests) } };
  });
  const first = members[0];
  const over = members.every((each) => ended(each.phase));
  const outcome = found?.outcome ?? null;
  const together = found === null ? null : found.order === 'together';
  const least = Math.min(...members.map((each) => each.share));
  return (
    <article class="page">
      <header class="head">
        <h2>{count(members.length)} services{together === null ? '' : together ? ', together' : ', one after the other'} <span class="arrow">{id}</span></h2>
        <span class="tag" data-tone={tone(outcome ?? (over ? null : 'watching'))}>{outcome === null ? 'under way' : phase(outcome)}</span>
        <span class="push quiet">{day(first?.startedAt)}</span>
      </header>
      <Failed what="Whether they go together, and what came of it," failure={failure} again={again} had={found !== null} />
      <p class="verdict" role="status">{outcome === 'promoted' ? 'All of them serve at their new versions.' : outcome === 'rolled_back' ? 'All of them are back at the versions before.' : together === null ? 'If one goes back, all do.' : together
        ? `Whoever meets a new version meets all of them: every share moves in one route table, ${percent(least)} now. If one goes back, all do.`
        : 'Whoever is depended on goes first. If one goes back, all do.'}</p>
      <p class="quiet after">Shares: event log, now. Met by: requests, router, since each began.</p>
      {!over && first && <div class="buttons left"><button type="button" class="primary danger" onClick={() => setAsks(true)}>Roll all of them back</button></div>}
      <div class="card">
        <table class="rows">
          <thead><tr><th scope="col">Service</th><th scope="col">Change</th><th scope="col">Is</th><th scope="col" class="num">Share</th><th scope="col" class="num">Met by</th><th scope="col">Why</th></tr></thead>
          <tbody>{members.map((each) => (
            <tr key={each.id}>
              <td class="name"><a href={serviceWay(each.service)}>{each.service}</a></td>
              <td data-label="Change"><a href={rolloutWay(each.id)}>{change(each)}</a></td>
              <td data-label="Is"><span class="tag" data-tone={tone(each.outcome ?? each.phase)}>{each.paused ? 'paused' : phase(each.outcome ?? each.phase)}</span></td>
              <td class="num" data-label="Share">{percent(each.share)}</td>
              <td class="num" data-label="Met by">{count(each.exposure.requests)}</td>
              <td class="wide">{each.reason ?? each.verdict?.reason ?? ''}</td>
            </tr>))}</tbody>
        </table>
      </div>
      {asks && first && <Ask title={`Roll ${count(members.length)} services back?`} text={`${members.map((each) => `${each.service} to ${each.from ?? 'what ran before'}`).join(', ')}: by one change of route, they are still running.`}
        label="Why (kept in the record)" yes="Roll back" danger
        act={(reason) => post('api/v1/rollback', { service: first.service, who: 'dashboard', reason })} close={() => setAsks(false)} />}
    </article>
  );
}
