// The traffic of a service as one bar, a part for each track; the same in a table below it.
import type { Rollout, Service, Track } from './api';
import { count, millis, percent, perSecond } from './format';
import { moments, now } from './store';
import { debugWay } from './ways';

/** Which colour a track has: the new version of a rollout under way stands out. */
export function side(track: Track, index: number, rollout: Rollout | undefined): string {
  return rollout !== undefined && track.version === rollout.to ? 'new' : String(index % 3);
}

export function TrafficBar({ service, tracks, rollout }: { service: Service; tracks: Track[]; rollout: Rollout | undefined }) {
  const words = tracks.map((track) => `${track.version} ${percent(track.share)}`).join(', ');
  return (
    <div class="bar" role="img" aria-label={`Traffic of ${service.service}: ${words}`}>
      {tracks.map((track, index) => (
        <span key={track.track} data-side={side(track, index, rollout)} data-empty={track.share === 0 ? '' : undefined} style={{ flexGrow: track.share }}>
          <b>{track.version} {percent(track.share)}</b>
        </span>
      ))}
    </div>
  );
}

export function TrackRows({ service, tracks, rollout }: { service: string; tracks: Track[]; rollout: Rollout | undefined }) {
  // Read here, so that the rows are drawn anew with every second.
  void moments.value;
  return (
    <table class="tracks">
      <thead><tr><th scope="col">Version</th><th scope="col" class="num">Share</th><th scope="col" class="num">Ready</th><th scope="col" class="num">Rate</th><th scope="col" class="num">Failed</th><th scope="col" class="num">p95</th></tr></thead>
      <tbody>
        {tracks.map((track, index) => {
          const latest = now(track.track);
          return (
            <tr key={track.track} data-idle={track.share === 0 ? '' : undefined}>
              <td class="name"><i class="swatch" data-side={side(track, index, rollout)} /><a href={debugWay(service, track.version)}>{track.version}</a>{tracks.some((other) => other !== track && other.version === track.version) && <small>{track.node.split('/').at(-1)}</small>}</td>
              <td class="num">{percent(track.share)}</td>
              <td class={track.replicas.ready < track.replicas.wanted ? 'num bad' : 'num'}>{count(track.replicas.ready)}/{count(track.replicas.wanted)}</td>
              <td class="num">{perSecond(latest?.perSecond)}</td>
              <td class={(latest?.errorRate ?? 0) > 0 ? 'num bad' : 'num'}>{percent(latest?.errorRate)}</td>
              <td class="num">{millis(latest?.p95Millis)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
