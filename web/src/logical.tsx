// The model's own picture, laid out by the server's diagram module, with what services do now written into it.
import type { ComponentChildren } from 'preact';
import { memo } from 'preact/compat';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Picture, PictureBox, PictureEdge, Service } from './api';
import { Failed } from './failed';
import { millis, percent, perSecond } from './format';
import { filterTo, queryOf, useLooked } from './looked';
import { moments, now, rollouts, status } from './store';
import { serviceWay } from './ways';

const LEVELS = [['context', 'people and systems'], ['container', 'containers'], ['component', 'components']] as const;
/** Text of the picture is 13 px: below this it could not be read. */
const LEAST_SCALE = 0.8;
const STEP = 1.25;
/** Every moving line is drawn anew with every frame; beyond these the width alone tells. */
const MOST_MOVING = 40;
const FULL_WEIGHT_LOG10 = 4;

/** What a service does in the latest second. */
interface Now { rate: number | null; words: string; tone: 'bad' | 'wait' | 'good' | 'plain'; share: number | null }

function nowOf(service: Service): Now {
  const seconds = service.tracks.map((track) => now(track.track)).filter((each) => each !== null);
  const rate = seconds.length === 0 ? null : seconds.reduce((sum, each) => sum + each.perSecond, 0);
  const failed = seconds.reduce((sum, each) => sum + (each.perSecond * (each.errorRate ?? 0)) / 100, 0);
  const errorRate = rate === null || rate === 0 ? null : (100 * failed) / rate;
  const p95 = Math.max(...seconds.map((each) => each.p95Millis ?? -1));
  const rollout = service.rollout ? rollouts.value.get(service.rollout) : undefined;
  const candidate = rollout === undefined ? null : service.tracks.filter((track) => track.version === rollout.to).reduce((sum, track) => sum + track.share, 0);
  const unready = service.tracks.some((track) => track.replicas.ready < track.replicas.wanted);
  return {
    rate, share: candidate,
    words: rate === null ? 'no requests' : `${perSecond(rate)} · ${percent(errorRate)} · ${p95 < 0 ? '–' : millis(p95)}`,
    tone: failed > 0 ? 'bad' : rollout !== undefined || unready ? 'wait' : rate === null ? 'plain' : 'good',
  };
}

export function Logical({ way }: { way: string }) {
  const query = queryOf(way);
  const wanted = { view: query.get('view') ?? '', level: query.get('level') ?? '', of: query.get('of') ?? '' };
  const asked = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value !== ''));
  const { found, failure, again } = useLooked<Picture>(status.value?.model ? `api/v1/picture?${asked}` : null, status.value?.since);
  const choice = wanted.view ? `view ${wanted.view}` : `level ${wanted.level || 'container'}`;
  const choose = (text: string) => {
    const [kind = '', ...name] = text.split(' ');
    filterTo('#/logical', { [kind]: name.join(' ') });
  };
  return (
    <>
      <div class="filters">
        <label>Shows <select value={choice} onChange={(event) => choose(event.currentTarget.value)}>
          {LEVELS.map(([level, words]) => <option key={level} value={`level ${level}`}>{words}</option>)}
          {(found?.views ?? []).map((view) => <option key={view.id} value={`view ${view.id}`}>view: {view.title}</option>)}
        </select></label>
        <span class="quiet">Router, latest second: requests, failed, p95. A line is as wide as what its end gets, from everybody.</span>
      </div>
      <Failed what="The picture" failure={failure} again={again} had={found !== null} />
      {found !== null && <Scaled picture={found}><Live picture={found} /></Scaled>}
    </>
  );
}

/** The picture with what another version would change in it: words for each service that moves, and for each that stays. */
export function Changed({ picture, moving, standing }: { picture: Picture; moving: ReadonlyMap<string, string>; standing: ReadonlyMap<string, string> }) {
  return (
    <Scaled picture={picture}>
      <Boxes picture={picture} edges={picture.edges.map((edge) => <Edge key={`${edge.from} ${edge.to}`} edge={edge} weight={0} moves={false} />)}
        leaf={(box) => <Leaf key={box.id} box={box} words={short(moving.get(box.id) ?? standing.get(box.id) ?? '')} tone={moving.has(box.id) ? 'wait' : 'plain'} share={-1} />} />
    </Scaled>
  );
}

