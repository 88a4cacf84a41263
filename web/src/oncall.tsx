// For whoever was woken up: what is wrong and whose it is, what changed in the last hour, what fails now, and the way back.
import { useEffect, useState } from 'preact/hooks';
import { get, post, type Failover, type Rollout, type Service, type Slos } from './api';
import { Ask } from './ask';
import { TrackRows, TrafficBar } from './bars';
import { Chart } from './chart';
import { Failed } from './failed';
import { ago, ended, phase, tone } from './format';
import { incidents, type Incident } from './incidents';
import { byVersion } from './lines';
import { said, useLooked } from './looked';
import { fitsRollout, fitsService, fitsTrack, marksOf, Narrow, wantedOf, type Wanted } from './narrow';
import { ownerOf, Runbook } from './owners';
import { connection, history, lastHeard, leftOut, regionsTouched, rollouts, status } from './store';
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

/** Who carries whose traffic, of services that run in several places. */
function useRegions(): { regions: readonly Failover[]; failure: string; again(): void } {
  const [regions, setRegions] = useState<readonly Failover[]>([]);
  const [failure, setFailure] = useState('');
  const [round, setRound] = useState(0);
  const several = (status.value?.services ?? []).filter((service) => new Set(service.tracks.map((track) => track.node)).size > 1).map((service) => service.service).join('\n');
  useEffect(() => {
    let left = false;
    const names = several === '' ? [] : several.split('\n');
    Promise.allSettled(names.map((name) => get<Failover>(`api/v1/failover?service=${encodeURIComponent(name)}`))).then((all) => {
      if (left) return;
      const found = all.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
      setRegions(found);
      leftOut.value = new Map(found.flatMap((each) => (each.away?.stage === 'away' ? [[each.service, each.away.nodes] as const] : [])));
      setFailure(all.flatMap((each, index) => (each.status === 'rejected' ? [`${names[index]}: ${said(each.reason as Error)}`] : [])).join('; '));
    });
    return () => { left = true; };
  }, [several, regionsTouched.value, round]);
  return { regions, failure, again: () => setRound((known) => known + 1) };
}

export function OnCall({ way }: { way: string }) {
  const at = useNow();
  const wanted = wantedOf(way);
  const [asked, setAsked] = useState<Rollout | null>(null);
  const recent = history.value.filter((each) => (at - Date.parse(each.endedAt ?? each.startedAt ?? '') < HOUR_MILLIS || !ended(each.phase)) && fitsRollout(wanted, each));
  const services = (status.value?.services ?? []).filter((service) => fitsService(wanted, service.service));
  return (
    <>
      <div class="filters top-filters"><Narrow screen="#/oncall" wanted={wanted} /></div>
      <Wrong wanted={wanted} ask={setAsked} />
      <section aria-labelledby="changed-title">
        <h2 id="changed-title">Changed in the last 60 minutes <span class="source">event log</span></h2>
        <div class="card">
          {recent.length === 0 ? <p class="quiet">Nothing was deployed.</p> : (
            <ul class="changes">
              {recent.map((each) => (
                <li key={each.id}>
                  <span><b>{each.service}</b> <a href={rolloutWay(each.id)}>{change(each)}</a> <span class="tag" data-tone={tone(each.outcome ?? each.phase)}>{phase(each.phase)}</span>{each.from === each.to && <> <span class="tag">drill</span></>} <span class="quiet">{ago(each.startedAt, at)}</span></span>
                  <Back rollout={each} ask={setAsked} />
                </li>
              ))}
            </ul>)}
        </div>
      </section>
      <section aria-labelledby="services-title">
        <h2 id="services-title">Services now <span class="source">router, latest second</span></h2>
        {services.length === 0 ? <p class="quiet">Nothing fits.</p> : <div class="cards">{services.map((service) => <ServiceNow key={service.service} service={service} wanted={wanted} />)}</div>}
      </section>
      {asked && (
        <Ask title={`Roll back to ${asked.from ?? 'what ran before'}?`} text={`${asked.from ?? 'The previous version'} gets all the traffic of ${asked.service} again, by a change of route: it is still running.`}
          label="Why (kept in the record)" yes="Roll back" danger
          act={(reason) => post('api/v1/rollback', { service: asked.service, who: 'dashboard', reason })} close={() => setAsked(null)} />)}
    </>
  );
}

