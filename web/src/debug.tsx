// One service from near, for whoever looks for a cause. Every number says its window and its source.
import type { Debug, DebugTrack } from './api';
import { Chart } from './chart';
import { Failed } from './failed';
import { Behind } from './databases';
import { ago, count, day, millis, percent, time } from './format';
import { byVersion } from './lines';
import { filterTo, queryOf, useLooked } from './looked';
import { marksOf } from './narrow';
import { lastHeard, status } from './store';
import { rolloutWay } from './ways';

const LOOK_MILLIS = 5_000;
const MOST_SLOW = 10;
const RAISED = 'raised with the model';

interface Filters extends Record<string, string> { service: string; version: string; deployment: string }

function deploymentOf(track: DebugTrack): string {
  return track.deployment ?? RAISED;
}

export function DebugPage({ way }: { way: string }) {
  const query = queryOf(way);
  const services = status.value?.services ?? [];
  const service = query.get('service') ?? services[0]?.service ?? '';
  const wanted: Filters = { service, version: query.get('version') ?? '', deployment: query.get('deployment') ?? '' };
  const phases = services.find((each) => each.service === service)?.tracks.map((track) => `${track.track} ${track.replicas.ready}`).join() ?? '';
  const { found, failure, again } = useLooked<Debug>(service === '' ? null : `api/v1/debug?service=${encodeURIComponent(service)}`, `${Math.floor(lastHeard.value / LOOK_MILLIS)} ${phases}`);
  const go = (change: Partial<Filters>) => filterTo('#/debug', { ...wanted, ...change } as Filters);
  const tracks = found?.tracks ?? [];
  const fits = (track: DebugTrack | undefined) => track !== undefined && (wanted.version === '' || track.version === wanted.version) && (wanted.deployment === '' || deploymentOf(track) === wanted.deployment);
  const shown = tracks.filter(fits);
  const names = new Set(shown.map((track) => track.track));
  // What has ended has no track any more; it is shown unless somebody asks for a version.
  const isShown = (track: string) => names.has(track) || (wanted.version === '' && wanted.deployment === '');
  return (
    <section aria-labelledby="debug-title">
      <h2 id="debug-title">Debug</h2>
      <div class="filters">
        <label>Service <select value={service} onChange={(event) => go({ service: event.currentTarget.value, version: '', deployment: '' })}>{services.map((each) => <option key={each.service}>{each.service}</option>)}</select></label>
        <label>Version <select value={wanted.version} onChange={(event) => go({ version: event.currentTarget.value })}><option value="">all</option>{[...new Set(tracks.map((track) => track.version))].map((each) => <option key={each}>{each}</option>)}</select></label>
        <label>Deployment <select value={wanted.deployment} onChange={(event) => go({ deployment: event.currentTarget.value })}><option value="">all</option>{[...new Set(tracks.map(deploymentOf))].map((each) => <option key={each}>{each}</option>)}</select></label>
      </div>
      <Failed what={`What is near ${service}`} failure={failure} again={again} had={found !== null} />
      {found !== null && <Found debug={found} shown={shown} isShown={isShown} names={names} wanted={wanted} />}
    </section>
  );
}

