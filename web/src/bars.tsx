// The traffic of a service as one bar, a part for each track; the same in a table below it.
import type { Rollout, Service, Track } from './api';
import { count, millis, percent, perSecond } from './format';
import { leftOut, moments, now } from './store';
import { debugWay } from './ways';

/** Which colour a track has: the new version of a rollout under way stands out. */
export function side(track: Track, index: number, rollout: Rollout | undefined): string {
  return rollout !== undefined && track.version === rollout.to ? 'new' : String(index % 3);
}

/** Its traffic goes to others now, whatever its share is. */
function away(service: string, track: Track): boolean {
  return (leftOut.value.get(service) ?? []).some((node) => track.node === node || track.node.startsWith(`${node}/`));
}

export function TrafficBar({ service, tracks, rollout }: { service: Service; tracks: Track[]; rollout: Rollout | undefined }) {
  // Where a region is left out shares are what will be again; what is now the router has counted.
  const out = (leftOut.value.get(service.service) ?? []).length > 0;
  if (out) void moments.value;
  const wide = (track: Track) => (out ? (now(track.track)?.perSecond ?? 0) : track.share);
  const said = (track: Track) => `${track.version} ${out ? perSecond(now(track.track)?.perSecond) : percent(track.share)}`;
  const words = tracks.map(said).join(', ');
  return (
    <div class="bar" role="img" aria-label={`Traffic of ${service.service}: ${words}`}>
      {tracks.map((track, index) => (
        <span key={track.track} data-side={side(track, index, rollout)} data-empty={wide(track) === 0 ? '' : undefined} style={{ flexGrow: wide(track) }}>
          <b>{said(track)}</b>
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
              <td class="num">{percent(track.share)}{away(service, track) && <small>left out now</small>}</td>
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
