// Every feature flag: first the queue of those whose day has passed, then all of them.
import { useMemo } from 'preact/hooks';
import type { Flag } from './api';
import { Failed } from './failed';
import { count, percent } from './format';
import { useLooked, type Looked } from './looked';
import { flagsTouched } from './store';
import { flagWay } from './ways';

const DAY_MILLIS = 86_400_000;

/** All flags, looked up again whenever one was changed. */
function useFlags(): Looked<{ flags: readonly Flag[] }> {
  return useLooked('api/v1/flags', flagsTouched.value);
}

/** Days until a day: negative once it has passed. */
export function daysTo(day: string | null): number | null {
  return day === null ? null : Math.round((Date.parse(day) - Date.parse(new Date().toISOString().slice(0, 10))) / DAY_MILLIS);
}

/** For whom it is off, and to whom it is let out. */
export function state(flag: Flag): { words: string; tone: 'good' | 'bad' | 'wait' | 'plain' } {
  const denied = flag.live?.denied ?? [];
  if (flag.state === 'disabled') return { words: 'disabled', tone: 'plain' };
  if (denied.some((each) => each.startsWith('everyone'))) return { words: 'off for everyone', tone: 'bad' };
  const out = flag.exposure;
  const named = out === null ? 0 : Object.values(out.named).reduce((sum, each) => sum + each.length, 0);
  const words = out === null ? 'default for all'
    : [out.percent > 0 || (named === 0 && out.ring === null) ? `${out.variant} for ${percent(out.percent)}` : '', out.ring === null ? '' : `ring ${out.ring}`, named === 0 ? '' : `${named} named`].filter(Boolean).join(', ');
  return { words: denied.length > 0 ? `${words}; off for ${denied.join(', ')}` : words, tone: denied.length > 0 ? 'bad' : out === null ? 'plain' : out.percent === 100 ? 'good' : 'wait' };
}

function go(filters: { owner: string; text: string; unused: boolean }): void {
  const query = new URLSearchParams();
  if (filters.owner) query.set('owner', filters.owner);
  if (filters.text) query.set('text', filters.text);
  if (filters.unused) query.set('unused', 'true');
  globalThis.history.replaceState(null, '', `#/flags${query.size > 0 ? `?${query}` : ''}`);
  dispatchEvent(new HashChangeEvent('hashchange'));
}

export function Flags({ way }: { way: string }) {
  const { found, failure, again } = useFlags();
  const flags = found?.flags ?? null;
  const filters = useMemo(() => {
    const query = new URLSearchParams(way.split('?')[1] ?? '');
    return { owner: query.get('owner') ?? '', text: query.get('text') ?? '', unused: query.has('unused') };
  }, [way]);
  if (flags === null) return failure ? <Failed what="The flags" failure={failure} again={again} /> : <p class="quiet">looking…</p>;
  const owners = [...new Set(flags.flatMap((each) => each.owner ?? []))].sort();
  const fits = (each: Flag) => (!filters.owner || each.owner === filters.owner) && (!filters.unused || each.live?.unused === true)
    && (!filters.text || `${each.key} ${each.description} ${each.service} ${each.category}`.toLowerCase().includes(filters.text.toLowerCase()));
  const shown = flags.filter(fits);
  const overdue = shown.filter((each) => each.overdue).sort((a, b) => (a.removeBy ?? '').localeCompare(b.removeBy ?? ''));
  return (
    <>
      <section aria-labelledby="flags-title">
        <h2 id="flags-title">Flags <span class="source">event log, now; read by: what services and clients report, the latest</span></h2>
        <div class="filters">
          <label>Owner <select value={filters.owner} onChange={(event) => go({ ...filters, owner: event.currentTarget.value })}>
            <option value="">all</option>{owners.map((each) => <option key={each} value={each}>{each}</option>)}
          </select></label>
          <label>Name, service or category <input type="search" value={filters.text} onInput={(event) => go({ ...filters, text: event.currentTarget.value })} /></label>
          <label><input type="checkbox" checked={filters.unused} onChange={(event) => go({ ...filters, unused: event.currentTarget.checked })} /> read by no live version</label>
          <span class="quiet" role="status">{count(shown.length)} of {count(flags.length)}</span>
        </div>
        {flags.length === 0 && <div class="card"><p class="quiet">There are no flags yet. <code>curtain flag set NAME</code> makes one, and so does <code>flag NAME {'{ … }'}</code> in the model.</p></div>}
      </section>
      {overdue.length > 0 && (
        <section aria-labelledby="overdue-title">
          <h2 id="overdue-title">Overdue: to be removed by their owners</h2>
          <div class="card"><Rows flags={overdue} /></div>
        </section>)}
      {shown.length > overdue.length && (
        <section aria-labelledby="others-title">
          <h2 id="others-title">{overdue.length > 0 ? 'The others' : 'All'}</h2>
          <div class="card"><Rows flags={shown.filter((each) => !each.overdue)} /></div>
        </section>)}
      {flags.length > 0 && shown.length === 0 && <p class="quiet">Nothing fits.</p>}
    </>
  );
}

function Rows({ flags }: { flags: readonly Flag[] }) {
  return (
    <table class="rows">
      <thead><tr><th scope="col">Flag</th><th scope="col">Now</th><th scope="col">Owner</th><th scope="col">To be gone by</th><th scope="col">Kind</th><th scope="col">Read by</th></tr></thead>
      <tbody>{flags.map((each) => <Row key={each.key} flag={each} />)}</tbody>
    </table>
  );
}

function Row({ flag }: { flag: Flag }) {
  const now = state(flag);
  const left = daysTo(flag.removeBy);
  const readers = Object.keys(flag.live?.lastEvaluated ?? {});
  return (
    <tr>
      <td class="name"><a href={flagWay(flag.key)}>{flag.key}</a><small>{[flag.description, flag.service].filter(Boolean).join(' · ')}</small></td>
      <td data-label="Now"><span class="tag" data-tone={now.tone}>{now.words}</span></td>
      <td data-label="Owner">{flag.owner ?? '–'}</td>
      <td data-label="To be gone by">{flag.removeBy ?? '–'}<small class={flag.overdue ? 'bad' : ''}>{left === null ? '' : left < 0 ? `${-left} days ago` : `in ${left} days`}{flag.extensions > 0 ? `, put off ${flag.extensions}×` : ''}</small></td>
      <td data-label="Kind">{flag.category ?? '–'}</td>
      <td data-label="Read by">{readers.length === 0 ? <span class="quiet">nobody yet</span> : flag.live?.unused ? <span class="quiet">no live version</span> : readers.length === 1 ? readers[0] : `${readers.length} versions`}</td>
    </tr>
  );
}