function Back({ rollout, ask }: { rollout: Rollout; ask(rollout: Rollout): void }) {
  if (ended(rollout.phase) || rollout.phase === 'rolling_back' || rollout.phase === 'clearing') return null;
  return <button type="button" class="danger" onClick={() => ask(rollout)}>Roll back to {rollout.from ?? 'what ran before'}</button>;
}

/** Incidents now, each with whose it is, what to do, and the deployment that may be the cause. */
function Wrong({ wanted, ask }: { wanted: Wanted; ask(rollout: Rollout): void }) {
  const slos = useLooked<Slos>('api/v1/slo', `${Math.floor(lastHeard.value / TICK_MILLIS)} ${status.value?.since}`);
  const { regions, failure, again } = useRegions();
  const all = incidents({ services: status.value?.services ?? [], rollouts: rollouts.value, slos: slos.found, regions })
    .filter((each) => fitsService(wanted, each.service));
  const silent = (slos.found?.services ?? []).filter((each) => each.objectives.length === 0 && fitsService(wanted, each.service)).map((each) => each.service);
  const unsure = connection.value !== 'live' || slos.found === null;
  return (
    <section aria-labelledby="wrong-title">
      <h2 id="wrong-title">Wrong now <span class="source">event log; objectives: router, over the windows of each alert</span></h2>
      <Failed what="Objectives, and so which alerts fire," failure={slos.failure} again={slos.again} had={slos.found !== null} />
      <Failed what="Whether a region is left out" failure={failure} again={again} had={regions.length > 0} />
      <div class="card">
        {all.length === 0
          ? <p class="quiet">{unsure ? 'Not known yet.' : 'Nothing: every replica that should be ready is, no alert fires, no region is left out, nothing is going back.'}</p>
          : <ul class="changes">{all.map((each) => <One key={`${each.service} ${each.what}`} incident={each} ask={ask} />)}</ul>}
        {silent.length > 0 && <p class="quiet after">No objective, so that no alert can fire: {silent.join(', ')}.</p>}
      </div>
    </section>
  );
}

function One({ incident, ask }: { incident: Incident; ask(rollout: Rollout): void }) {
  const owner = ownerOf(incident.service);
  const running = status.value?.services.find((each) => each.service === incident.service)?.rollout ?? null;
  const rollout = running === null ? undefined : rollouts.value.get(running);
  const to = { rollout: incident.rollout === null ? '#/oncall' : rolloutWay(incident.rollout), slo: sloWay(incident.service), debug: debugWay(incident.service), map: '#/' }[incident.way];
  return (
    <li>
      <span>
        <span class="tag" data-tone={incident.severity === 'page' ? 'bad' : 'wait'}>{incident.severity}</span> <b>{incident.service}</b> <a href={to}>{incident.what}</a>
        <small class="whose">{owner === null ? 'no owner in the model' : `owner: ${owner}`} <Runbook path={incident.service} /> <span>source: {incident.source}</span></small>
      </span>
      {rollout && <Back rollout={rollout} ask={ask} />}
    </li>
  );
}

function ServiceNow({ service, wanted }: { service: Service; wanted: Wanted }) {
  const rollout = service.rollout ? rollouts.value.get(service.rollout) : undefined;
  const tracks = service.tracks.filter((track) => fitsTrack(wanted, service.service, track));
  const { times, lines } = byVersion(tracks);
  const marks = marksOf(service.service, wanted);
  const owner = ownerOf(service.service);
  return (
    <article class="card">
      <div class="head">
        <h3>{service.service}</h3>{service.version && <span class="tag">{service.version}</span>}
        <span class="quiet">{owner === null ? 'no owner in the model' : `owner: ${owner}`}</span>
        <span class="push quiet more"><Runbook path={service.service} /><a href={sloWay(service.service)}>SLOs</a><a href={debugWay(service.service)}>debug</a></span>
      </div>
      <TrafficBar service={service} tracks={tracks} rollout={rollout} />
      <TrackRows service={service.service} tracks={tracks} rollout={rollout} />
      <div class="charts">
        <Chart title="Failed, per cent of each second’s requests (router, this page’s last 10 min)" unit=" %" times={times} lines={lines((moment) => moment.errorRate)} marks={marks} />
        <Chart title="p95 of each second (router, this page’s last 10 min)" unit=" ms" times={times} lines={lines((moment) => moment.p95Millis)} marks={marks} />
      </div>
    </article>
  );
}
