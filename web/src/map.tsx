// The live map: where everything runs, nested as in the model, with what users do now on top of it. Boxes are laid out by the page's own
// flow, so that the map is readable on a telephone; relations are drawn over them as they came to stand.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Model, Node, Rollout, Service, Track } from './api';
import { TrackRows, TrafficBar } from './bars';
import { perSecond, phase, tone } from './format';
import { model, moments, now, rollouts, status } from './store';
import { change, rolloutWay, serviceWay } from './ways';

export function LiveMap() {
  const running = status.value;
  if (running === null) return <p class="quiet">asking what runs …</p>;
  if (running.model === null || model.value === null) {
    return <p class="quiet">Nothing is raised. <code>curtain up FILE</code> raises a model.</p>;
  }
  const deployment = model.value.deployments.find((each) => each.id === running.deployment);
  return (
    <section aria-labelledby="map-title">
      <h2 id="map-title">{deployment?.title ?? running.deployment}: live</h2>
      <Drawing drawn={model.value} services={running.services} nodes={deployment?.nodes ?? []} />
    </section>
  );
}

/** A line from one element to another, as it came to stand. */
interface Line { key: string; path: string; label: string; beside: boolean; x: number; y: number; weight: number }

function Drawing({ drawn, services, nodes }: { drawn: Model; services: Service[]; nodes: Node[] }) {
  const area = useRef<HTMLDivElement>(null);
  const [lines, setLines] = useState<readonly Line[]>([]);
  const placed = new Set<string>();
  const collect = (node: Node) => {
    node.instances.forEach((instance) => placed.add(instance.element));
    node.nodes.forEach(collect);
  };
  nodes.forEach(collect);
  const rates = new Map(services.map((service) => [service.service, rate(service)]));
  const relations = drawn.relations.filter((each) => !each.implied && placed.has(each.from) && placed.has(each.to));
  const entrances = services.filter((service) => service.urls.length > 0 && !relations.some((each) => each.to === service.service));
  void moments.value;
  const signature = [...rates].map(([name, value]) => `${name}${value?.toFixed(0)}`).join();
  useLayoutEffect(() => {
    const box = area.current;
    if (box === null) return;
    const draw = () => {
      const wanted = [
        ...entrances.map((service) => ({ from: 'users', to: service.service, label: perSecond(rates.get(service.service)), rate: rates.get(service.service) ?? 0 })),
        ...relations.map((each) => ({ from: each.from, to: each.to, label: each.label, rate: rates.get(each.to) ?? 0 })),
      ];
      setLines(wanted.flatMap((each) => line(box, each)));
    };
    draw();
    const watch = new ResizeObserver(draw);
    watch.observe(box);
    return () => watch.disconnect();
  }, [signature, services.map((each) => each.tracks.length).join()]);
  return (
    <div class="map" ref={area}>
      <svg class="lines" aria-hidden="true">
        {lines.map((each) => (
          <g key={each.key}>
            <path d={each.path} style={{ strokeWidth: `${1 + 4 * each.weight}px` }} />
            {each.weight > 0 && <path class="flow" d={each.path} style={{ animationDuration: `${2.4 - 1.8 * each.weight}s` }} />}
            {each.label && <text x={each.x} y={each.y} text-anchor={each.beside ? 'middle' : 'start'}>{each.label}</text>}
          </g>
        ))}
      </svg>
      <p class="users" data-element="users"><b>Users</b> <span class="quiet">{perSecond(total(entrances.map((each) => rates.get(each.service) ?? null)))}</span></p>
      <div class="nodes">{nodes.map((node) => <NodeBox key={node.path} node={node} drawn={drawn} services={services} />)}</div>
    </div>
  );
}

/** Requests a second of all tracks of a service; null where nothing was measured. */
function rate(service: Service): number | null {
  return total(service.tracks.map((track) => now(track.track)?.perSecond ?? null));
}

