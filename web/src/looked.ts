// A document that is looked up when a page opens, and again whenever something it depends on has changed.
import { useEffect, useState } from 'preact/hooks';
import { get, Refused } from './api';

/** What went wrong, in words that say what to do where the server knows. */
export function said(problem: Error): string {
  return problem instanceof Refused && problem.hint ? `${problem.message}. ${problem.hint}` : problem.message;
}

/**
 * @param path null: nothing is wanted
 * @param beat changes whenever the document is to be looked up again; what is there stays until the next one is
 */
export function useLooked<T>(path: string | null, beat: unknown): { found: T | null; failure: string } {
  const [found, setFound] = useState<{ path: string; document: T } | null>(null);
  const [failure, setFailure] = useState('');
  useEffect(() => {
    if (path === null) return undefined;
    let left = false;
    get<T>(path).then(
      (document) => { if (!left) { setFound({ path, document }); setFailure(''); } },
      (problem: Error) => { if (!left) setFailure(said(problem)); });
    return () => { left = true; };
  }, [path, beat]);
  return { found: found !== null && found.path === path ? found.document : null, failure };
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
