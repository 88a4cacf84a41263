import { useEffect, useRef } from 'preact/hooks';

const KEYS: readonly (readonly [string, string])[] = [
  ['/', 'search services, versions and rollouts'], ['g m', 'the live map'], ['g l', 'the map as the model says what it is made of'], ['g o', 'on call'], ['g s', 'SLOs'], ['g b', 'debug'], ['g a', 'audit'], ['g f', 'feature flags'], ['g p', 'plan'], ['g h', 'history'], ['g i', 'migrations'], ['g d', 'drills'], ['g e', 'delivery'], ['?', 'this list'], ['Esc', 'close'],
];
const WORDS: readonly (readonly [string, string])[] = [
  ['track', 'the replicas of one service at one version in one place: what traffic is given to'],
  ['share', 'per cent of a service’s traffic that a track has now'],
  ['exposure', 'how many requests have met the new version'],
  ['soak', 'the time after full exposure in which the previous version stays warm: going back is a change of route'],
  ['receipt', 'what was in flight when the route changed, and how each of it ended'],
];

export function Help({ close }: { close(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-labelledby="help-title" onClose={close}>
      <h2 id="help-title">Keys and words</h2>
      <dl class="words">{KEYS.map(([key, what]) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div>)}</dl>
      <dl class="words">{WORDS.map(([word, what]) => <div key={word}><dt>{word}</dt><dd>{what}</dd></div>)}</dl>
      <p class="quiet">Rates and latencies are the router’s own, of the latest second; where they are of another time it is said. Charts begin when the page is opened, and keep ten minutes.</p>
      <div class="buttons"><button type="button" onClick={close}>Close</button></div>
    </dialog>
  );
}
