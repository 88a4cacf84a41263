// What is behind a service: what its databases say of themselves, and what its replicas count of their errors.
import type { Debug, DebugTrack } from './api';
import { Chart, type Mark } from './chart';
import { count, millis, percent, time } from './format';
import { rolloutWay } from './ways';

type Behind = Debug['databases'];
type Database = Behind['databases'][number];

interface Props { service: string; behind: Behind; shown: readonly DebugTrack[]; narrowed: boolean; marks: readonly Mark[]; raised: string }

/**
 * @param shown tracks that fit what the page is narrowed to
 * @param narrowed to a version or a deployment
 */
export function Behind({ service, behind, shown, narrowed, marks, raised }: Props) {
  return (
    <>
      {behind.databases.map((each) => <One key={each.database} database={each} behind={behind} narrowed={narrowed} marks={marks} />)}
      {behind.databases.length === 0 && (
        <section class="card" aria-labelledby="debug-databases">
          <h3 id="debug-databases">Databases</h3>
          <p class="quiet">The model draws none behind {service}. A relation to an element of the kind <code>database</code> does: <code>{service} -&gt; {service.split('.')[0]}.Orders "reads and writes"</code></p>
        </section>)}
      <CountedByReplicas counted={behind.counted} windowMillis={behind.windowMillis} shown={shown} narrowed={narrowed} raised={raised} />
    </>
  );
}

function One({ database, behind, narrowed, marks }: { database: Database; behind: Behind; narrowed: boolean; marks: readonly Mark[] }) {
  const { seen, now, moments } = database;
  const id = `debug-database-${database.database.replaceAll(/[^A-Za-z0-9]+/g, '-')}`;
  const ended = seen === null ? 0 : seen.committed + seen.rolledBack;
  const own = database.title === null;
  return (
    <section class="card" aria-labelledby={id}>
      <h3 id={id}>Database {database.title ?? 'of the migrations'} <span class="quiet">{own ? '' : `${database.database}; `}{database.hint === null
        ? `pg_stat_database of ${database.place ?? 'an address that is not known'}, every ${millis(behind.beatMillis)}, ${database.from === null || database.until === null ? 'nothing seen yet' : `${time(database.from)} to ${time(database.until)}`}; of the whole database, whoever asked it`
        : 'not watched'}</span></h3>
      {database.hint !== null && <p>Its errors are not known here: {database.hint}. Its statistics are read and nothing else.</p>}
      {database.problem !== null && <p class="lost" role="alert">It gave nothing at the latest look: {database.problem}.{database.until !== null && ` What is shown ends at ${time(database.until)}.`}</p>}
      {own && <p class="quiet">The one of <code>$CURTAIN_DATABASE_URL</code>. Where it is behind a service, say so in the model: <code>statistics "env:CURTAIN_DATABASE_URL"</code> in that database.</p>}
      {narrowed && database.hint === null && <p class="quiet">Not by version or deployment: a database does not know who asks it. What replicas count themselves, below, is.</p>}
      {seen !== null && <dl class="figures">
        <div><dt>Rolled back</dt><dd class={seen.rolledBack > 0 ? 'bad' : ''}>{count(seen.rolledBack)}<small>of {count(ended)} transactions, {percent(ended === 0 ? null : (100 * seen.rolledBack) / ended)}: by an error, or by the program itself</small></dd></div>
        <div><dt>Deadlocks</dt><dd class={seen.deadlocks > 0 ? 'bad' : ''}>{count(seen.deadlocks)}</dd></div>
        <div><dt>Sessions lost</dt><dd class={seen.sessionsLost > 0 ? 'bad' : ''}>{count(seen.sessionsLost)}<small>a fatal error, a client that vanished, or an operator</small></dd></div>
        <div><dt>Cancelled on a standby</dt><dd class={seen.conflicts > 0 ? 'bad' : ''}>{count(seen.conflicts)}</dd></div>
        {now !== null && <div><dt>Waiting for a lock now</dt><dd class={now.waiting > 0 ? 'bad' : ''}>{count(now.waiting)}<small>{now.waiting === 0 ? 'a quarter of a second and longer' : `the longest for ${millis(now.longestWaitMillis)}${now.blocker === null ? '' : `, for ${now.blocker}`}`}</small></dd></div>}
        {now !== null && <div><dt>Connections now</dt><dd>{count(now.connections)}</dd></div>}
      </dl>}
      {moments.length > 1 && <Chart title={`Rolled back a second, and waiting for a lock (the database itself, every ${millis(behind.beatMillis)})`} unit="" times={moments.map((each) => Date.parse(each.at) / 1000)} marks={marks}
        lines={[
          { label: 'rolled back', colour: '--bad', values: moments.map((each) => (1000 * each.rolledBack) / Math.max(1, each.overMillis)) },
          { label: 'waiting', colour: '--stable', values: moments.map((each) => each.waiting) },
        ]} />}
    </section>
  );
}

function CountedByReplicas({ counted, windowMillis, shown, narrowed, raised }: { counted: Behind['counted']; windowMillis: number; shown: readonly DebugTrack[]; narrowed: boolean; raised: string }) {
  const tracks = new Map(shown.map((track) => [track.track, track]));
  const rows = counted.tracks.filter((each) => tracks.has(each.track));
  return (
    <section class="card" aria-labelledby="debug-counted">
      <h3 id="debug-counted">Database errors by version <span class="quiet">{counted.counter === null ? 'not counted'
        : `${counted.counter} of each ready replica, at ${counted.path}; ${counted.from === null || counted.until === null ? 'nothing seen yet' : `${time(counted.from)} to ${time(counted.until)}, at most ${millis(windowMillis)}`}`}</span></h3>
      {counted.hint !== null && <p class="quiet">{counted.hint.charAt(0).toUpperCase() + counted.hint.slice(1)}.</p>}
      {counted.problem !== null && <p class="bad">{counted.problem}.</p>}
      {counted.counter !== null && rows.length === 0 && counted.from !== null && <p class="quiet">{narrowed ? 'Nothing of what the page is narrowed to.' : 'No replica was ready.'}</p>}
      {rows.length > 0 && (
        <table class="rows">
          <thead><tr><th scope="col">Version</th><th scope="col">Deployment</th><th scope="col" class="num">Errors</th><th scope="col">The last found</th></tr></thead>
          <tbody>{rows.map((each) => {
            const deployment = tracks.get(each.track)?.deployment ?? null;
            return (
              <tr key={each.track}>
                <td class="name">{each.version}<small>{tracks.get(each.track)?.node.split('/').at(-1)}</small></td>
                <td data-label="Deployment">{deployment === null ? <span class="quiet">{raised}</span> : <a href={rolloutWay(deployment)}>{deployment}</a>}</td>
                <td class={each.errors > 0 ? 'num bad' : 'num'} data-label="Errors">{count(each.errors)}</td>
                <td data-label="The last found">{each.latestAt === null ? '–' : time(each.latestAt)}</td>
              </tr>);
          })}</tbody>
        </table>)}
    </section>
  );
}
