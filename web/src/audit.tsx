// What was asked of the server: by whom, from where, why, and what came of it, also what was refused.
import { useState } from 'preact/hooks';
import { get, type Audit, type AuditedAction } from './api';
import { count, day } from './format';
import { Failed } from './failed';
import { filterTo, queryOf, said, useLooked } from './looked';
import { auditTouched } from './store';
import { rolloutWay, serviceWay } from './ways';

/** All that is kept, for an export. */
const EVERYTHING = '100000';

interface Filters extends Record<string, string> { who: string; action: string; outcome: string; text: string }

function filters(way: string): Filters {
  const query = queryOf(way);
  const of = (name: string) => query.get(name) ?? '';
  return { who: of('who'), action: of('action'), outcome: of('outcome'), text: of('text') };
}

function path(wanted: Filters, more: Record<string, string> = {}): string {
  const query = new URLSearchParams(Object.entries({ ...wanted, ...more }).filter(([, value]) => value !== ''));
  return `api/v1/audit${query.size > 0 ? `?${query}` : ''}`;
}

export function AuditPage({ way }: { way: string }) {
  const wanted = filters(way);
  const { found, failure, again } = useLooked<Audit>(path(wanted), auditTouched.value);
  const all = useLooked<Audit>('api/v1/audit', auditTouched.value).found;
  const [problem, setProblem] = useState('');
  const go = (change: Partial<Filters>) => filterTo('#/audit', { ...wanted, ...change } as Filters);
  const choices = (of: (action: AuditedAction) => string) => [...new Set(all?.actions.map(of) ?? [])].sort();
  const save = () => get<Audit>(path(wanted, { most: EVERYTHING })).then(download, (refused: Error) => setProblem(said(refused)));
  return (
    <section aria-labelledby="audit-title">
      <h2 id="audit-title">Audit</h2>
      <p class="quiet about">Every action that was asked of the server by page, command or program, done or not, and whoever was turned away. Kept in the log; nothing here can be changed.</p>
      <div class="filters">
        <label>Who <select value={wanted.who} onChange={(event) => go({ who: event.currentTarget.value })}><option value="">anybody</option>{choices((each) => each.who).map((each) => <option key={each}>{each}</option>)}</select></label>
        <label>Action <select value={wanted.action} onChange={(event) => go({ action: event.currentTarget.value })}><option value="">any</option>{choices((each) => each.action).map((each) => <option key={each}>{each}</option>)}</select></label>
        <label>Outcome <select value={wanted.outcome} onChange={(event) => go({ outcome: event.currentTarget.value })}><option value="">any</option>{['done', 'refused', 'failed'].map((each) => <option key={each}>{each}</option>)}</select></label>
        <label>Any text <input type="search" value={wanted.text} onInput={(event) => go({ text: event.currentTarget.value })} /></label>
        <span class="quiet" role="status">{found === null ? '' : `${count(found.actions.length)} of ${count(found.total)}`}</span>
        <button type="button" class="push" onClick={() => void save()}>Export as JSON</button>
      </div>
      <Failed what="The audit" failure={failure} again={again} had={found !== null} />
      {problem && <p class="lost" role="alert">{problem}</p>}
      <div class="card">
        {found === null ? <p class="quiet">looking it up …</p> : found.actions.length === 0 ? <p class="quiet">{all?.total === 0 ? 'Nothing has been asked yet.' : 'Nothing fits.'}</p> : (
          <table class="rows">
            <thead><tr><th scope="col">When</th><th scope="col">Who</th><th scope="col">What</th><th scope="col">Outcome</th><th scope="col">Why, and what was answered</th><th scope="col">From</th></tr></thead>
            <tbody>{found.actions.map((each) => <Action key={`${each.at} ${each.who} ${each.action}`} action={each} />)}</tbody>
          </table>)}
      </div>
    </section>
  );
}

function Action({ action }: { action: AuditedAction }) {
  return (
    <tr>
      <td class="name">{day(action.at)}</td>
      <td data-label="Who">{action.who}<small>{action.role}</small></td>
      <td data-label="What"><b>{action.action}</b> <Target action={action} />{action.details && <small>{action.details}</small>}</td>
      <td data-label="Outcome"><span class="tag" data-tone={action.outcome === 'done' ? 'good' : 'bad'}>{action.outcome}</span><small>{action.status}</small></td>
      <td class="wide">{action.reason}{action.answer && <small>{action.answer}</small>}{action.unwritten > 0 && <small>and {count(action.unwritten)} more were refused before it</small>}</td>
      <td data-label="From">{action.from}</td>
    </tr>
  );
}

const OF_ROLLOUTS = new Set(['promote', 'pause', 'resume', 'abort', 'approve', 'check', 'skip', 'retry', 'outcome']);
const OF_SERVICES = new Set(['deploy', 'rollback', 'undo', 'drill', 'failover']);

function Target({ action }: { action: AuditedAction }) {
  if (action.status !== 404 && OF_ROLLOUTS.has(action.action)) return <a href={rolloutWay(action.target)}>{action.target}</a>;
  if (action.status !== 404 && OF_SERVICES.has(action.action)) return <a href={serviceWay(action.target)}>{action.target}</a>;
  return <>{action.target}</>;
}

function download(audit: Audit): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(audit, null, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'curtain-audit.json';
  link.click();
  // The browser has it by then.
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}
