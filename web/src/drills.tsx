// Whether the way back works: tried on purpose under live traffic, with the evidence that is left.
import { useState } from 'preact/hooks';
import { post, type Evidence, type Rollout } from './api';
import { Ask } from './ask';
import { Failed } from './failed';
import { count, day, millis } from './format';
import { useLooked } from './looked';
import { history, status } from './store';
import { rolloutWay } from './ways';

export function Drills() {
  const services = (status.value?.services ?? []).map((each) => each.service);
  return (
    <section aria-labelledby="drills-title">
      <h2 id="drills-title">Drills <span class="source">event log, all of it</span></h2>
      <p class="quiet about">A drill puts fresh replicas of the serving version beside it, gives them the traffic, and takes it back by a change of route, under whatever load there is.</p>
      <div class="cards">{services.map((service) => <OfService key={service} service={service} />)}</div>
    </section>
  );
}

function OfService({ service }: { service: string }) {
  const [asks, setAsks] = useState(false);
  const phases = history.value.filter((each) => each.service === service).map((each) => each.phase).join();
  const { found, failure, again } = useLooked<{ drills: readonly Evidence[] }>(`api/v1/drills?service=${encodeURIComponent(service)}`, phases);
  const drills = found?.drills ?? null;
  return (
    <article class="card">
      <div class="head"><h3>{service}</h3><button type="button" class="push" onClick={() => setAsks(true)}>Drill the rollback</button></div>
      <Failed what="Its drills" failure={failure} again={again} had={drills !== null} />
      {drills !== null && drills.length === 0 && <p class="quiet">Its way back was never tried.</p>}
      {drills !== null && drills.length > 0 && (
        <table class="rows">
          <thead><tr><th scope="col">When</th><th scope="col">Drill</th><th scope="col">Held</th><th scope="col" class="num">Took</th><th scope="col" class="num">At most</th><th scope="col" class="num">Requests meanwhile</th><th scope="col" class="num">Lost</th><th scope="col">In words</th></tr></thead>
          <tbody>{drills.map((each) => (
            <tr key={each.at}>
              <td class="name">{day(each.at)}</td>
              <td data-label="Drill">{each.kind}</td>
              <td data-label="Held"><span class="tag" data-tone={each.held ? 'good' : 'bad'}>{each.held ? 'held' : 'did not hold'}</span></td>
              <td class="num" data-label="Took">{millis(each.millis)}</td>
              <td class="num" data-label="At most">{millis(each.objectiveMillis)}</td>
              <td class="num" data-label="Requests">{count(each.requests)}</td>
              <td class="num" data-label="Lost">{count(each.lost)}</td>
              <td class="wide">{each.words}</td>
            </tr>))}</tbody>
        </table>)}
      {asks && <Ask title={`Drill the rollback of ${service}?`} text="Live traffic is moved to fresh replicas of the version that serves, and taken back. It is written down whether that was quick enough and lost no request."
        label="At most (30s unless said)" yes="Begin the drill"
        act={async (within) => {
          const begun = await post<Rollout>('api/v1/drill', { service, kind: 'rollback', within: within.trim() || '30s' });
          location.hash = rolloutWay(begun.id);
        }} close={() => setAsks(false)} />}
    </article>
  );
}
