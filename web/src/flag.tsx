// One feature flag: what it answers and why, who reads it, what was done to it; off with one click and one confirmation.
import { useState } from 'preact/hooks';
import { post, type Flag, type FlagChange, type FlagHistory } from './api';
import { Ask } from './ask';
import { Failed } from './failed';
import { count, day, millis, percent } from './format';
import { daysTo, state } from './flags';
import { useLooked } from './looked';
import { flagsTouched } from './store';
import { Rebucketing, Removing } from './upkeep';
import { flagWay } from './ways';

type Command = 'off' | 'on' | 'undo';
interface Definition { variants?: Record<string, unknown>; defaultVariant?: string | null; targeting?: object }

export function FlagPage({ name }: { name: string }) {
  const path = `api/v1/flags/${encodeURIComponent(name)}`;
  const looked = useLooked<Flag>(path, flagsTouched.value);
  const past = useLooked<FlagHistory>(`${path}/history`, flagsTouched.value);
  const flag = looked.found;
  const [asked, setAsked] = useState<Command | null>(null);
  const [done, setDone] = useState<FlagChange | null>(null);
  if (flag === null) return looked.failure === '' ? <p class="quiet">looking…</p> : <Failed what={`The flag ${name}`} failure={looked.failure} again={looked.again} />;
  const now = state(flag);
  const off = flag.live?.denied.some((each) => each.startsWith('everyone')) ?? false;
  return (
    <article class="page" aria-labelledby="flag-title">
      <Failed what={`The flag ${name}`} failure={looked.failure} again={looked.again} had />
      <div class="head">
        <h2 id="flag-title">{flag.key}</h2>
        <span class="tag" data-tone={now.tone}>{now.words}</span>
        {flag.overdue && <span class="tag" data-tone="bad">overdue</span>}
        <span class="tag">{flag.category ?? 'no category'}</span>
        {flag.live?.awaitingApproval && <span class="tag" data-tone="wait">waits for approval: {flag.live.awaitingApproval}</span>}
      </div>
      <p class="quiet about">What it is and what was done to it: event log. Who reads it: what services and clients report.</p>
      {flag.description && <p class="verdict">{flag.description}</p>}
      <div class="buttons left">
        <button type="button" class="primary danger" disabled={off} onClick={() => setAsked('off')}>Turn off</button>
        <button type="button" onClick={() => setAsked('on')}>Turn on</button>
        <button type="button" onClick={() => setAsked('undo')}>Undo</button>
      </div>
      {done && <p class="quiet" role="status">{spread(done)}</p>}
      <Figures flag={flag} />
      <div class="columns">
        <Answers flag={flag} />
        {past.found === null ? <Failed what="What was done to it" failure={past.failure} again={past.again} /> : <Past history={past.found} />}
      </div>
      <div class="columns">
        <Readers flag={flag} />
        <Removing flag={flag} done={setDone} />
      </div>
      <Rebucketing flag={flag} done={setDone} />
      {asked && <Confirm flag={flag} command={asked} done={setDone} close={() => setAsked(null)} />}
    </article>
  );
}

/** How far a change has come, as it was measured. */
function spread(done: FlagChange): string {
  if (done.awaitingApproval) return `${done.action}: somebody else has to approve it.`;
  if (done.clients === 0) return `${done.action}: in force. No client follows changes, so nothing could be measured.`;
  return `${done.action}: ${count(done.reached)} of ${count(done.clients)} clients have it in force${done.slowestMillis === null ? '' : `, the slowest after ${millis(done.slowestMillis)}`}.`;
}

function Figures({ flag }: { flag: Flag }) {
  const left = daysTo(flag.removeBy);
  const rollout = flag.live?.rollout ?? null;
  return (
    <dl class="figures">
      <div><dt>Owner</dt><dd>{flag.owner ?? '–'}<small>{flag.service ?? 'no service named'}</small></dd></div>
      <div><dt>To be gone by</dt><dd>{flag.removeBy ?? '–'}<small>{left === null ? '' : left < 0 ? `${-left} days ago` : `in ${left} days`}{flag.extensions > 0 ? `, put off ${flag.extensions} times` : ''}</small></dd></div>
      <div><dt>Let out to</dt><dd>{flag.exposure === null ? 'nobody in particular' : percent(flag.exposure.percent)}<small>{flag.exposure === null ? '' : `variant ${flag.exposure.variant}, by ${flag.exposure.by}`}</small></dd></div>
      <div><dt>Off for</dt><dd>{flag.live?.denied.length ? flag.live.denied.join(', ') : 'nobody'}</dd></div>
      {rollout && <div><dt>On its way</dt><dd>step {rollout.step} of {rollout.steps.length}<small>{rollout.steps.join(', ')}. {rollout.waits ?? rollout.reason ?? 'nothing was reported yet'}</small></dd></div>}
    </dl>
  );
}