/** What is written in a box has the room of what a service does. */
const ROOM = 26;

function short(words: string): string {
  return words.length <= ROOM ? words : `${words.slice(0, ROOM - 1)}…`;
}

function Scaled({ picture, children }: { picture: Picture; children: ComponentChildren }) {
  const [room, setRoom] = useState<number | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => setRoom(place.current?.clientWidth ?? null), []);
  const fitting = room === null ? 1 : Math.max(LEAST_SCALE, Math.min(1, room / picture.width));
  const scale = chosen ?? fitting;
  const [x, y] = middle(picture);
  // A large picture is entered where it begins, not at its empty corner; a smaller or larger one keeps its middle.
  useLayoutEffect(() => {
    const box = place.current;
    if (box !== null) box.scrollTo({ left: x * scale - box.clientWidth / 2, top: Math.max(0, y * scale - 40) });
  }, [picture, room === null]);
  return (
    <div class="logical">
      <div class="zoom">
        <button type="button" class="plain" aria-label="Smaller" onClick={() => setChosen(scale / STEP)}>−</button>
        <button type="button" class="plain" onClick={() => setChosen(room === null ? 1 : Math.min(1, room / picture.width))}>All of it</button>
        <button type="button" class="plain" aria-label="Larger" onClick={() => setChosen(scale * STEP)}>+</button>
      </div>
      <div class="canvas" ref={place} tabIndex={0} role="group" aria-label={`${picture.title || 'The model'}: a picture that can be scrolled`}>
        <svg width={picture.width * scale} height={picture.height * scale} viewBox={`0 0 ${picture.width} ${picture.height}`} role="group" aria-label={`${picture.boxes.length} elements and ${picture.edges.length} relations`}>
          {children}
        </svg>
      </div>
    </div>
  );
}

/** The middle of the topmost row of boxes. */
function middle(picture: Picture): [number, number] {
  const leaves = picture.boxes.filter((box) => !box.container);
  const top = Math.min(...leaves.map((box) => box.y));
  const row = leaves.filter((box) => box.y === top);
  return row.length === 0 ? [0, 0] : [row.reduce((sum, box) => sum + box.x + box.width / 2, 0) / row.length, Math.min(...picture.boxes.map((box) => box.y))];
}

/** Read anew with every second of the stream; only what changed is drawn. */
function Live({ picture }: { picture: Picture }) {
  void moments.value;
  const all = new Map((status.value?.services ?? []).map((service) => [service.service, nowOf(service)]));
  const flowing = picture.edges.filter((edge) => (all.get(edge.to)?.rate ?? 0) > 0).length;
  return (
    <Boxes picture={picture}
      edges={picture.edges.map((edge) => <Edge key={`${edge.from} ${edge.to}`} edge={edge} weight={weight(all.get(edge.to)?.rate ?? 0)} moves={flowing <= MOST_MOVING} />)}
      leaf={(box) => { const what = all.get(box.id); return <Leaf key={box.id} box={box} words={what?.words ?? ''} tone={what?.tone ?? 'plain'} share={what?.share ?? -1} />; }} />
  );
}

function Boxes({ picture, edges, leaf }: { picture: Picture; edges: ComponentChildren; leaf(box: PictureBox): ComponentChildren }) {
  const around = picture.boxes.filter((box) => box.container);
  return (
    <>
      {around.map((box) => <Around key={box.id} box={box} />)}
      {edges}
      {around.map((box) => <Heading key={box.id} box={box} />)}
      {picture.boxes.filter((box) => !box.container).map(leaf)}
      <g class="labels">{picture.edges.map((edge) => <Label key={`${edge.from} ${edge.to}`} edge={edge} />)}</g>
    </>
  );
}

/** Thickness grows with the logarithm, and in steps, so that a line is not drawn anew for a request more: ten times the traffic is ten steps. */
export function weight(rate: number): number {
  return rate <= 0 ? 0 : Math.round(10 * FULL_WEIGHT_LOG10 * Math.min(1, Math.log10(1 + rate) / FULL_WEIGHT_LOG10)) / (10 * FULL_WEIGHT_LOG10);
}

