// A service, a version, a deployment: what the panels of a screen are narrowed to. A choice is part of the link.
import type { Rollout, Track } from './api';
import type { Mark } from './chart';
import { phase } from './format';
import { filterTo, queryOf } from './looked';
import { history, status } from './store';

export interface Wanted { service: string; version: string; deployment: string }

export function wantedOf(way: string): Wanted {
  const query = queryOf(way);
  return { service: query.get('service') ?? '', version: query.get('version') ?? '', deployment: query.get('deployment') ?? '' };
}

export function fitsService(wanted: Wanted, service: string): boolean {
  const of = history.value.find((each) => each.id === wanted.deployment)?.service;
  return (wanted.service === '' || wanted.service === service) && (wanted.deployment === '' || of === service);
}

/** Of a deployment both sides are shown: what it brought, and what it is compared with. */
export function fitsTrack(wanted: Wanted, service: string, track: Track): boolean {
  if (!fitsService(wanted, service) || (wanted.version !== '' && track.version !== wanted.version)) return false;
  const rollout = history.value.find((each) => each.id === wanted.deployment);
  return rollout === undefined || track.deployment === rollout.id || track.version === rollout.from;
}

export function fitsRollout(wanted: Wanted, rollout: Rollout): boolean {
  return (wanted.service === '' || rollout.service === wanted.service)
    && (wanted.version === '' || rollout.to === wanted.version || rollout.from === wanted.version)
    && (wanted.deployment === '' || rollout.id === wanted.deployment);
}

/** When deployments of a service began, had everybody, and ended. */
export function marksOf(service: string, wanted: Wanted): Mark[] {
  return history.value.filter((each) => each.service === service && fitsRollout(wanted, each)).flatMap((each) => [
    ...(each.startedAt === null ? [] : [{ at: Date.parse(each.startedAt) / 1000, label: `${each.to} begins`, tone: 'plain' as const }]),
    ...(each.promotedAt === null ? [] : [{ at: Date.parse(each.promotedAt) / 1000, label: `${each.to} has everybody`, tone: 'good' as const }]),
    ...(each.endedAt === null || each.outcome === 'promoted' ? [] : [{ at: Date.parse(each.endedAt) / 1000, label: `${each.to} ${phase(each.outcome ?? each.phase)}`, tone: 'bad' as const }]),
  ]);
}

/** @param screen its way, without what it is narrowed to */
export function Narrow({ screen, wanted, more = {} }: { screen: string; wanted: Wanted; more?: Record<string, string> }) {
  const go = (change: Partial<Wanted>) => filterTo(screen, { ...more, ...wanted, ...change });
  const services = [...new Set([...(status.value?.services ?? []).map((each) => each.service), ...history.value.map((each) => each.service)])];
  const rollouts = history.value.filter((each) => wanted.service === '' || each.service === wanted.service);
  const tracks = (status.value?.services ?? []).filter((each) => wanted.service === '' || each.service === wanted.service).flatMap((each) => each.tracks);
  const versions = [...new Set([...tracks.map((each) => each.version), ...rollouts.flatMap((each) => (each.from === null ? [each.to] : [each.to, each.from]))])].sort();
  return (
    <>
      <Choice label="Service" all="all" value={wanted.service} values={services} choose={(service) => go({ service, version: '', deployment: '' })} />
      <Choice label="Version" all="all" value={wanted.version} values={versions} choose={(version) => go({ version })} />
      <Choice label="Deployment" all="all" value={wanted.deployment} values={rollouts.map((each) => each.id)} choose={(deployment) => go({ deployment })} />
    </>
  );
}

/** What a link asks for is offered, also where there is none of it. */
function Choice({ label, all, value, values, choose }: { label: string; all: string; value: string; values: readonly string[]; choose(value: string): void }) {
  const offered = value === '' || values.includes(value) ? values : [value, ...values];
  return (
    <label>{label} <select value={value} onChange={(event) => choose(event.currentTarget.value)}>
      <option value="">{all}</option>{offered.map((each) => <option key={each} value={each}>{each}</option>)}
    </select></label>
  );
}
