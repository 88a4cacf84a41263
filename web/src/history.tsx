// Every rollout there was, by service, version and outcome.
import { useMemo } from 'preact/hooks';
import { count, day, phase, tone } from './format';
import { history, status } from './store';
import { change, rolloutWay } from './ways';

function filters(way: string): { service: string; text: string } {
  const query = new URLSearchParams(way.split('?')[1] ?? '');
  return { service: query.get('service') ?? '', text: query.get('text') ?? '' };
}

function go(service: string, text: string): void {
  const query = new URLSearchParams();
  if (service) query.set('service', service);
  if (text) query.set('text', text);
  // A filter is not a screen of its own: the way back leads to where one came from.
  globalThis.history.replaceState(null, '', `#/history${query.size > 0 ? `?${query}` : ''}`);
  dispatchEvent(new HashChangeEvent('hashchange'));
}

export function History({ way }: { way: string }) {
  const { service, text } = useMemo(() => filters(way), [way]);
  const all = history.value;
  const shown = all.filter((each) =>
    (!service || each.service === service) && (!text || `${each.id} ${each.from} ${each.to} ${each.outcome}`.toLowerCase().includes(text.toLowerCase())));
  const services = [...new Set([...(status.value?.services.map((each) => each.service) ?? []), ...all.map((each) => each.service)])];
  return (
    <section aria-labelledby="history-title">
      <h2 id="history-title">History <span class="source">event log, all of it; met by: requests, router, since each began</span></h2>
      <div class="filters">
        <label>Service <select value={service} onChange={(event) => go(event.currentTarget.value, text)}>
          <option value="">all</option>{services.map((each) => <option key={each} value={each}>{each}</option>)}
        </select></label>
        <label>Version, outcome or id <input type="search" value={text} onInput={(event) => go(service, event.currentTarget.value)} /></label>
        <span class="quiet" role="status">{count(shown.length)} of {count(all.length)}</span>
      </div>
      <div class="card">
        {shown.length === 0
          ? <p class="quiet">{all.length === 0 ? <>Nothing has been rolled out yet. <code>curtain deploy PATH VERSION</code> begins.</> : 'Nothing fits.'}</p>
          : <table class="rows">
              <thead><tr><th scope="col">Rollout</th><th scope="col">Change</th><th scope="col">Outcome</th><th scope="col" class="num">Met by</th><th scope="col">Began</th><th scope="col">Why</th></tr></thead>
              <tbody>
                {shown.map((each) => (
                  <tr key={each.id}>
                    <td class="name"><a href={rolloutWay(each.id)}>{each.id}</a><small>{each.service}</small></td>
                    <td data-label="Change">{change(each)}</td>
                    <td data-label="Outcome"><span class="tag" data-tone={tone(each.outcome ?? each.phase)}>{phase(each.outcome ?? each.phase)}</span></td>
                    <td class="num" data-label="Met by">{count(each.exposure.requests)}</td>
                    <td data-label="Began">{day(each.startedAt)}</td>
                    <td class="wide">{each.reason ?? each.verdict?.reason ?? ''}</td>
                  </tr>
                ))}
              </tbody>
            </table>}
      </div>
    </section>
  );
}
