// The live map: where everything runs, nested as in the model, with what users do now on top of it. Boxes are laid out by the page's own
// flow, so that the map is readable on a telephone; relations are drawn over them as they came to stand.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Model, Node, Rollout, Service, Track } from './api';
import { TrackRows, TrafficBar } from './bars';
import { ended, perSecond, phase, tone } from './format';
import { Logical, weight } from './logical';
import { queryOf } from './looked';
import { Regions } from './regions';
import { leftOut, model, moments, now, rollouts, status } from './store';
import { change, debugWay, nodeWay, rolloutWay, serviceWay, setWay, sloWay } from './ways';

export function LiveMap({ way }: { way: string }) {
  const running = status.value;
  if (running === null || model.value === undefined) return <p class="quiet">asking what runs …</p>;
  if (running.model === null || model.value === null) {
    return <p class="quiet">Nothing is raised. <code>curtain up FILE</code> raises a model.</p>;
  }
  const logical = way.startsWith('#/logical');
  const deployment = model.value.deployments.find((each) => each.id === running.deployment);
  const all = deployment?.nodes ?? [];
  const wanted = queryOf(way).get('node');
  const inside = wanted === null ? undefined : nodeAt(all, wanted);
  return (
    <section aria-labelledby="map-title">
      <div class="head title">
        <h2 id="map-title">{deployment?.title ?? running.deployment}: live</h2>
        <div class="switch" role="group" aria-label="What the map shows">
          <a href="#/" aria-current={logical ? undefined : 'true'}>Where it runs</a>
          <a href="#/logical" aria-current={logical ? 'true' : undefined}>What it is made of</a>
        </div>
      </div>
      <Together />
      {logical ? <Logical way={way} /> : <>
        <p class="quiet about">{inside && <><a href="#/">All places</a> › {inside.path.split('/').join(' › ')}. </>}Shares and replicas: event log. Rate, failed and p95: router, latest second.</p>
        <Drawing drawn={model.value} services={running.services} nodes={inside ? [inside] : all} />
        <Regions />
      </>}
    </section>
  );
}

function nodeAt(nodes: readonly Node[], path: string): Node | undefined {
  return nodes.find((each) => each.path === path) ?? nodes.flatMap((each) => nodeAt(each.nodes, path) ?? [])[0];
}

/** Rollouts of several services that move as one. */
function Together() {
  const sets = new Map<string, Rollout[]>();
  for (const rollout of rollouts.value.values()) {
    if (rollout.set !== null && !ended(rollout.phase)) sets.set(rollout.set, [...(sets.get(rollout.set) ?? []), rollout]);
  }
  return <>{[...sets].map(([id, members]) => (
    <p key={id} class="card together"><a href={setWay(id)}>{members.length} services move together</a>: {members.map((each) => `${each.service} ${change(each)}`).join(', ')}</p>))}</>;
}

/** Where a line from one element to another came to stand. */
interface Line { from: string; to: string; path: string; beside: boolean; room: number; x: number; y: number }

interface Wanted { from: string; to: string; label: string }

const USERS = 'users';

function Drawing({ drawn, services, nodes }: { drawn: Model; services: Service[]; nodes: Node[] }) {
  const area = useRef<HTMLDivElement>(null);
  const placed = new Set<string>();
  const collect = (node: Node) => {
    node.instances.forEach((instance) => placed.add(instance.element));
    node.nodes.forEach(collect);
  };
  nodes.forEach(collect);
  const relations = drawn.relations.filter((each) => !each.implied && placed.has(each.from) && placed.has(each.to));
  const entrances = services.filter((service) => placed.has(service.service) && service.urls.length > 0 && !relations.some((each) => each.to === service.service));
  const wanted = [
    ...entrances.map((service) => ({ from: USERS, to: service.service, label: '' })),
    ...relations.map((each) => ({ from: each.from, to: each.to, label: each.label })),
  ];
  const order = distances(entrances.map((service) => service.service), relations);
  return (
    <div class="map" ref={area}>
      <Lines area={area} wanted={wanted} shape={services.map((each) => each.tracks.length).join()} />
      <Users entrances={entrances} />
      <div class="nodes">{nodes.map((node) => <NodeBox key={node.path} node={node} drawn={drawn} services={services} order={order} />)}</div>
    </div>
  );
}

