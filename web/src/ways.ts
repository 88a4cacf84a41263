import type { Rollout } from './api';

export function rolloutWay(id: string): string {
  return `#/rollouts/${encodeURIComponent(id)}`;
}

export function nodeWay(path: string): string {
  return `#/?node=${encodeURIComponent(path)}`;
}

export function flagWay(key: string): string {
  return `#/flags/${encodeURIComponent(key)}`;
}

export function serviceWay(service: string): string {
  return `#/history?service=${encodeURIComponent(service)}`;
}

export function setWay(id: string): string {
  return `#/sets/${encodeURIComponent(id)}`;
}

export function sloWay(service: string): string {
  return `#/slo?service=${encodeURIComponent(service)}`;
}

export function debugWay(service: string, version = ''): string {
  return `#/debug?service=${encodeURIComponent(service)}${version && `&version=${encodeURIComponent(version)}`}`;
}

export function change(rollout: Pick<Rollout, 'from' | 'to'>): string {
  return `${rollout.from ?? 'what ran'} → ${rollout.to}`;
}
