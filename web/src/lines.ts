// From the seconds of tracks to the lines of charts, one for each version.
import type { Track } from './api';
import type { Line } from './chart';
import { moments, type Moment } from './store';

const COLOURS = ['--stable', '--candidate', '--stable-3', '--curtain', '--good'];

function worst(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}

/** Several tracks of one version as one: rates add up; of the others the worst is shown. */
export function byTime(all: readonly Moment[]): Map<number, Moment> {
  const found = new Map<number, Moment>();
  for (const moment of all) {
    const at = Math.round(moment.at);
    const known = found.get(at);
    found.set(at, known === undefined ? { ...moment, at } : {
      at, perSecond: known.perSecond + moment.perSecond, errorRate: worst(known.errorRate, moment.errorRate), p95Millis: worst(known.p95Millis, moment.p95Millis),
    });
  }
  return found;
}

/** What every version did, second by second. */
/**
 * @param sides versions that are shown whether they run or not; empty: those that run
 */
export function byVersion(tracks: readonly Track[], sides: readonly (string | null)[] = []): { times: number[]; lines(pick: (moment: Moment) => number | null): Line[] } {
  const versions = [...new Set(sides.length > 0 ? sides.filter((each) => each !== null) : tracks.map((track) => track.version))];
  const seconds = versions.map((version) => byTime(tracks.filter((track) => track.version === version).flatMap((track) => moments.value.get(track.track) ?? [])));
  const times = [...new Set(seconds.flatMap((each) => [...each.keys()]))].sort((a, b) => a - b);
  return {
    times,
    lines: (pick) => versions.map((label, index) => ({
      label, colour: COLOURS[index % COLOURS.length] ?? '--stable',
      values: times.map((at) => { const moment = seconds[index]?.get(at); return moment === undefined ? null : pick(moment); }),
    })),
  };
}
