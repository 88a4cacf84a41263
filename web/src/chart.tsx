// A series over time, drawn by uPlot; colours are those of the page, so that it follows light and dark.
import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';

export interface Line { label: string; colour: string; values: readonly (number | null)[]; stepped?: boolean }

/** Something that happened, in seconds since 1970. */
export interface Mark { at: number; label: string; tone: 'good' | 'bad' | 'plain' }

interface Props {
  title: string; unit: string; times: readonly number[]; lines: readonly Line[]; top?: number;
  marks?: readonly Mark[];
  /** What lies between the first two lines is filled. */
  band?: boolean;
  /** The scale goes at least so far. */
  least?: number;
}

const MARK_COLOURS = { good: '--good', bad: '--bad', plain: '--quiet' } as const;

const HEIGHT = 170;
/** What was counted in a second has no finer time. */
const SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1_800, 3_600, 10_800, 21_600, 86_400];

/** Colours are read when a chart is made: it is made anew when day turns to night. */
function useDark(): boolean {
  const [dark, setDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches);
  useEffect(() => {
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    const changed = () => setDark(scheme.matches);
    scheme.addEventListener('change', changed);
    return () => scheme.removeEventListener('change', changed);
  }, []);
  return dark;
}

/** Dashed, from bottom to top, with what it was beside it. */
function drawMarks(plot: uPlot, marks: readonly Mark[], style: CSSStyleDeclaration): void {
  const { left, top, width, height } = plot.bbox;
  const draw = plot.ctx;
  const scale = devicePixelRatio;
  draw.save();
  draw.setLineDash([4 * scale, 4 * scale]);
  draw.lineWidth = scale;
  draw.font = `${11 * scale}px system-ui, sans-serif`;
  let free = top + 12 * scale;
  for (const mark of marks) {
    const x = plot.valToPos(mark.at, 'x', true);
    if (!(x >= left && x <= left + width)) continue;
    draw.strokeStyle = draw.fillStyle = style.getPropertyValue(MARK_COLOURS[mark.tone]);
    draw.beginPath();
    draw.moveTo(x, top);
    draw.lineTo(x, top + height);
    draw.stroke();
    const before = x + draw.measureText(mark.label).width + 6 * scale > left + width;
    draw.textAlign = before ? 'right' : 'left';
    draw.fillText(mark.label, x + (before ? -4 : 4) * scale, free);
    // The next one stands below, so that none is written over another.
    free = free + 13 * scale > top + height ? top + 12 * scale : free + 13 * scale;
  }
  draw.restore();
}

export function Chart({ title, unit, times, lines, top, marks = [], band = false, least = 1 }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const dark = useDark();
  const labels = lines.map((line) => line.label).join();
  const marked = useRef(marks);
  marked.current = marks;
  useEffect(() => {
    const box = place.current;
    if (box === null) return;
    const style = getComputedStyle(document.documentElement);
    const ink = style.getPropertyValue('--quiet');
    const grid = { stroke: style.getPropertyValue('--line'), width: 1 };
    const steps = uPlot.paths.stepped?.({ align: 1 });
    const made = new uPlot({
      width: box.clientWidth, height: HEIGHT, padding: [8, 30, 0, 0], cursor: { y: false }, legend: { show: false },
      scales: { x: { time: true }, y: { range: (_, low, high) => [Math.min(0, low ?? 0), top ?? Math.max(least, (high ?? least) * 1.1)] } },
      hooks: { draw: [(drawn) => drawMarks(drawn, marked.current, style)] },
      ...(band ? { bands: [{ series: [1, 2], fill: `${style.getPropertyValue(lines[0]?.colour ?? '--stable').trim()}38` }] } : {}),
      axes: [{ stroke: ink, grid, space: 90, size: 30, incrs: SECONDS, values: (_, ticks) => ticks.map((tick) => new Date(tick * 1000).toLocaleTimeString('en-GB')) }, { stroke: ink, grid, size: 66, values: (_, ticks) => ticks.map((tick) => `${tick}${unit}`) }],
      series: [
        {},
        ...lines.map((line) => ({
          label: line.label, stroke: style.getPropertyValue(line.colour), width: 2, spanGaps: false, points: { show: false },
          ...(line.stepped && steps ? { paths: steps } : {}),
        })),
      ],
    }, [[...times], ...lines.map((line) => [...line.values])], box);
    plot.current = made;
    const watch = new ResizeObserver(() => made.setSize({ width: box.clientWidth, height: HEIGHT }));
    watch.observe(box);
    return () => { watch.disconnect(); made.destroy(); plot.current = null; };
  }, [labels, unit, top, dark, band, least]);
  useEffect(() => { plot.current?.setData([[...times], ...lines.map((line) => [...line.values])]); }, [times, lines]);
  const latest = lines.map((line) => `${line.label} ${line.values.findLast((value) => value !== null)?.toFixed(2) ?? 'unknown'}${unit}`).join(', ');
  // Times are whole seconds: what happened in the first one may be a little before it.
  const shown = marks.filter((mark) => mark.at > (times[0] ?? Infinity) - 1);
  const happened = shown.length === 0 ? '' : `; ${shown.map((mark) => `${mark.label} ${new Date(mark.at * 1000).toLocaleTimeString('en-GB')}`).join(', ')}`;
  return (
    <figure class="chart">
      <figcaption>{title}{lines.map((line) => <span key={line.label} class="key" data-colour={line.colour}>{line.label}</span>)}</figcaption>
      <div ref={place} role="img" aria-label={`${title}; latest: ${latest}${happened}`} />
    </figure>
  );
}
