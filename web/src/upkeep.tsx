// What keeps a flag tidy: its removal as a task, and its users divided otherwise, tried out first.
import { useState } from 'preact/hooks';
import { post, type Flag, type FlagChange, type FlagMoves } from './api';
import { Ask } from './ask';
import { count, day, percent } from './format';

const way = (flag: Flag, command: string) => `api/v1/flags/${encodeURIComponent(flag.key)}/${command}`;

/** What has to be so before it can go; nobody has to remember it. */
export function Removing({ flag, done }: { flag: Flag; done(change: FlagChange): void }) {
  const [asked, setAsked] = useState<'retire' | 'remove' | null>(null);
  const task = flag.live?.removal ?? null;
  const said = {
    retire: { title: `Begin the removal of ${flag.key}?`, text: 'Nothing changes for anybody: what has to be so before it can go becomes a list, and it cannot go before.', yes: 'Begin it' },
    remove: { title: `Remove ${flag.key}?`, text: 'Its definition goes; what was done to it stays on record, and undo brings it back.', yes: 'Remove' },
  };
  const act = async (reason: string) => done(await post<FlagChange>(way(flag, asked!), { who: 'dashboard', reason }));
  return (
    <section class="card" aria-labelledby="removal-title">
      <h3 id="removal-title">Its removal</h3>
      {task === null
        ? <p class="quiet">Nobody has begun it.</p>
        : <>
            <p class="quiet">Begun by {task.who}, {day(task.since)}. Where code names it, <code>curtain flag retire {flag.key} --references DIR</code> looks.</p>
            <ol class="steps">{task.steps.map((each) => (
              <li key={each.what} data-state={each.done ? 'done' : 'ahead'}><i aria-hidden="true">{each.done ? '✓' : each.done === null ? '?' : '·'}</i><span>{each.what}{each.done ? '' : each.done === null ? ': not known' : ': open'}</span></li>))}
            </ol>
          </>}
      <div class="buttons left">
        {task === null && <button type="button" onClick={() => setAsked('retire')}>Begin its removal</button>}
        {task !== null && <button type="button" class="danger" disabled={!task.ready} onClick={() => setAsked('remove')}>Remove</button>}
      </div>
      {asked && <Ask {...said[asked]} label="Why (kept in the record)" danger={asked === 'remove'} act={act} close={() => setAsked(null)} />}
    </section>
  );
}

/** Who would move under another salt or bucketing; done only with the word of that trial. */
export function Rebucketing({ flag, done }: { flag: Flag; done(change: FlagChange): void }) {
  const [salt, setSalt] = useState('');
  const [bucketing, setBucketing] = useState('');
  const [moves, setMoves] = useState<FlagMoves | null>(null);
  const [problem, setProblem] = useState('');
  const [sure, setSure] = useState(false);
  const wanted = { ...(salt.trim() === '' ? {} : { salt: salt.trim() }), ...(bucketing === '' ? {} : { bucketing }) };
  const change = (set: (value: string) => void) => (event: { currentTarget: { value: string } }) => { set(event.currentTarget.value); setMoves(null); };
  const tried = async (event: Event) => {
    event.preventDefault();
    try {
      setMoves(await post<FlagMoves>(way(flag, 'moves'), wanted));
      setProblem('');
    } catch (failure) {
      setMoves(null);
      setProblem((failure as Error).message);
    }
  };
  const act = async (reason: string) => {
    done(await post<FlagChange>(way(flag, 'set'), { ...wanted, confirm: moves!.confirm, who: 'dashboard', reason }));
    setMoves(null);
  };
  return (
    <section class="card" aria-labelledby="rebucket-title">
      <h3 id="rebucket-title">Divide users otherwise</h3>
      <form class="filters" onSubmit={tried}>
        <label>Salt <input type="text" autocomplete="off" value={salt} onInput={change(setSalt)} /></label>
        <label>Bucketing <select value={bucketing} onChange={change(setBucketing)}>
          <option value="">as it is</option><option value="1">1</option><option value="2">2</option><option value="3">3</option>
        </select></label>
        <button type="submit" disabled={Object.keys(wanted).length === 0}>Who would move?</button>
      </form>
      {problem && <p class="problem" role="alert">{problem}</p>}
      {moves && <div role="status">
        <p><b>{count(moves.moved)}</b> of {count(moves.asked)} made-up users would move ({percent(moves.percent)}).</p>
        <ul>{Object.entries(moves.changes).map(([what, many]) => <li key={what}>{what}: {count(many)}</li>)}</ul>
        <div class="buttons left"><button type="button" class="danger" onClick={() => setSure(true)}>Do it</button></div>
      </div>}
      {sure && moves && <Ask title={`Divide the users of ${flag.key} otherwise?`} text={`${count(moves.moved)} of ${count(moves.asked)} would meet another variant than now.`} yes="Do it" label="Why (kept in the record)" danger act={act} close={() => setSure(false)} />}
    </section>
  );
}