function total(values: (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

/** About as wide as a letter of the labels; one that does not fit between its boxes is left out. */
const LETTER_WIDTH = 7;

/** Thickness grows with the logarithm: ten times the traffic is one step, not ten. */
const FULL_WEIGHT_LOG10 = 4;

function line(area: HTMLElement, wanted: { from: string; to: string; label: string; rate: number }): Line[] {
  const from = area.querySelector(`[data-element="${CSS.escape(wanted.from)}"]`);
  const to = area.querySelector(`[data-element="${CSS.escape(wanted.to)}"]`);
  if (from === null || to === null) return [];
  const origin = area.getBoundingClientRect();
  const a = from.getBoundingClientRect();
  const b = to.getBoundingClientRect();
  const below = b.top >= a.bottom;
  const right = b.left >= a.right;
  // From edge to edge: a line through a box would hide what the box says.
  const x1 = (below ? a.left + a.width / 2 : right ? a.right : a.left) - origin.left;
  const y1 = (below ? a.bottom : a.top + Math.min(a.height, b.height) / 2) - origin.top;
  const x2 = (below ? b.left + b.width / 2 : right ? b.left : b.right) - origin.left;
  const y2 = (below ? b.top : b.top + Math.min(a.height, b.height) / 2) - origin.top;
  const bend = Math.max(24, Math.abs(y2 - y1) / 2);
  return [{
    key: `${wanted.from} ${wanted.to}`,
    path: below
      ? `M${x1},${y1} C${x1},${y1 + bend} ${x2},${y2 - bend} ${x2},${y2}`
      : `M${x1},${y1} L${x2},${y2}`,
    label: below || Math.abs(x2 - x1) >= LETTER_WIDTH * wanted.label.length ? wanted.label : '', beside: !below,
    x: (x1 + x2) / 2 + (below ? 6 : 0), y: (y1 + y2) / 2 - (below ? 0 : 7),
    weight: wanted.rate <= 0 ? 0 : Math.min(1, Math.log10(1 + wanted.rate) / FULL_WEIGHT_LOG10),
  }];
}

function NodeBox({ node, drawn, services }: { node: Node; drawn: Model; services: Service[] }) {
  const elements = [...new Set(node.instances.map((instance) => instance.element))];
  const standby = node.properties['status'] === 'standby';
  return (
    <section class="node" data-standby={standby ? '' : undefined} aria-label={node.title}>
      <h3>{node.title}{standby && <span class="tag">standby</span>}</h3>
      <div class="inside">
        {elements.map((element) => <Instance key={element} element={element} node={node} drawn={drawn} service={services.find((each) => each.service === element)} />)}
        {node.nodes.map((inner) => <NodeBox key={inner.path} node={inner} drawn={drawn} services={services} />)}
      </div>
    </section>
  );
}

function Instance({ element, node, drawn, service }: { element: string; node: Node; drawn: Model; service: Service | undefined }) {
  const known = drawn.elements.find((each) => each.path === element);
  const here: Track[] = service?.tracks.filter((track) => track.node === node.path) ?? [];
  const rollout: Rollout | undefined = service?.rollout ? rollouts.value.get(service.rollout) : undefined;
  return (
    <article class="instance" data-element={element} data-moving={rollout ? '' : undefined}>
      <h4><a href={serviceWay(element)}>{known?.title ?? element}</a> <span class="quiet">{known?.kind}</span></h4>
      {service && here.length > 0
        ? <><TrafficBar service={service} tracks={here} rollout={rollout} /><TrackRows tracks={here} rollout={rollout} /></>
        : <p class="quiet">does not run here now</p>}
      {rollout && (
        <p class="moving"><a href={rolloutWay(rollout.id)}>{change(rollout)}</a> <span class="tag" data-tone={tone(rollout.phase)}>{rollout.paused ? 'paused' : phase(rollout.phase)}</span></p>
      )}
    </article>
  );
}
