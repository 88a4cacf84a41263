// For whoever was woken up: what changed in the last hour, what fails now, and the way back.
import { useEffect, useState } from 'preact/hooks';
import { post, type Rollout, type Service } from './api';
import { Ask } from './ask';
import { TrackRows, TrafficBar } from './bars';
import { Chart } from './chart';
import { ago, ended, phase, tone } from './format';
import { history, moments, rollouts, status } from './store';
import { change, debugWay, rolloutWay, sloWay } from './ways';

const HOUR_MILLIS = 3_600_000;
const TICK_MILLIS = 10_000;

function useNow(): number {
  const [at, setAt] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setAt(Date.now()), TICK_MILLIS);
    return () => clearInterval(timer);
  }, []);
  return at;
}

export function OnCall() {
  const at = useNow();
  const recent = history.value.filter((each) => at - Date.parse(each.endedAt ?? each.startedAt ?? '') < HOUR_MILLIS || !ended(each.phase));
  const [asked, setAsked] = useState<Rollout | null>(null);
  return (
    <>
      <section aria-labelledby="changed-title">
        <h2 id="changed-title">Changed in the last 60 minutes</h2>
        <div class="card">
          {recent.length === 0 ? <p class="quiet">Nothing was deployed.</p> : (
            <ul class="changes">
              {recent.map((each) => (
                <li key={each.id}>
                  <span><b>{each.service}</b> <a href={rolloutWay(each.id)}>{change(each)}</a> <span class="tag" data-tone={tone(each.outcome ?? each.phase)}>{phase(each.phase)}</span> <span class="quiet">{ago(each.startedAt, at)}</span></span>
                  {!ended(each.phase) && each.phase !== 'rolling_back' && each.phase !== 'clearing' && <button type="button" class="danger" onClick={() => setAsked(each)}>Roll back to {each.from ?? 'what ran before'}</button>}
                </li>
              ))}
            </ul>)}
        </div>
      </section>
      <section aria-labelledby="services-title">
        <h2 id="services-title">Services now <span class="quiet">(router, latest second)</span></h2>
        <div class="cards">{(status.value?.services ?? []).map((service) => <ServiceNow key={service.service} service={service} />)}</div>
      </section>
      {asked && (
        <Ask title={`Roll back to ${asked.from ?? 'what ran before'}?`} text={`${asked.from ?? 'The previous version'} gets all the traffic of ${asked.service} again, by a change of route: it is still running.`}
          label="Why (kept in the record)" yes="Roll back" danger
          act={(reason) => post('api/v1/rollback', { service: asked.service, who: 'dashboard', reason })} close={() => setAsked(null)} />)}
    </>
  );
}

function ServiceNow({ service }: { service: Service }) {
  const rollout = service.rollout ? rollouts.value.get(service.rollout) : undefined;
  const series = service.tracks.map((track) => ({ track, of: moments.value.get(track.track) ?? [] }));
  const times = [...new Set(series.flatMap((each) => each.of.map((moment) => Math.round(moment.at))))].sort((a, b) => a - b);
  const colours = ['--stable', '--candidate', '--stable-3'];
  const lines = series.map((each, index) => {
    const known = new Map(each.of.map((moment) => [Math.round(moment.at), moment.errorRate]));
    const alone = service.tracks.filter((other) => other.version === each.track.version).length === 1;
    return { label: alone ? each.track.version : `${each.track.version} ${each.track.node.split('/').at(-1)}`, colour: colours[index % colours.length] ?? '--stable', values: times.map((at) => known.get(at) ?? null) };
  });
  return (
    <article class="card">
      <div class="head"><h3>{service.service}</h3>{service.version && <span class="tag">{service.version}</span>}<span class="push quiet"><a href={sloWay(service.service)}>SLOs</a> · <a href={debugWay(service.service)}>debug</a></span></div>
      <TrafficBar service={service} tracks={service.tracks} rollout={rollout} />
      <TrackRows tracks={service.tracks} rollout={rollout} />
      <Chart title="Failed, per cent of each second’s requests, last 10 minutes" unit=" %" times={times} lines={lines} />
    </article>
  );
}
