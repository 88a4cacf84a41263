// What is wrong now, from what is on record and what the router counts. Nothing here is guessed: each says where it is from.
import type { Failover, Rollout, Service, Slos } from './api';
import { count, percent } from './format';

export interface Incident { service: string; what: string; source: string; severity: 'page' | 'ticket'; way: 'rollout' | 'slo' | 'debug' | 'map'; rollout: string | null }

const GOING_BACK = new Set(['rolling_back', 'clearing', 'restoring']);

interface Known {
  services: readonly Service[];
  rollouts: ReadonlyMap<string, Rollout>;
  /** Null: not known yet. */
  slos: Slos | null;
  regions: readonly Failover[];
}

/** The most urgent first. */
export function incidents({ services, rollouts, slos, regions }: Known): Incident[] {
  const found: Incident[] = [];
  for (const service of services) {
    const rollout = service.rollout === null ? undefined : rollouts.get(service.rollout);
    // A comparison that is over clears away too, and a drill goes back on purpose.
    if (rollout !== undefined && GOING_BACK.has(rollout.phase) && rollout.outcome !== 'reported' && rollout.from !== rollout.to) {
      found.push({ service: service.service, what: `${rollout.to} goes back: ${rollout.reason ?? rollout.verdict?.reason ?? 'as was asked'}`, source: 'event log', severity: 'page', way: 'rollout', rollout: rollout.id });
    }
    for (const track of service.tracks) {
      // Of a new version, replicas that start are no incident; nor are those of a track that is being taken away.
      const starting = rollout !== undefined && track.version === rollout.to;
      if (track.replicas.ready < track.replicas.wanted && !starting) {
        found.push({
          service: service.service, source: 'event log', way: 'debug', rollout: null,
          what: `${count(track.replicas.ready)} of ${count(track.replicas.wanted)} replicas of ${track.version} are ready in ${track.node.split('/').at(-1)}`,
          severity: track.replicas.ready === 0 && track.share > 0 ? 'page' : 'ticket',
        });
      }
    }
  }
  for (const { service, objectives } of slos?.services ?? []) {
    for (const objective of objectives) {
      const firing = objective.alerts.filter((each) => each.firing);
      const worst = firing.find((each) => each.severity === 'page') ?? firing[0];
      const name = `${objective.metric.replace('_', ' ')} ${objective.text}`;
      if (worst !== undefined) {
        found.push({ service, source: 'router', severity: worst.severity === 'page' ? 'page' : 'ticket', way: 'slo', rollout: null, what: `${name}: the budget burns ${worst.longBurn?.toFixed(1) ?? '?'} times as fast as it may over ${minutes(worst.longMillis)}${worst.longCoveredMillis < worst.longMillis ? `, of which ${minutes(worst.longCoveredMillis)} were measured` : ''}` });
      } else if (objective.budgetLeft !== null && objective.budgetLeft <= 0) {
        found.push({ service, source: 'router', severity: 'ticket', way: 'slo', rollout: null, what: `${name}: the budget of ${minutes(objective.periodMillis)} is spent, ${percent(objective.budgetLeft)} left${objective.coveredMillis < objective.periodMillis ? `, of which ${minutes(objective.coveredMillis)} were measured` : ''}` });
      }
    }
  }
  for (const { service, away } of regions) {
    if (away !== null) {
      found.push({ service, source: 'event log', severity: 'ticket', way: 'map', rollout: null, what: `${away.region} is left out, by ${away.who}${away.reason && `: ${away.reason}`}` });
    }
  }
  return found.sort((a, b) => (a.severity === b.severity ? 0 : a.severity === 'page' ? -1 : 1));
}

function minutes(millis: number): string {
  const value = millis / 60_000;
  if (value >= 2_880) return `${Number((value / 1_440).toFixed(1))} days`;
  return value < 120 ? `${Number(value.toFixed(1))} min` : `${Number((value / 60).toFixed(1))} h`;
}
