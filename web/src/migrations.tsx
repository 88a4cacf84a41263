// The migrations of the database: where each stands, how far its backfill is, what can be done with it.
import { useEffect, useState } from 'preact/hooks';
import { get, post, type Migration, type MigrationPass, type Migrations as Overview } from './api';
import { Ask } from './ask';
import { Failed } from './failed';
import { count, day, millis, percent, time } from './format';
import { said } from './looked';

type Command = 'pause' | 'resume' | 'verify' | 'contract' | 'rollback';

const MOVING_MILLIS = 1_000;
const STILL_MILLIS = 5_000;
const PHASES = ['expand', 'backfill', 'verify', 'contract'] as const;
const STATES: Record<Migration['state'], string> = {
  running: 'under way', ready: 'both shapes work', trial: 'on trial: the old shape is forbidden', contracted: 'contracted', rolled_back: 'taken back',
};

const moves = (each: Migration) => each.state === 'running' && !each.paused;

export function Migrations() {
  const [all, setAll] = useState<readonly Migration[] | null>(null);
  const [adopted, setAdopted] = useState<Overview['adopted']>([]);
  const [failure, setFailure] = useState('');
  const [beat, setBeat] = useState(0);
  // What a migration has done is in its own database, so there is no entry of the log to wait for.
  // It is asked again some time after it has answered: a slow answer is an answer, too.
  useEffect(() => {
    let left = false;
    let timer = 0;
    const again = (millis: number) => { timer = window.setTimeout(() => setBeat((known) => known + 1), millis); };
    get<Overview>('api/v1/migrations').then(
      (document) => {
        if (left) return;
        setAll([...document.migrations].reverse());
        setAdopted(document.adopted);
        setFailure('');
        again(document.migrations.some(moves) ? MOVING_MILLIS : STILL_MILLIS);
      },
      (problem: Error) => {
        if (left) return;
        setFailure(said(problem));
        again(STILL_MILLIS);
      });
    return () => { left = true; clearTimeout(timer); };
  }, [beat]);
  const moving = (all ?? []).some(moves);
  return (
    <section aria-labelledby="migrations-title">
      <h2 id="migrations-title">Migrations <span class="source">the ledger in their own database, all of it; looked at every {millis(moving ? MOVING_MILLIS : STILL_MILLIS)}</span></h2>
      <Failed what="Migrations" failure={failure} again={() => setBeat((known) => known + 1)} had={all !== null} />
      {all !== null && all.length === 0 && <p class="quiet">There is none. <code>curtain migrate start FILE</code> begins one in the database of <code>$CURTAIN_DATABASE_URL</code>.</p>}
      {adopted.length > 0 && <p class="quiet">Taken over: {adopted.map((each) => `${count(each.versions)} versions by ${each.source}`).join(', ')}.</p>}
      <div class="cards">{(all ?? []).map((each) => <One key={each.migration} migration={each} again={() => setBeat((known) => known + 1)} />)}</div>
    </section>
  );
}

