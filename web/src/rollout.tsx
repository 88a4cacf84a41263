// One rollout: what it does, how the new version compares, whom it met, and what a person can do about it.
import { useState } from 'preact/hooks';
import { post, type Rollout, type Show } from './api';
import { Ask } from './ask';
import { Chart } from './chart';
import { Failed } from './failed';
import { count, day, ended, millis, percent, phase, time, tone } from './format';
import { lastHeard, rollouts, status, touched } from './store';
import { GatePanel } from './gate';
import { byVersion } from './lines';
import { useLooked } from './looked';
import { change, debugWay, rolloutWay, serviceWay, setWay, sloWay } from './ways';

type Command = 'promote' | 'pause' | 'resume' | 'abort' | 'rollback' | 'skip' | 'retry';

/** Of a rollout that lives the stream tells every entry: not each is worth a look. */
const TOUCHES = 8;

export function RolloutPage({ id }: { id: string }) {
  const beat = `${rollouts.value.get(id)?.phase} ${Math.floor((touched.value.get(id) ?? 0) / TOUCHES)}`;
  const { found: show, failure, again } = useLooked<Show>(`api/v1/rollouts/${encodeURIComponent(id)}`, beat);
  const [asked, setAsked] = useState<Command | null>(null);
  // What the stream tells of it is enough to know how it goes and to roll it back.
  const live: Rollout | null = rollouts.value.get(id) ?? show;
  if (live === null) return failure ? <Failed what={`The rollout ${id}`} failure={failure} again={again} /> : <p class="quiet">looking it up …</p>;
  const over = ended(live.phase);
  return (
    <article class="page">
      <header class="head">
        <h2><a href={serviceWay(live.service)}>{live.service}</a> <span class="arrow">{change(live)}</span></h2>
        <span class="tag">{live.strategy}</span>
        <span class="tag" data-tone={tone(live.outcome ?? live.phase)}>{live.paused ? 'paused' : phase(live.phase)}</span>
        {live.set !== null && <a class="tag" href={setWay(live.set)}>together with others: {live.set}</a>}
        <span class="push quiet"><a href={debugWay(live.service)}>debug</a> · <a href={sloWay(live.service)}>SLOs</a> · {day(live.startedAt)}</span>
      </header>
      <p class="verdict" role="status">{live.verdict?.reason ?? live.reason ?? 'Nothing has been compared yet.'}</p>
      <GatePanel rollout={live} since={show?.steps.find((step) => step.state === 'current')?.startedAt ?? null} />
      {!over && <Buttons rollout={live} ask={setAsked} />}
      {over && live.outcome !== 'promoted' && live.outcome !== 'reported' && <div class="buttons left"><button type="button" onClick={() => setAsked('retry')}>Try it again</button></div>}
      <Figures rollout={live} />
      {!over && <div class="charts"><Charts rollout={live} /></div>}
      <Failed what="Its looks, its steps and what happened" failure={failure} again={again} had={show !== null} />
      {show && <Closing looks={show.looks} rollout={live} />}
      {show && <Course show={show} />}
      {asked && <Confirm rollout={live} command={asked} close={() => setAsked(null)} />}
    </article>
  );
}

/** Its steps, and what happened. */
function Course({ show }: { show: Show }) {
  return (
    <div class="columns">
      <section class="card" aria-labelledby="steps-title">
        <h3 id="steps-title">Steps</h3>
        <ol class="steps">
          {show.steps.map((step) => (
            <li key={step.index} data-state={step.state} aria-current={step.state === 'current' ? 'step' : undefined}>
              <i aria-hidden="true">{{ done: '✓', current: '▸', ahead: '·', stopped: '✗', skipped: '·' }[step.state]}</i>
              <span>{step.describe}</span>
              <time>{step.durationMillis !== null ? millis(step.durationMillis) : step.state === 'current' && step.startedAt !== null ? <Lasting since={step.startedAt} planned={step.plannedMillis} /> : step.plannedMillis !== null ? `at least ${millis(step.plannedMillis)}` : ''}</time>
            </li>
          ))}
        </ol>
      </section>
      <section class="card" aria-labelledby="happened-title">
        <h3 id="happened-title">What happened</h3>
        <ol class="happened">
          {show.timeline.map((each, index) => (
            <li key={index}><time>{time(each.at)}</time> <span>{each.notes.length > 0 ? each.notes.join('; ') : each.event.replaceAll('_', ' ')}</span></li>
          ))}
        </ol>
      </section>
    </div>
  );
}

