// Where a service runs in several regions: what each carries, whether the others could do without it, and the way to leave it.
import { useEffect, useState } from 'preact/hooks';
import { post, type Failover, type Region, type Service } from './api';
import { Ask } from './ask';
import { Failed } from './failed';
import { ago, count, percent } from './format';
import { useLooked } from './looked';
import { lastHeard, leftOut, regionsTouched, status } from './store';

type Asked = { region: Region; now: boolean } | 'back';

export function Regions() {
  const several = (status.value?.services ?? []).filter((service) => new Set(service.tracks.map((track) => track.node)).size > 1);
  return several.length === 0 ? null : <div class="cards spaced">{several.map((service) => <OfService key={service.service} service={service} />)}</div>;
}

function OfService({ service }: { service: Service }) {
  const shares = service.tracks.map((track) => `${track.track} ${track.share}`).join();
  const { found, failure, again } = useLooked<Failover>(`api/v1/failover?service=${encodeURIComponent(service.service)}`, `${regionsTouched.value} ${shares}`);
  const [asked, setAsked] = useState<Asked | null>(null);
  const nodes = found?.away?.stage === 'away' ? found.away.nodes.join('\n') : '';
  useEffect(() => {
    leftOut.value = new Map([...leftOut.value].filter(([name]) => name !== service.service).concat(nodes === '' ? [] : [[service.service, nodes.split('\n')]]));
  }, [nodes]);
  if (found === null) return <Failed what={`Regions of ${service.service}`} failure={failure} again={again} />;
  if (found.regions.length < 2) return null;
  const away = found.away;
  return (
    <section class="card" aria-label={`Regions of ${service.service}`}>
      <Failed what={`Regions of ${service.service}`} failure={failure} again={again} had />
      <div class="head"><h3>Regions of {service.service} <span class="quiet">the model, at rest</span></h3>{away && <span class="tag" data-tone="bad">{away.region} {away.stage === 'away' ? 'is left out' : 'will be left out: the others grow'} · {away.who}, {ago(away.since, lastHeard.value)}</span>}</div>
      <table class="rows">
        <thead><tr><th scope="col">Region</th><th scope="col" class="num">Share at rest</th><th scope="col" class="num">Replicas</th><th scope="col">Without it</th><th scope="col"><span class="hidden">What can be done</span></th></tr></thead>
        <tbody>{found.regions.map((region) => (
          <tr key={region.region} data-away={away?.region === region.region ? '' : undefined}>
            <td class="name">{region.region}</td>
            <td class="num" data-label="Share at rest">{percent(region.share)}</td>
            <td class="num" data-label="Replicas">{count(region.replicas)}{region.most > region.replicas && <small>may grow to {count(region.most)}</small>}</td>
            <td class={region.survivable ? 'wide' : 'wide bad'}>{region.without}</td>
            <td class="act">{away === null
              ? region.share > 0 && <button type="button" class="danger" onClick={() => setAsked({ region, now: false })}>Fail over</button>
              : away.region === region.region && <button type="button" onClick={() => setAsked('back')}>Bring it back</button>}</td>
          </tr>))}</tbody>
      </table>
      {asked === 'back' && away && <Ask title={`Bring ${away.region} back?`} text={`It gets its share of ${service.service} again, once its replicas are ready.`} label="Why (kept in the record)" yes="Bring it back"
        act={(reason) => post('api/v1/failover', { service: service.service, back: 'true', who: 'dashboard', reason })} close={() => setAsked(null)} />}
      {asked !== null && asked !== 'back' && <Ask title={`Take ${asked.region.region} out?`}
        text={`The other regions grow, then ${service.service} in ${asked.region.region} gets no more requests: ${asked.region.without}. What it has in flight it finishes.`}
        label="Why (kept in the record)" second={'Type “now” to move the traffic at once, whatever the others can carry'} yes="Fail over" danger
        act={(reason, hurry) => post('api/v1/failover', { service: service.service, region: asked.region.region, now: String(hurry.trim() === 'now'), who: 'dashboard', reason })} close={() => setAsked(null)} />}
    </section>
  );
}
