// Figures as people read them. Unknown is a dash, never a zero.
const UNKNOWN = '–';

export function count(value: number | null | undefined): string {
  return value === null || value === undefined ? UNKNOWN : Math.round(value).toLocaleString('en').replaceAll(',', '\u202f');
}

/** @param share 0..100 */
export function percent(share: number | null | undefined): string {
  if (share === null || share === undefined) return UNKNOWN;
  const digits = share !== 0 && Math.abs(share) < 10 ? (Math.abs(share) < 1 ? 2 : 1) : 0;
  return `${share.toFixed(digits)} %`;
}

export function millis(value: number | null | undefined): string {
  if (value === null || value === undefined) return UNKNOWN;
  if (value < 1_000) return `${Math.round(value)} ms`;
  if (value < 60_000) return `${Number((value / 1_000).toFixed(1))} s`;
  if (value < 3_600_000) return `${Math.floor(value / 60_000)} min ${Math.round((value % 60_000) / 1_000)} s`;
  return `${Math.floor(value / 3_600_000)} h ${Math.round((value % 3_600_000) / 60_000)} min`;
}

/** Two digits behind the point, or two that say something. */
export function money(amount: number): string {
  return amount === 0 || amount >= 0.01 ? amount.toFixed(2) : amount.toPrecision(2);
}

export function perSecond(value: number | null | undefined): string {
  return value === null || value === undefined ? UNKNOWN : `${value < 10 ? value.toFixed(1) : Math.round(value)}/s`;
}

export function time(iso: string | null | undefined): string {
  return iso ? new Date(iso).toLocaleTimeString('en-GB') : UNKNOWN;
}

export function day(iso: string | null | undefined): string {
  return iso ? `${new Date(iso).toLocaleDateString('sv')} ${time(iso)}` : UNKNOWN;
}

export function ago(iso: string | null | undefined, nowMillis: number): string {
  // Nobody needs tenths of a second of what is over.
  if (!iso) return UNKNOWN;
  const seconds = Math.round(Math.max(0, nowMillis - Date.parse(iso)) / 1_000);
  return seconds === 0 ? 'just now' : `${millis(1_000 * seconds)} ago`;
}

const PHASES: Record<string, string> = {
  planned: 'planned', baselining: 'observing the serving version', provisioning: 'starting replicas', shifting: 'shifting traffic',
  watching: 'analysing', soaking: 'soaking', retiring: 'draining', rolling_back: 'rolling back', clearing: 'clearing away',
  gated: 'at a gate', awaiting: 'waiting for the others', experimenting: 'experiment', restoring: 'starting the previous version again', reported: 'compared',
  promoted: 'promoted', rolled_back: 'rolled back', inconclusive: 'inconclusive', failed: 'failed',
};

export function phase(name: string): string {
  return PHASES[name] ?? name.replaceAll('_', ' ');
}

const ENDED = new Set(['promoted', 'rolled_back', 'inconclusive', 'failed', 'reported']);

export function ended(name: string): boolean {
  return ENDED.has(name);
}

/** How a phase or an outcome is coloured. */
export function tone(name: string | null): 'good' | 'bad' | 'wait' | 'plain' {
  if (name === 'promoted' || name === 'soaking' || name === 'reported') return 'good';
  if (name === 'rolled_back' || name === 'failed' || name === 'rolling_back' || name === 'clearing' || name === 'restoring') return 'bad';
  return name === null ? 'plain' : 'wait';
}