/** How long a step lasts so far. */
function Lasting({ since, planned }: { since: string; planned: number | null }) {
  return <>{millis(Math.max(0, lastHeard.value - Date.parse(since)))} so far{planned !== null && `, at least ${millis(planned)}`}</>;
}

/** The difference between the versions: where it lies, closing in with every look. */
function Closing({ looks, rollout }: { looks: Show['looks']; rollout: Rollout }) {
  // A look at another metric is of another difference.
  const metric = rollout.verdict?.metric ?? looks.at(-1)?.metric ?? null;
  const of = looks.filter((each) => each.metric === metric && each.interval.length === 2);
  if (of.length < 2) return null;
  const points = (end: 0 | 1) => of.map((each) => 100 * (each.interval[end] ?? 0));
  const sure = rollout.verdict === null ? '' : `, sure to ${percent(100 * (1 - rollout.verdict.alpha))}`;
  return (
    <Chart title={`Difference of ${metric ?? 'the versions'}, ${rollout.to} minus ${rollout.from ?? 'what ran'}, in points${sure} at every look together (event log)`} unit="" band least={0.01}
      times={of.map((each) => Date.parse(each.at) / 1000)}
      lines={[{ label: 'at most', colour: '--candidate', values: points(1) }, { label: 'at least', colour: '--stable', values: points(0) }]} />
  );
}

function Buttons({ rollout, ask }: { rollout: Rollout; ask(command: Command): void }) {
  const back = rollout.phase === 'rolling_back' || rollout.phase === 'clearing';
  const waits = rollout.phase === 'watching' || rollout.phase === 'soaking';
  return (
    <div class="buttons left">
      <button type="button" class="primary danger" disabled={back} onClick={() => ask('rollback')}>Roll back</button>
      <button type="button" disabled={!waits} title={waits ? undefined : 'while it analyses or soaks'} onClick={() => ask('promote')}>Promote</button>
      <button type="button" disabled={back} onClick={() => ask(rollout.paused ? 'resume' : 'pause')}>{rollout.paused ? 'Resume' : 'Pause'}</button>
      <button type="button" disabled={!waits} title={waits ? undefined : 'while it analyses or soaks'} onClick={() => ask('skip')}>Skip the wait</button>
      <button type="button" disabled={back} onClick={() => ask('abort')}>Give it up</button>
    </div>
  );
}

function Confirm({ rollout, command, close }: { rollout: Rollout; command: Command; close(): void }) {
  const from = rollout.from ?? 'the previous version';
  const said: Record<Command, { title: string; text: string; yes: string }> = {
    rollback: { title: `Roll back to ${from}?`, text: `${from} gets all the traffic again, by a change of route: it is still running, nothing is started or built. ${rollout.to} finishes what it has in flight.`, yes: 'Roll back' },
    abort: { title: 'Give it up?', text: `The rollout is aborted, and says so; ${from} gets all the traffic again, by a change of route.`, yes: 'Abort' },
    promote: { title: 'Go on now?', text: rollout.phase === 'soaking' ? `The soak ends: ${from} is taken down, and going back is then a new deployment.` : `The analysis of this step ends without its conclusion, and ${rollout.to} gets its next share.`, yes: 'Promote' },
    pause: { title: 'Pause it?', text: `Shares stay as they are, ${percent(rollout.share)} for ${rollout.to}. A rollback stays possible at any time.`, yes: 'Pause' },
    skip: { title: 'Pass over this wait?', text: 'What is waited for now is passed over without its conclusion. That, and why, stays in the record.', yes: 'Skip' },
    retry: { title: `Begin ${rollout.to} again?`, text: `A new rollout from ${from} to ${rollout.to}, with the same strategy.`, yes: 'Try again' },
    resume: { title: 'Go on?', text: 'It goes on with the step at which it was paused.', yes: 'Resume' },
  };
  const act = (reason: string) => command === 'rollback'
    ? post('api/v1/rollback', { service: rollout.service, who: 'dashboard', reason })
    : post<Rollout>(`api/v1/rollouts/${encodeURIComponent(rollout.id)}/${command}`, { who: 'dashboard', reason })
        .then((begun) => { if (command === 'retry') location.hash = rolloutWay(begun.id); });
  return <Ask {...said[command]} label="Why (kept in the record)" danger={command === 'rollback' || command === 'abort'} act={act} close={close} />;
}