/** What is asked, in the order in which it is asked. */
function Answers({ flag }: { flag: Flag }) {
  const definition = (flag.live?.definition ?? {}) as Definition;
  const out = flag.exposure;
  const named = out === null ? [] : Object.entries(out.named).map(([attribute, values]) => `${attribute} ${values.join(', ')}`);
  const rules: [string, string][] = [
    ...(flag.state === 'disabled' ? [['Disabled', 'the program’s own default'] as [string, string]] : []),
    ...(flag.live?.denied ?? []).map((each): [string, string] => [`Off for ${each}`, 'before every rule']),
    ...Object.entries(flag.prerequisites).map(([other, variant]): [string, string] => [`Waits for ${other}`, `to be ${variant}`]),
    ...(out === null ? [] : [[`${out.variant} is let out`, [`to ${percent(out.percent)} by ${out.by}`, out.ring === null ? '' : `to ring ${out.ring}`, ...named.map((each) => `to ${each}`)].filter(Boolean).join(', ')] as [string, string]]),
    ...(definition.targeting && Object.keys(definition.targeting).length > 0 ? [['Rule', JSON.stringify(definition.targeting)] as [string, string]] : []),
    ['Otherwise', definition.defaultVariant ?? 'the program’s own default'],
  ];
  return (
    <section class="card" aria-labelledby="answers-title">
      <h3 id="answers-title">What it answers</h3>
      <ol class="asked">{rules.map(([what, how]) => <li key={what}><b>{what}</b> <span class={what === 'Rule' ? 'code' : ''}>{how}</span></li>)}</ol>
      <table>
        <thead><tr><th scope="col">Variant</th><th scope="col">Value</th></tr></thead>
        <tbody>{Object.entries(definition.variants ?? {}).map(([name, value]) => <tr key={name}><td>{name}</td><td><code>{JSON.stringify(value)}</code></td></tr>)}</tbody>
      </table>
      {flag.live?.scheduled.map((each) => <p key={each.at} class="quiet">{day(each.at)}: {each.action}, by {each.who}</p>)}
      {flag.live?.dependants.length ? <p class="after">Waited for by {flag.live.dependants.map((each, index) => <>{index > 0 && ', '}<a key={each} href={flagWay(each)}>{each}</a></>)}</p> : null}
    </section>
  );
}

function Past({ history }: { history: FlagHistory }) {
  return (
    <section class="card" aria-labelledby="past-title">
      <h3 id="past-title">What was done</h3>
      <ol class="happened" tabIndex={0} aria-labelledby="past-title">
        {[...history.events].reverse().map((each, index) => (
          <li key={index}><time>{day(each.at)}</time> <span><b>{each.action}</b> by {each.who}{each.reason ? <>: {each.reason}</> : null}</span></li>
        ))}
      </ol>
    </section>
  );
}

function Readers({ flag }: { flag: Flag }) {
  const readers = Object.entries(flag.live?.lastEvaluated ?? {});
  return (
    <section class="card" aria-labelledby="readers-title">
      <h3 id="readers-title">Who reads it</h3>
      {readers.length === 0 ? <p class="quiet">Nobody has asked for it yet.</p> : (
        <table>
          <thead><tr><th scope="col">Service and version</th><th scope="col">Last asked</th></tr></thead>
          <tbody>{readers.map(([who, when]) => <tr key={who}><td>{who}</td><td>{day(when)}</td></tr>)}</tbody>
        </table>)}
      {readers.length > 0 && flag.live?.unused && <p class="quiet">None of them is live: it can be removed.</p>}
    </section>
  );
}

function Confirm({ flag, command, done, close }: { flag: Flag; command: Command; done(change: FlagChange): void; close(): void }) {
  const whom = 'For whom (customer=acme; empty: everybody)';
  const dependants = flag.live?.dependants ?? [];
  const said = {
    off: { title: `Turn ${flag.key} off?`, text: `It is off at once, before every rule; nothing is deployed.${dependants.length > 0 ? ` ${dependants.join(', ')} wait for it and go to their defaults.` : ''}`, yes: 'Turn off', second: whom },
    on: { title: `Turn ${flag.key} on?`, text: 'What turned it off is lifted: what was in force before is in force again. Where nothing did, everybody gets it, or those named.', yes: 'Turn on', second: whom },
    undo: { title: 'Undo the latest change?', text: 'The definition is as it was before it; both stay on record.', yes: 'Undo' },
  }[command];
  const act = async (reason: string, target: string) => done(await post<FlagChange>(`api/v1/flags/${encodeURIComponent(flag.key)}/${command}`,
    { who: 'dashboard', reason, ...(command !== 'undo' && target.trim() !== '' ? { for: target.trim() } : {}) }));
  return <Ask {...said} label="Why (kept in the record)" danger={command === 'off'} act={act} close={close} />;
}
