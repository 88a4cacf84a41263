// What a deployment of one service, or of several as one, would do to the system as it runs, before anything does it; and the button that begins it.
import { useEffect, useState } from 'preact/hooks';
import { get, post, type Picture, type Plan, type PlannedRollout, type PlannedService, type PlannedSet, type Rollout, type VersionSet } from './api';
import { Ask } from './ask';
import { count, millis, percent } from './format';
import { Changed } from './logical';
import { queryOf, said, useLooked } from './looked';
import { Planned } from './planned';
import { now, status } from './store';
import { rolloutWay, setWay } from './ways';

interface Move { service: string; version: string }

interface Wanted { moves: readonly Move[]; order: Order; users: string }

type Order = 'together' | 'dependencies';

/** One service is asked for by its name, several as PATH=VERSION,PATH=VERSION. */
function wanted(way: string): Wanted {
  const query = queryOf(way);
  const several = (query.get('versions') ?? '').split(',').map((each) => each.split('=', 2)).filter((each) => each.length === 2).map(([service = '', version = '']) => ({ service, version }));
  const one = { service: query.get('service') ?? '', version: query.get('version') ?? '' };
  return { moves: several.length > 0 ? several : [one], order: query.get('order') === 'dependencies' ? 'dependencies' : 'together', users: query.get('users') ?? '' };
}

function pairs(moves: readonly Move[]): string {
  return moves.map((each) => `${each.service}=${each.version.trim()}`).join(',');
}

function asked({ moves, order, users }: Wanted): URLSearchParams {
  const [one] = moves;
  const query = new URLSearchParams(moves.length > 1 || one === undefined ? { versions: pairs(moves), order } : { service: one.service, version: one.version.trim() });
  if (users.trim()) query.set('users', users.trim());
  return query;
}

/** Requests a second that the router gives the service now; nothing where that is not known. */
function rate(service: string): number | null {
  const tracks = status.value?.services.find((each) => each.service === service)?.tracks ?? [];
  const known = tracks.map((track) => now(track.track)?.perSecond ?? null).filter((each) => each !== null);
  const sum = known.reduce((a, b) => a + b, 0);
  return sum > 0 ? Math.max(1, Math.round(sum)) : null;
}

export function PlanPage({ way }: { way: string }) {
  const want = wanted(way);
  const services = (status.value?.services ?? []).map((each) => each.service);
  const [draft, setDraft] = useState<Wanted>(want);
  const [plan, setPlan] = useState<Plan | null>(null);
  const [failure, setFailure] = useState('');
  const [rps, setRps] = useState<number | null>(null);
  const [round, setRound] = useState(0);
  const query = asked(want).toString();
  useEffect(() => {
    setPlan(null);
    setFailure('');
    setDraft(want);
    if (want.moves.some((each) => !each.service || !each.version)) return undefined;
    let left = false;
    const rates = want.moves.map((each) => rate(each.service));
    const least = rates.some((each) => each === null) ? null : Math.min(...rates.filter((each) => each !== null));
    setRps(least);
    get<Plan>(`api/v1/plan?${query}${least === null ? '' : `&rps=${least}`}`).then(
      (found) => { if (!left) setPlan(found); },
      (problem: Error) => { if (!left) setFailure(said(problem)); });
    return () => { left = true; };
  }, [query, round]);
  const moves = draft.moves.map((each) => ({ ...each, service: each.service || services[0] || '' }));
  const change = (index: number, to: Partial<Move>) => setDraft({ ...draft, moves: moves.map((each, at) => (at === index ? { ...each, ...to } : each)) });
  const free = services.filter((each) => !moves.some((move) => move.service === each));
  const look = (event: Event) => {
    event.preventDefault();
    location.hash = `#/plan?${asked({ ...draft, moves })}`;
  };
  return (
    <section aria-labelledby="plan-title">
      <h2 id="plan-title">Plan</h2>
      <form class="wanted" data-several={moves.length > 1 ? '' : undefined} onSubmit={look}>
        {moves.map((move, index) => (
          <div class="filters" key={index}>
            <label>Service <select value={move.service} onChange={(event) => change(index, { service: event.currentTarget.value })}>
              {services.filter((each) => each === move.service || free.includes(each)).map((each) => <option key={each} value={each}>{each}</option>)}
            </select></label>
            <label>Version <input required pattern="[^,=\s]+" title="without spaces, commas or equals signs" value={move.version} onInput={(event) => change(index, { version: event.currentTarget.value })} placeholder="v2" /></label>
            {moves.length > 1 && <button type="button" class="plain" aria-label={`Without ${move.service}`} onClick={() => setDraft({ ...draft, moves: moves.filter((_, at) => at !== index) })}>Leave out</button>}
          </div>))}
        <div class="filters">
          {moves.length > 1 && <label>They go <select value={draft.order} onChange={(event) => setDraft({ ...draft, order: event.currentTarget.value as Order })}>
            <option value="together">together, in one route table</option><option value="dependencies">one after the other, in order of dependence</option>
          </select></label>}
          <label>Users <input inputMode="numeric" pattern="[0-9]*" value={draft.users} onInput={(event) => setDraft({ ...draft, users: event.currentTarget.value })} placeholder="10000" size={8} /></label>
          {free.length > 0 && <button type="button" onClick={() => setDraft({ ...draft, moves: [...moves, { service: free[0] ?? '', version: '' }] })}>And another service</button>}
          <button type="submit" class="primary">Show the plan</button>
        </div>
      </form>
      {failure && <div class="lost" role="alert"><span>{failure}</span><button type="button" class="plain" onClick={() => setRound(round + 1)}>Look again</button></div>}
      {plan ? <Found plan={plan} wanted={want} measured={rps} /> : !failure && <p class="quiet">What would be deployed? Looking at a plan begins nothing.</p>}
    </section>
  );
}

