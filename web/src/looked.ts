// A document that is looked up when a page opens, and again whenever something it depends on has changed.
import { useEffect, useState } from 'preact/hooks';
import { get, Refused } from './api';

/** What went wrong, in words that say what to do where the server knows. */
export function said(problem: Error): string {
  // A browser says of a server that is not there only that it could not fetch.
  if (!(problem instanceof Refused)) return `the server does not answer (${problem.message})`;
  return problem.hint ? `${problem.message}. ${problem.hint}` : problem.message;
}

const AGAIN_MILLIS = 5_000;

/** What was refused for good reason is refused again; everything else may work the next time. */
function mayWork(problem: Error): boolean {
  return !(problem instanceof Refused) || problem.status >= 500;
}

export interface Looked<T> {
  found: T | null;
  /** Empty: it was looked up. */
  failure: string;
  /** Looks again at once. */
  again(): void;
}

/**
 * A look that failed is tried again by itself while it may work.
 *
 * @param path null: nothing is wanted
 * @param beat changes whenever the document is to be looked up again; what is there stays until the next one is
 */
export function useLooked<T>(path: string | null, beat: unknown): Looked<T> {
  const [round, setRound] = useState(0);
  const again = () => setRound((known) => known + 1);
  const [found, setFound] = useState<{ path: string; document: T } | null>(null);
  const [failure, setFailure] = useState('');
  useEffect(() => {
    if (path === null) return undefined;
    let left = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    get<T>(path).then(
      (document) => { if (!left) { setFound({ path, document }); setFailure(''); } },
      (problem: Error) => {
        if (left) return;
        setFailure(said(problem));
        if (mayWork(problem)) timer = setTimeout(again, AGAIN_MILLIS);
      });
    return () => { left = true; clearTimeout(timer); };
  }, [path, beat, round]);
  return { found: found !== null && found.path === path ? found.document : null, failure, again };
}

/** What stands behind the question mark of a way. */
export function queryOf(way: string): URLSearchParams {
  return new URLSearchParams(way.split('?')[1] ?? '');
}

/** A filter is a link, but not a screen of its own: the way back leads to where one came from. */
export function filterTo(screen: string, filters: Record<string, string>): void {
  const query = new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== ''));
  globalThis.history.replaceState(null, '', `${screen}${query.size > 0 ? `?${query}` : ''}`);
  dispatchEvent(new HashChangeEvent('hashchange'));
}