function Figures({ rollout }: { rollout: Rollout }) {
  const verdict = rollout.verdict;
  // The log hears of exposure only now and then; whom the router counted for the verdict has met it already.
  const met = Math.max(rollout.exposure.requests, verdict?.metric === 'error_rate' ? verdict.candidate.requests : 0);
  return (
    <div>
    <dl class="figures">
      <div><dt>Share of {rollout.to}</dt><dd>{percent(rollout.share)}</dd></div>
      <div><dt>Exposure</dt><dd>{count(met)} requests{rollout.exposure.users !== null && <small>{count(rollout.exposure.users)} users</small>}</dd></div>
      {verdict && <div><dt>{verdict.metric ?? 'Compared'}: new version</dt><dd>{rate(verdict.candidate)}<small>{count(verdict.candidate.bad)} of {count(verdict.candidate.requests)}</small></dd></div>}
      {verdict && <div><dt>Baseline</dt><dd>{rate(verdict.baseline)}<small>{count(verdict.baseline.bad)} of {count(verdict.baseline.requests)}</small></dd></div>}
      {verdict && <div><dt>Difference</dt><dd>{points(verdict.interval)}<small>sure to {percent(100 * (1 - verdict.alpha))}, looked at {count(verdict.blocks)} times</small></dd></div>}
      {rollout.rollbackMillis !== null && <div><dt>Rollback took</dt><dd>{millis(rollout.rollbackMillis)}<small>{count(rollout.requestsToCandidateAfterRollback)} requests to {rollout.to} afterwards</small></dd></div>}
      {(rollout.receipt.inFlight > 0 || rollout.rollbackMillis !== null) && <div><dt>Receipt of the last cutover</dt><dd>{count(rollout.receipt.inFlight)} in flight<small>{count(rollout.receipt.completed)} completed, {count(rollout.receipt.lost)} lost</small></dd></div>}
    </dl>
    <p class="quiet after">Share: event log, now. Exposure: router, since the rollout began. What was compared: router, the seconds in which both versions served, from the first share on. Times and receipt: event log.</p>
    </div>
  );
}

function rate(counts: { requests: number; bad: number }): string {
  return percent(counts.requests === 0 ? null : (100 * counts.bad) / counts.requests);
}

function points([low, high]: readonly number[]): string {
  return low === undefined || high === undefined ? '–' : `${(100 * low).toFixed(2)} … ${(100 * high).toFixed(2)} points`;
}

/** Both sides of the service in the last ten minutes. */
function Charts({ rollout }: { rollout: Rollout }) {
  const tracks = status.value?.services.find((each) => each.service === rollout.service)?.tracks ?? [];
  const { times, lines } = byVersion(tracks, [rollout.from, rollout.to]);
  return (
    <>
      <Chart title="Requests a second, by version (router, this page’s last 10 min)" unit="" times={times} lines={lines((moment) => moment.perSecond)} />
      <Chart title="Failed, per cent of each second’s requests (router, this page’s last 10 min)" unit=" %" times={times} lines={lines((moment) => moment.errorRate)} />
      <Chart title="p95 of each second (router, this page’s last 10 min)" unit=" ms" times={times} lines={lines((moment) => moment.p95Millis)} />
    </>
  );
}