function One({ migration, again }: { migration: Migration; again(): void }) {
  const [asked, setAsked] = useState<Command | null>(null);
  const [told, setTold] = useState('');
  const over = migration.state === 'contracted' || migration.state === 'rolled_back';
  const done = (phase: string) => migration.steps.filter((step) => step.phase === phase);
  return (
    <article class="card">
      <div class="head">
        <h3>{migration.migration}</h3>
        <span class="tag" data-tone={migration.state === 'ready' || migration.state === 'contracted' ? 'good' : over ? 'plain' : 'wait'}>{migration.paused ? 'paused' : STATES[migration.state]}</span>
        <span class="push quiet">since {day(migration.began)}</span>
      </div>
      <ol class="phases" aria-label="Phases">
        {PHASES.filter((phase) => done(phase).length > 0).map((phase) => {
          const steps = done(phase);
          const ready = steps.filter((step) => step.done).length;
          return <li key={phase} data-state={ready === steps.length ? 'done' : ready > 0 ? 'current' : 'ahead'}><b>{phase}</b> <span>{ready} of {steps.length} steps</span></li>;
        })}
      </ol>
      {migration.passes.map((pass) => <Pass key={pass.step} pass={pass} />)}
      {!over && (
        <div class="buttons left">
          {migration.state === 'running' && <button type="button" onClick={() => setAsked(migration.paused ? 'resume' : 'pause')}>{migration.paused ? 'Resume' : 'Pause'}</button>}
          {migration.state !== 'running' && <button type="button" onClick={() => setAsked('verify')}>Verify</button>}
          {migration.state !== 'running' && <button type="button" onClick={() => setAsked('contract')}>Contract</button>}
          <button type="button" class="danger" onClick={() => setAsked('rollback')}>Take it back</button>
        </div>)}
      {told && <p role="status">{told}</p>}
      <details>
        <summary>What happened, and its steps</summary>
        <ol class="happened">{[...migration.events].reverse().map((event, index) => <li key={index}><time>{time(event.at)}</time> <span>{event.says}{event.who === null ? '' : `, ${event.who}`}{event.reason === null ? '' : `: ${event.reason}`}</span></li>)}</ol>
        <ol class="steps">{migration.steps.map((step) => <li key={step.step} data-state={step.done ? 'done' : 'ahead'}><i aria-hidden="true">{step.done ? '✓' : '·'}</i><span>{step.says}</span></li>)}</ol>
      </details>
      {asked && <Confirm migration={migration} command={asked} tell={setTold} close={() => { setAsked(null); again(); }} />}
    </article>
  );
}

function Pass({ pass }: { pass: MigrationPass }) {
  const part = pass.estimate === null || pass.estimate === 0 ? null : Math.min(100, (100 * pass.rows) / pass.estimate);
  return (
    <div class="pass">
      <label>{pass.step} <progress max={100} {...(part === null ? {} : { value: part })} /></label>
      <span class="quiet">{count(pass.rows)} rows{pass.estimate === null ? '' : ` of about ${count(pass.estimate)} (${percent(part)})`}{pass.held === null ? '' : `; held: ${pass.held}`}</span>
      {pass.wrong > 0 && <span class="bad">{count(pass.wrong)} rows disagree</span>}
    </div>
  );
}

function Confirm({ migration, command, tell, close }: { migration: Migration; command: Command; tell(what: string): void; close(): void }) {
  const said: Record<Command, { title: string; text: string; yes: string }> = {
    pause: { title: 'Pause it?', text: 'It stops between two batches. Both shapes keep each other right meanwhile.', yes: 'Pause' },
    resume: { title: 'Go on?', text: 'It goes on at the row where it stopped.', yes: 'Resume' },
    verify: { title: 'Compare every row again?', text: 'Reads the tables once; blocks nobody.', yes: 'Verify' },
    contract: { title: 'Towards the end of the old shape?', text: migration.state === 'trial' ? 'Once the soak is over the old shape is dropped. That cannot be taken back.' : 'First a trial: the right to the old columns is revoked, and given back at once by taking the migration back. Refused while a version in use may need them.', yes: migration.state === 'trial' ? 'Go on' : 'Begin the trial' },
    rollback: { title: 'Take the migration back?', text: 'The schema becomes what it was before it; no code has to change for that.', yes: 'Take it back' },
  };
  const act = async (reason: string) => {
    const answered = await post<{ reasons?: string[]; wrong?: number }>(`api/v1/migrations/${encodeURIComponent(migration.migration)}/${command}`, { who: 'dashboard', reason });
    if (answered.reasons && answered.reasons.length > 0) throw new Error(`Not yet: ${answered.reasons.join('; ')}`);
    if (command === 'verify') tell(`Compared: ${count(answered.wrong ?? 0)} rows of which the two shapes say different things.`);
  };
  return <Ask {...said[command]} label="Why (kept in the record)" danger={command === 'rollback' || migration.state === 'trial'} act={act} close={close} />;
}