function Found({ plan, wanted: want, measured }: { plan: Plan; wanted: Wanted; measured: number | null }) {
  const [asks, setAsks] = useState(false);
  const { set } = plan;
  const [first] = plan.rollouts;
  if (first === undefined) return null;
  const name = set === null ? first.to : `${count(plan.rollouts.length)} services`;
  const begin = async (reason: string) => {
    if (set === null) {
      const begun = await post<Rollout>('api/v1/deploy', { service: first.service, version: first.to, who: 'dashboard', reason });
      location.hash = rolloutWay(begun.id);
    } else {
      const begun = await post<VersionSet>('api/v1/sets', { versions: pairs(want.moves), order: want.order, who: 'dashboard', reason });
      location.hash = setWay(begun.id);
    }
  };
  return (
    <>
      <div class="head title">
        {set === null
          ? <h3 class="large">{first.service} <span class="arrow">{first.from ?? 'what ran'} → {first.to}</span> <span class="tag">{first.strategy}</span></h3>
          : <h3 class="large">{name}, {set.inOrder ? 'one after the other' : 'together'}</h3>}
        <button type="button" class="primary push" onClick={() => setAsks(true)}>Deploy {name}</button>
      </div>
      {set !== null && <AsOne set={set} />}
      {plan.rollouts.map((each) => <Planned key={each.service} rollout={each} measured={measured} several={set !== null} whole={set?.durationMillis ?? each.durationMillis} />)}
      <div class="columns spaced">
        {plan.services.map((each) => <Places key={each.service} service={each} />)}
      </div>
      <Difference rollouts={plan.rollouts} />
      {asks && <Ask title={`Deploy ${name}?`} text={`${plan.rollouts.map((each) => `${each.service} goes from ${each.from ?? 'what runs'} to ${each.to} by ${each.strategy}`).join('; ')}, as shown here.${set === null ? '' : ' If one goes back, all do.'}`}
        label="Why (kept in the record)" yes="Deploy" act={begin} close={() => setAsks(false)} />}
    </>
  );
}

function AsOne({ set }: { set: PlannedSet }) {
  return (
    <section class="card together" aria-label="As one">
      <p><b>As one:</b> {set.services.join(set.inOrder ? ' → ' : ', ')}; at least {millis(set.durationMillis)}.</p>
      <p>{set.inOrder
        ? 'One after the other, whoever is depended on first; the next begins when the one before has everything.'
        : `In one route table each: ${set.shares.map(percent).join(' → ')} for all of them at the same moment.`}</p>
      <p class="quiet">Whatever sends one back sends all back, in one route table. Nobody takes its previous version away before all have soaked.</p>
    </section>
  );
}

/** Where a service runs, and whether the others could do without a region. */
function Places({ service }: { service: PlannedService }) {
  const losses = service.regions.filter((each) => !each.standby);
  return (
    <section class="card" aria-label={`Where ${service.service} runs`}>
      <h3>Where {service.service} runs <span class="quiet">the model, at rest</span></h3>
      <table class="rows">
        <thead><tr><th scope="col">Place</th><th scope="col" class="num">Share</th><th scope="col" class="num">Replicas</th></tr></thead>
        <tbody>{service.placements.map((place) => (
          <tr key={place.path}>
            <td class="name">{place.node.split('/').join(' › ')}{place.standby && <span class="tag">standby</span>}</td>
            <td class="num" data-label="Share">{percent(place.share)}</td>
            <td class="num" data-label="Replicas">{count(place.replicas)}</td>
          </tr>))}</tbody>
      </table>
      {losses.length > 0 && <ul class="changes">{losses.map((each) => (
        <li key={each.region}><span>If <b>{each.region}</b> is lost: the others may have {count(each.othersMayGrowTo)} replicas, {count(each.needed)} {each.needed === 1 ? 'is' : 'are'} needed.</span>
          <span class="tag" data-tone={each.carried ? 'good' : 'bad'}>{each.carried ? 'they carry it' : each.othersMayGrowTo === 0 ? 'nobody serves' : `each has ${(each.needed / each.othersMayGrowTo).toFixed(1)} times its load`}</span></li>))}</ul>}
    </section>
  );
}

/** The model's picture, with what would be another version in it. */
function Difference({ rollouts }: { rollouts: readonly PlannedRollout[] }) {
  const { found, failure } = useLooked<Picture>('api/v1/picture', status.value?.since);
  const moving = new Map(rollouts.map((each) => [each.service, `${each.from ?? 'what ran'} → ${each.to}`]));
  const standing = new Map((status.value?.services ?? []).map((each) => [each.service, each.version ?? 'no version']));
  return (
    <section class="spaced" aria-labelledby="plan-picture">
      <h3 id="plan-picture">What changes in the picture <span class="quiet">framed: another version; the rest stays</span></h3>
      {failure && <p class="lost" role="alert">{failure}</p>}
      {found !== null && <Changed picture={found} moving={moving} standing={standing} />}
    </section>
  );
}
