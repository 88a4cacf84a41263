// The frame of every screen: name, ways, connection, search, help.
import { useEffect, useRef, useState } from 'preact/hooks';
import { setToken } from './api';
import { AuditPage } from './audit';
import { DebugPage } from './debug';
import { Delivery } from './delivery';
import { Drills } from './drills';
import { FlagPage } from './flag';
import { Flags } from './flags';
import { Help } from './help';
import { History } from './history';
import { LiveMap } from './map';
import { Migrations } from './migrations';
import { OnCall } from './oncall';
import { PlanPage } from './plan';
import { RolloutPage } from './rollout';
import { Search } from './search';
import { SetPage } from './set';
import { SloPage } from './slo';
import { connection, missing, problem, status } from './store';
import { Ask } from './ask';

const SCREENS = [
  { way: '#/', key: 'm', name: 'Map' },
  { way: '#/oncall', key: 'o', name: 'On call' },
  { way: '#/slo', key: 's', name: 'SLOs' },
  { way: '#/debug', key: 'b', name: 'Debug' },
  { way: '#/plan', key: 'p', name: 'Plan' },
  { way: '#/flags', key: 'f', name: 'Flags' },
  { way: '#/history', key: 'h', name: 'History' },
  { way: '#/migrations', key: 'i', name: 'Migrations' },
  { way: '#/drills', key: 'd', name: 'Drills' },
  { way: '#/delivery', key: 'e', name: 'Delivery' },
  { way: '#/audit', key: 'a', name: 'Audit' },
] as const;

function useWay(): string {
  const [way, setWay] = useState(location.hash || '#/');
  useEffect(() => {
    const changed = () => setWay(location.hash || '#/');
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return way;
}

/** A page of another thing is another page: nothing of the one before is shown, or acted on, under its name. */
function screen(way: string) {
  const rollout = /^#\/rollouts\/([^/?]+)/.exec(way)?.[1];
  if (rollout !== undefined) return <RolloutPage key={rollout} id={decodeURIComponent(rollout)} />;
  const flag = /^#\/flags\/([^/?]+)/.exec(way)?.[1];
  if (flag !== undefined) return <FlagPage key={flag} name={decodeURIComponent(flag)} />;
  if (way.startsWith('#/flags')) return <Flags way={way} />;
  if (way.startsWith('#/history')) return <History way={way} />;
  const set = /^#\/sets\/([^/?]+)/.exec(way)?.[1];
  if (set !== undefined) return <SetPage key={set} id={decodeURIComponent(set)} />;
  if (way.startsWith('#/slo')) return <SloPage way={way} />;
  if (way.startsWith('#/debug')) return <DebugPage way={way} />;
  if (way.startsWith('#/audit')) return <AuditPage way={way} />;
  if (way.startsWith('#/oncall')) return <OnCall way={way} />;
  if (way.startsWith('#/plan')) return <PlanPage way={way} />;
  if (way.startsWith('#/migrations')) return <Migrations />;
  if (way.startsWith('#/drills')) return <Drills />;
  if (way.startsWith('#/delivery')) return <Delivery way={way} />;
  return <LiveMap way={way} />;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, dialog[open]') !== null;
}

export function App() {
  const way = useWay();
  const [shown, setShown] = useState<'search' | 'help' | null>(null);
  const waitsForScreen = useRef(false);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (waitsForScreen.current) {
        waitsForScreen.current = false;
        const to = event.key === 'l' ? '#/logical' : SCREENS.find((each) => each.key === event.key)?.way;
        if (to) location.hash = to;
        return;
      }
      if (event.key === '/') { event.preventDefault(); setShown('search'); }
      else if (event.key === '?') setShown('help');
      else if (event.key === 'g') waitsForScreen.current = true;
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);
  const current = SCREENS.find((each) => each.way !== '#/' && way.startsWith(each.way)) ?? (/^#\/(rollouts|sets)/.test(way) ? null : SCREENS[0]);
  return (
    <div class={connection.value === 'live' || connection.value === 'connecting' ? '' : 'stale'}>
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); document.getElementById('main')?.focus(); }}>Skip to what is shown</a>
      <header class="top">
        <img class="mark" src="favicon.svg" alt="" width="34" height="34" />
        <div class="what">
          <h1>Curtain</h1>
          <p class="quiet">{status.value?.model ? `${status.value.model.split('/').at(-1)} · ${status.value.deployment}` : 'nothing is raised'}</p>
        </div>
        <nav aria-label="Screens">
          {SCREENS.map((each) => <a key={each.way} href={each.way} aria-current={each === current ? 'page' : undefined}>{each.name}</a>)}
          <button type="button" class="plain" onClick={() => setShown('search')} aria-label="Search">Search <kbd>/</kbd></button>
          <button type="button" class="plain" onClick={() => setShown('help')} aria-label="Keys and words">?</button>
        </nav>
        <Connection />
      </header>
      {problem.value && <p class="lost" role="alert">{problem.value}</p>}
      {missing.value && <p class="lost" role="alert">{missing.value}</p>}
      <main id="main" tabIndex={-1}>{screen(way)}</main>
      {shown === 'search' && <Search close={() => setShown(null)} />}
      {shown === 'help' && <Help close={() => setShown(null)} />}
      {connection.value === 'locked' && <Unlock />}
      <footer class="quiet">
        <a href="api/v1/status">status</a> · <a href="api/v1/history">history</a> · <a href="metrics">metrics</a> · <a href="api/openapi.json">API</a>
      </footer>
    </div>
  );
}

function Connection() {
  const words = { connecting: 'connecting', live: 'live', lost: 'not live: coming back', locked: 'a token is needed' }[connection.value];
  return (
    <p class="connection" role="status" data-state={connection.value}><span class="dot" /><span class="words">{words}</span></p>
  );
}

/** The server listens beyond this machine: whoever looks has to show a token. */
function Unlock() {
  return (
    <Ask
      title="A token is needed" text="This server listens beyond its own machine. The token was given to it when it was started."
      label="Token" secret yes="Unlock" no={null}
      act={async (token) => { setToken(token); location.reload(); }}
      close={() => undefined}
    />
  );
}