/** How many relations away from the users each element is: whoever is asked stands after whoever asks. */
function distances(entrances: readonly string[], relations: readonly { from: string; to: string }[]): ReadonlyMap<string, number> {
  const found = new Map(entrances.map((each) => [each, 0]));
  // A map is gone through with what is added to it on the way.
  for (const [element, far] of found) {
    for (const each of relations) {
      if (each.from === element && !found.has(each.to)) found.set(each.to, far + 1);
    }
  }
  return found;
}

function Users({ entrances }: { entrances: readonly Service[] }) {
  void moments.value;
  return <p class="users" data-element={USERS}><b>Users</b> <span class="quiet">{perSecond(total(entrances.map(rate)))}</span></p>;
}

/** Beyond these the width alone tells: every moving line is drawn anew with every frame. */
const MOST_MOVING = 30;

/** Boxes are looked at only when they may stand elsewhere; what is on the lines changes with every second. */
function Lines({ area, wanted, shape }: { area: { current: HTMLDivElement | null }; wanted: readonly Wanted[]; shape: string }) {
  const [lines, setLines] = useState<readonly Line[]>([]);
  const names = wanted.map((each) => `${each.from} ${each.to}`).join();
  useLayoutEffect(() => {
    const box = area.current;
    if (box === null) return undefined;
    const draw = () => setLines(wanted.flatMap((each) => line(box, each)));
    draw();
    const watch = new ResizeObserver(draw);
    watch.observe(box);
    // A box may grow or shrink in an area that stays as it is.
    box.querySelectorAll('[data-element]').forEach((each) => watch.observe(each));
    return () => watch.disconnect();
  }, [names, shape]);
  void moments.value;
  const rates = new Map((status.value?.services ?? []).map((service) => [service.service, rate(service)]));
  const labels = new Map(wanted.map((each) => [`${each.from} ${each.to}`, each.from === USERS ? perSecond(rates.get(each.to)) : each.label]));
  const moves = lines.length <= MOST_MOVING;
  return (
    <svg class="lines" aria-hidden="true">
      {lines.map((each) => {
        const key = `${each.from} ${each.to}`;
        const much = weight(rates.get(each.to) ?? 0);
        const label = labels.get(key) ?? '';
        return (
          <g key={key}>
            <path d={each.path} style={{ strokeWidth: `${1 + 4 * much}px` }} />
            {much > 0 && moves && <path class="flow" d={each.path} style={{ animationDuration: `${2.4 - 1.8 * much}s` }} />}
            {each.room >= LETTER_WIDTH * label.length && <text x={each.x} y={each.y} text-anchor={each.beside ? 'middle' : 'start'}>{label}</text>}
          </g>
        );
      })}
    </svg>
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
const LINE_HEIGHT = 24;

function line(area: HTMLElement, wanted: Wanted): Line[] {
  const from = area.querySelector(`[data-element="${CSS.escape(wanted.from)}"]`);
  const to = area.querySelector(`[data-element="${CSS.escape(wanted.to)}"]`);
  if (from === null || to === null) return [];
  const origin = area.getBoundingClientRect();
  const a = from.getBoundingClientRect();
  const b = to.getBoundingClientRect();
  const down = b.top >= a.bottom ? 1 : b.bottom <= a.top ? -1 : 0;
  const right = b.left >= a.right;
  // From edge to edge: a line through a box would hide what the box says.
  const x1 = (down !== 0 ? a.left + a.width / 2 : right ? a.right : a.left) - origin.left;
  const y1 = (down === 1 ? a.bottom : down === -1 ? a.top : a.top + Math.min(a.height, b.height) / 2) - origin.top;
  const x2 = (down !== 0 ? b.left + b.width / 2 : right ? b.left : b.right) - origin.left;
  const y2 = (down === 1 ? b.top : down === -1 ? b.bottom : b.top + Math.min(a.height, b.height) / 2) - origin.top;
  const bend = down * Math.min(80, Math.abs(y2 - y1) / 2);
  return [{
    from: wanted.from, to: wanted.to,
    path: down !== 0
      ? `M${x1},${y1} C${x1},${y1 + bend} ${x2},${y2 - bend} ${x2},${y2}`
      : `M${x1},${y1} L${x2},${y2}`,
    beside: down === 0, room: down === 0 ? Math.abs(x2 - x1) : Math.abs(y2 - y1) >= LINE_HEIGHT ? Number.POSITIVE_INFINITY : 0,
    x: (x1 + x2) / 2 + (down !== 0 ? 6 : 0), y: (y1 + y2) / 2 + (down !== 0 ? 4 : -7),
  }];
}

function NodeBox({ node, drawn, services, order }: { node: Node; drawn: Model; services: Service[]; order: ReadonlyMap<string, number> }) {
  const far = (element: string) => order.get(element) ?? Number.MAX_SAFE_INTEGER;
  const elements = [...new Set(node.instances.map((instance) => instance.element))].sort((a, b) => far(a) - far(b));
  const standby = node.properties['status'] === 'standby';
  const here = services.flatMap((service) => service.tracks.filter((track) => track.node === node.path));
  const away = !standby && here.length > 0 && services.every((service) => service.tracks.every((track) => track.node !== node.path || track.share === 0 || (leftOut.value.get(service.service)?.includes(node.path) ?? false)));
  return (
    <section class="node" data-standby={standby || away ? '' : undefined} aria-label={node.title}>
      <h3><a href={nodeWay(node.path)}>{node.title}</a>{standby && <span class="tag">standby</span>}{away && <span class="tag" data-tone="wait">no traffic</span>}</h3>
      <div class="inside">
        {elements.map((element) => <Instance key={element} element={element} node={node} drawn={drawn} service={services.find((each) => each.service === element)} />)}
        {node.nodes.map((inner) => <NodeBox key={inner.path} node={inner} drawn={drawn} services={services} order={order} />)}
      </div>
    </section>
  );
}

function Instance({ element, node, drawn, service }: { element: string; node: Node; drawn: Model; service: Service | undefined }) {
  const known = drawn.elements.find((each) => each.path === element);
  const here: Track[] = service?.tracks.filter((track) => track.node === node.path) ?? [];
  const away = leftOut.value.get(element);
  const left = away?.includes(node.path) ?? false;
  const rollout: Rollout | undefined = service?.rollout ? rollouts.value.get(service.rollout) : undefined;
  return (
    <article class="instance" data-element={element} data-left={left ? '' : undefined} data-moving={rollout ? '' : undefined}>
      <h4><a href={serviceWay(element)}>{known?.title ?? element}</a> <span class="quiet">{known?.kind}</span>{service && <span class="more"><a href={sloWay(element)}>SLOs</a> <a href={debugWay(element)}>debug</a></span>}</h4>
      {service && here.length > 0 && left && <p class="quiet">left out: other regions carry its traffic</p>}
      {service && here.length > 0 && away !== undefined && !left && <p class="quiet">carries the traffic of what is left out</p>}
      {service && here.length > 0
        ? <>{!left && <TrafficBar service={service} tracks={here} rollout={rollout} />}<TrackRows service={service.service} tracks={here} rollout={rollout} /></>
        : <p class="quiet">does not run here now</p>}
      {rollout && (
        <p class="moving"><a href={rolloutWay(rollout.id)}>{change(rollout)}</a> <span class="tag" data-tone={tone(rollout.phase)}>{rollout.paused ? 'paused' : phase(rollout.phase)}</span></p>
      )}
    </article>
  );
}