// As the diagram module measured them: what is written here has room because it was written so there.
const TITLE_LINE = 20;
const TEXT_LINE = 16;
const TITLE_BASE = 15;
const TEXT_BASE = 12;
const MARGIN = 20;

const Around = memo(function Around({ box }: { box: PictureBox }) {
  return <g class="box" data-container=""><rect x={box.x} y={box.y} width={box.width} height={box.height} rx="12" /></g>;
});

const Heading = memo(function Heading({ box }: { box: PictureBox }) {
  const below = box.y + 14 + TITLE_LINE * box.title.length;
  return (
    <g class="heading">
      {box.title.map((line, index) => <text key={index} class="title" x={box.x + MARGIN} y={box.y + 14 + TITLE_LINE * index + TITLE_BASE}>{line}</text>)}
      {box.lines.map((line, index) => <text key={index} x={box.x + MARGIN} y={below + TEXT_LINE * index + TEXT_BASE}>{line}</text>)}
    </g>
  );
});

const Leaf = memo(function Leaf({ box, words, tone, share }: { box: PictureBox; words: string; tone: Now['tone']; share: number }) {
  const lines = box.live ? box.lines.slice(0, -1) : box.lines;
  const centre = box.x + box.width / 2;
  const top = box.y + (box.height - TITLE_LINE * box.title.length - TEXT_LINE * box.lines.length) / 2;
  const below = top + TITLE_LINE * box.title.length;
  const shape = (
    <>
      <rect x={box.x} y={box.y} width={box.width} height={box.height} rx={ROUND.has(box.kind) ? 24 : 9} />
      {share > 0 && <rect class="share" x={box.x + 6} y={box.y + box.height - 7} width={((box.width - 12) * share) / 100} height="4" rx="2" />}
      {box.title.map((line, index) => <text key={index} class="title" x={centre} y={top + TITLE_LINE * index + TITLE_BASE}>{line}</text>)}
      {lines.map((line, index) => <text key={index} x={centre} y={below + TEXT_LINE * index + TEXT_BASE}>{line}</text>)}
      {box.live && <text class="now" x={centre} y={below + TEXT_LINE * lines.length + TEXT_BASE}>{words}</text>}
    </>
  );
  return (
    <g class="box" data-kind={box.kind} data-tone={tone}>
      {box.live ? <a href={serviceWay(box.id)} aria-label={`${box.title.join(' ')}: ${words}`}>{shape}</a> : shape}
    </g>
  );
});

const ROUND = new Set(['person', 'role', 'database', 'datastore', 'queue']);

const Edge = memo(function Edge({ edge, weight: much, moves }: { edge: PictureEdge; weight: number; moves: boolean }) {
  const path = edge.points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x},${y}`).join(' ');
  const [end, before] = [edge.points.at(-1), edge.points.at(-2)];
  return (
    <g class="edge" data-flows={much > 0 ? '' : undefined}>
      <path d={path} style={{ strokeWidth: `${1.2 + 4 * much}px` }} />
      {much > 0 && moves && <path class="flow" d={path} style={{ animationDuration: `${2.4 - 1.8 * much}s` }} />}
      {end && before && <path class="tip" d={tip(before, end)} />}
    </g>
  );
});

const Label = memo(function Label({ edge }: { edge: PictureEdge }) {
  const [x = 0, y = 0] = edge.labelAt;
  return <>{edge.label.map((line, index) => <text key={index} x={x} y={y + 4 + 15 * (index - (edge.label.length - 1) / 2)}>{line}</text>)}</>;
});

function tip([fromX = 0, fromY = 0]: number[], [x = 0, y = 0]: number[]): string {
  const length = Math.hypot(x - fromX, y - fromY) || 1;
  const [dx, dy] = [(x - fromX) / length, (y - fromY) / length];
  return `M${x},${y} L${x - 9 * dx - 4.5 * dy},${y - 9 * dy + 4.5 * dx} L${x - 9 * dx + 4.5 * dy},${y - 9 * dy - 4.5 * dx} Z`;
}
