import type { Rollout } from './api';

export function rolloutWay(id: string): string {
  return `#/rollouts/${encodeURIComponent(id)}`;
}

export function flagWay(key: string): string {
  return `#/flags/${encodeURIComponent(key)}`;
}

export function serviceWay(service: string): string {
  return `#/history?service=${encodeURIComponent(service)}`;
}

export function change(rollout: Pick<Rollout, 'from' | 'to'>): string {
  return `${rollout.from ?? 'what ran'} → ${rollout.to}`;
}
