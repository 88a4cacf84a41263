// Talks to the API: documents by fetch, live changes by a stream that comes back by itself and goes on where it was.
import type { components } from './openapi';

type Schemas = components['schemas'];
export type Status = Schemas['Status'];
export type Service = Schemas['Service'];
export type Track = Schemas['Track'];
export type Rollout = Schemas['Rollout'];
export type Show = Rollout & { steps: Schemas['Step'][]; timeline: Schemas['Happening'][]; looks: Schemas['Closing'][] };
export type Plan = Schemas['Plan'];
export type PlannedRollout = Schemas['PlannedRollout'];
export type PlannedService = Schemas['PlannedService'];
export type PlannedSet = Schemas['PlannedSet'];
export type PlannedStep = Schemas['PlannedStep'];
export type FlagMoves = Schemas['FlagMoves'];
export type Migration = Schemas['Migration'];
export type MigrationPass = Schemas['MigrationPass'];
export type Migrations = Schemas['Migrations'];
export type Evidence = Schemas['Evidence'];
export type Model = Schemas['Model'];
export type Node = Schemas['Node'];
export type Figures = Schemas['Figures'];
export type Measures = Schemas['Measures'];
export type Slos = Schemas['Slos'];
export type ServiceSlos = Schemas['ServiceSlos'];
export type SloObjective = Schemas['SloObjective'];
export type BurnAlert = Schemas['BurnAlert'];
export type Audit = Schemas['Audit'];
export type AuditedAction = Schemas['AuditedAction'];
export type Lead = Schemas['Lead'];
export type Debug = Schemas['Debug'];
export type DebugTrack = Schemas['DebugTrack'];
export type Picture = Schemas['Picture'];
export type PictureBox = Schemas['PictureBox'];
export type PictureEdge = Schemas['PictureEdge'];
export type VersionSet = Schemas['Set'];
export type Failover = Schemas['Failover'];
export type Region = Schemas['Region'];
export type Flag = Schemas['Flag'];
export type FlagChange = Schemas['FlagChange'];
export type FlagHistory = Schemas['FlagHistory'];
export type LogEvent = Schemas['Event'];

/** The server says something at least every 15 s; after this the connection counts as gone. */
const SILENCE_MILLIS = 20_000;
/** A page that nobody looks at gives its connection back, of which a browser has six for one place; what it misses is in the log. */
const UNSEEN_MILLIS = 15_000;
const FIRST_RETRY_MILLIS = 500;
const LAST_RETRY_MILLIS = 4_000;

/** The API said no. */
export class Refused extends Error {
  constructor(readonly status: number, message: string, readonly hint: string) {
    super(message);
  }
}

export function setToken(token: string): void {
  sessionStorage.setItem('curtain-token', token);
}

function headers(more: Record<string, string> = {}): Record<string, string> {
  const token = sessionStorage.getItem('curtain-token');
  return token ? { ...more, authorization: `Bearer ${token}` } : more;
}

async function answered<T>(response: Response): Promise<T> {
  if (response.ok) {
    return (await response.json()) as T;
  }
  const body = (await response.json().catch(() => null)) as { error?: { message?: string; hint?: string } } | null;
  throw new Refused(response.status, body?.error?.message ?? `HTTP ${response.status}`, body?.error?.hint ?? '');
}

export async function get<T>(path: string): Promise<T> {
  return answered<T>(await fetch(path, { headers: headers(), cache: 'no-store' }));
}

export async function post<T>(path: string, body: unknown): Promise<T> {
  return answered<T>(
    await fetch(path, { method: 'POST', headers: headers({ 'content-type': 'application/json' }), body: JSON.stringify(body) }),
  );
}

/** What follows the stream. */
export interface Listener {
  opened(): void;
  event(name: string, document: unknown): void;
  closed(problem: Error | null): void;
}

/** Follows the stream for ever, except where a token is asked for. */
export async function follow(listener: Listener): Promise<void> {
  let last: string | null = null;
  let patience = FIRST_RETRY_MILLIS;
  for (;;) {
    const abort = new AbortController();
    let unseen: ReturnType<typeof setTimeout> | undefined;
    const looked = () => {
      clearTimeout(unseen);
      if (document.hidden) unseen = setTimeout(() => abort.abort(), UNSEEN_MILLIS);
    };
    document.addEventListener('visibilitychange', looked);
    looked();
    let silence = setTimeout(() => abort.abort(), SILENCE_MILLIS);
    // The browser knows before any silence does.
    const offline = () => abort.abort();
    addEventListener('offline', offline);
    try {
      const response = await fetch('api/v1/events', {
        headers: headers(last === null ? {} : { 'last-event-id': last }), cache: 'no-store', signal: abort.signal,
      });
      if (!response.ok || response.body === null) {
        await answered(response);
        continue;
      }
      patience = FIRST_RETRY_MILLIS;
      listener.opened();
      for await (const block of blocks(response.body)) {
        clearTimeout(silence);
        silence = setTimeout(() => abort.abort(), SILENCE_MILLIS);
        last = block.id ?? last;
        if (block.data !== '') {
          listener.event(block.name, JSON.parse(block.data));
        }
      }
      listener.closed(null);
    } catch (problem) {
      listener.closed(problem as Error);
      if (problem instanceof Refused && problem.status === 401) {
        return;
      }
    } finally {
      clearTimeout(silence);
      removeEventListener('offline', offline);
      clearTimeout(unseen);
      document.removeEventListener('visibilitychange', looked);
    }
    if (document.hidden) {
      await new Promise<void>((wake) => document.addEventListener('visibilitychange', () => wake(), { once: true }));
      continue;
    }
    await new Promise((wake) => setTimeout(wake, patience));
    patience = Math.min(patience * 2, LAST_RETRY_MILLIS);
  }
}

interface Block { id: string | null; name: string; data: string }

/** The blocks of an event stream. A comment is a block without data: it shows that the connection lives. */
async function* blocks(body: ReadableStream<Uint8Array>): AsyncGenerator<Block> {
  const reader = body.pipeThrough(new TextDecoderStream() as unknown as ReadableWritablePair<string, Uint8Array>).getReader();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    text += value;
    let end: number;
    while ((end = text.indexOf('\n\n')) >= 0) {
      yield parse(text.slice(0, end));
      text = text.slice(end + 2);
    }
  }
}

function parse(block: string): Block {
  const result: Block = { id: null, name: 'message', data: '' };
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    const field = line.slice(0, colon);
    const value = line.slice(colon + 1).replace(/^ /, '');
    if (field === 'id') result.id = value;
    if (field === 'event') result.name = value;
    if (field === 'data') result.data += (result.data === '' ? '' : '\n') + value;
  }
  return result;
}
