// A series over time, drawn by uPlot; colours are those of the page, so that it follows light and dark.
import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';

export interface Line { label: string; colour: string; values: readonly (number | null)[]; stepped?: boolean }

interface Props { title: string; unit: string; times: readonly number[]; lines: readonly Line[]; top?: number }

const HEIGHT = 170;
/** What was counted in a second has no finer time. */
const SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600];

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

export function Chart({ title, unit, times, lines, top }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const dark = useDark();
  const labels = lines.map((line) => line.label).join();
  useEffect(() => {
    const box = place.current;
    if (box === null) return;
    const style = getComputedStyle(document.documentElement);
    const ink = style.getPropertyValue('--quiet');
    const grid = { stroke: style.getPropertyValue('--line'), width: 1 };
    const steps = uPlot.paths.stepped?.({ align: 1 });
    const made = new uPlot({
      width: box.clientWidth, height: HEIGHT, padding: [8, 30, 0, 0], cursor: { y: false }, legend: { show: false },
      scales: { x: { time: true }, y: { range: (_, low, high) => [Math.min(0, low ?? 0), top ?? Math.max(1, (high ?? 1) * 1.1)] } },
      axes: [{ stroke: ink, grid, space: 90, incrs: SECONDS, values: (_, ticks) => ticks.map((tick) => new Date(tick * 1000).toLocaleTimeString('en-GB')) }, { stroke: ink, grid, size: 66, values: (_, ticks) => ticks.map((tick) => `${tick}${unit}`) }],
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
  }, [labels, unit, top, dark]);
  useEffect(() => { plot.current?.setData([[...times], ...lines.map((line) => [...line.values])]); }, [times, lines]);
  const latest = lines.map((line) => `${line.label} ${line.values.findLast((value) => value !== null)?.toFixed(2) ?? 'unknown'}${unit}`).join(', ');
  return (
    <figure class="chart">
      <figcaption>{title}{lines.map((line) => <span key={line.label} class="key" data-colour={line.colour}>{line.label}</span>)}</figcaption>
      <div ref={place} role="img" aria-label={`${title}; latest: ${latest}`} />
    </figure>
  );
}