function Found({ debug, shown, isShown, names, wanted }: { debug: Debug; shown: readonly DebugTrack[]; isShown(track: string): boolean; names: ReadonlySet<string>; wanted: Filters }) {
  const live = status.value?.services.find((each) => each.service === debug.service)?.tracks.filter((track) => names.has(track.track)) ?? [];
  const { times, lines } = byVersion(live);
  const replicas = debug.replicas.filter((each) => isShown(each.track));
  const ended = debug.ended.filter((each) => isShown(each.track));
  const slow = debug.slow.filter((each) => isShown(each.track));
  const now = Date.parse(debug.at);
  const marks = marksOf(debug.service, wanted);
  return (
    <div class="page">
      <div class="charts">
        <Chart title="Failed, per cent of each second’s requests (router, this page’s last 10 min)" unit=" %" times={times} lines={lines((moment) => moment.errorRate)} marks={marks} />
        <Chart title="p95 of each second (router, this page’s last 10 min)" unit=" ms" times={times} lines={lines((moment) => moment.p95Millis)} marks={marks} />
        <Chart title="Requests a second (router, this page’s last 10 min)" unit="" times={times} lines={lines((moment) => moment.perSecond)} marks={marks} />
      </div>
      <section class="card" aria-labelledby="debug-tracks">
        <h3 id="debug-tracks">By version <span class="quiet">requests and latencies: router, since {debug.countedSince === null ? 'unknown: it does not answer' : day(debug.countedSince)}; replicas: event log</span></h3>
        <table class="rows">
          <thead><tr><th scope="col">Version</th><th scope="col">Deployment</th><th scope="col" class="num">Share</th><th scope="col" class="num">Requests</th><th scope="col" class="num">Failed</th><th scope="col" class="num">p50</th><th scope="col" class="num">p95</th><th scope="col" class="num">p99</th><th scope="col" class="num">Ready</th><th scope="col" class="num">Restarts</th></tr></thead>
          <tbody>{shown.map((track) => (
            <tr key={track.track}>
              <td class="name">{track.version}<small>{track.node.split('/').at(-1)}</small></td>
              <td data-label="Deployment">{track.deployment === null ? <span class="quiet">{RAISED}</span> : <a href={rolloutWay(track.deployment)}>{track.deployment}</a>}</td>
              <td class="num" data-label="Share">{percent(track.share)}</td>
              <td class="num" data-label="Requests">{count(track.total?.requests)}</td>
              <td class={(track.total?.failed ?? 0) > 0 ? 'num bad' : 'num'} data-label="Failed">{count(track.total?.failed)}<small>{percent(track.total?.errorRate)}</small></td>
              <td class="num" data-label="p50">{millis(track.total?.p50Millis)}</td>
              <td class="num" data-label="p95">{millis(track.total?.p95Millis)}</td>
              <td class="num" data-label="p99">{millis(track.total?.p99Millis)}</td>
              <td class={track.replicas.ready < track.replicas.wanted ? 'num bad' : 'num'} data-label="Ready">{count(track.replicas.ready)}/{count(track.replicas.wanted)}</td>
              <td class={track.lost > 0 ? 'num bad' : 'num'} data-label="Restarts">{count(track.lost)}</td>
            </tr>))}</tbody>
        </table>
      </section>
      <section class="card" aria-labelledby="debug-slow">
        <h3 id="debug-slow">Slowest requests <span class="quiet">router, the 8 slowest of each track and event loop, this minute and the last</span></h3>
        {debug.slowProblem && <p class="bad">{debug.slowProblem}</p>}
        {slow.length === 0 ? !debug.slowProblem && <p class="quiet">None in these minutes.</p> : (
          <table class="rows">
            <thead><tr><th scope="col" class="num">Took</th><th scope="col">Request</th><th scope="col">Version</th><th scope="col" class="num">Status</th><th scope="col">Ended</th><th scope="col">Trace</th></tr></thead>
            <tbody>{slow.slice(0, MOST_SLOW).map((each, index) => (
              <tr key={index}>
                <td class="num from" data-label="Took">{each.millis < 10 ? `${each.millis.toFixed(1)} ms` : millis(each.millis)}</td>
                <td class="name code">{each.request}</td>
                <td data-label="Version">{each.version}</td>
                <td class={each.status >= 500 || each.status === 0 ? 'num bad' : 'num'} data-label="Status">{each.status === 0 ? 'broken' : each.status}</td>
                <td data-label="Ended">{time(each.at)}</td>
                <td class="code trace" data-label="Trace">{each.traceId ?? '–'}</td>
              </tr>))}</tbody>
          </table>)}
      </section>
      <Behind service={debug.service} behind={debug.databases} shown={shown} narrowed={wanted.version !== '' || wanted.deployment !== ''} marks={marks} raised={RAISED} />
      <div class="columns">
        <section class="card" aria-labelledby="debug-replicas">
          <h3 id="debug-replicas">Replicas <span class="quiet">event log; in flight: router, now</span></h3>
          <table class="rows">
            <thead><tr><th scope="col">Replica</th><th scope="col">Is</th><th scope="col">For</th><th scope="col" class="num">In flight</th></tr></thead>
            <tbody>{replicas.map((each) => (
              <tr key={each.id}>
                <td class="name">{each.id}<small>{each.version}, port {each.port}</small></td>
                <td data-label="Is"><span class="tag" data-tone={each.status === 'ready' ? 'good' : 'wait'}>{each.status}</span>{each.why && <small>{each.why}</small>}</td>
                <td data-label="For">{each.since === null ? '–' : millis(Math.max(0, now - Date.parse(each.since)))}</td>
                <td class="num" data-label="In flight">{count(each.inFlight)}</td>
              </tr>))}</tbody>
          </table>
        </section>
        <section class="card" aria-labelledby="debug-ended">
          <h3 id="debug-ended">Ended <span class="quiet">event log, the last 50</span></h3>
          {ended.length === 0 ? <p class="quiet">No replica has ended.</p> : (
            <ol class="happened" tabIndex={0} aria-label="Replicas that ended">{ended.map((each) => (
              <li key={each.id}><time>{ago(each.at, now)}</time><span class={each.status === 'lost' ? 'bad' : ''}>{each.id} {each.status === 'lost' ? 'ended by itself' : 'stopped'}{each.why && `: ${each.why}`}</span></li>))}</ol>)}
        </section>
      </div>
    </div>
  );
}
