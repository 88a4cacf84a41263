// A screenshot in at most 256 colours: what a page is made of is a few flat colours and the edges of letters, so that it looks the same and takes a third.
import { deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MOST_COLOURS = 256;
/** The most frequent colours stay as they are to the bit; the others share what is left. */
const KEPT = 160;
const CRC = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

/** @param png as Chromium writes it: 8 bits of red, green, blue and perhaps alpha, not interlaced */
export function shrunk(png) {
  const { width, height, pixels } = decoded(png);
  const counts = new Map();
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const palette = chosen(counts);
  const indexes = new Map();
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = pixels[y * width + x];
      let index = indexes.get(colour);
      if (index === undefined) indexes.set(colour, index = nearest(palette, colour));
      rows[y * (width + 1) + 1 + x] = index;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('PLTE', colours), chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  let crc = 0xffffffff;
  for (const byte of body) crc = CRC[(crc ^ byte) & 255] ^ (crc >>> 8);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  whole.set(body, 4);
  whole.writeUInt32BE((crc ^ 0xffffffff) >>> 0, body.length + 4);
  return whole;
}

function decoded(png) {
  if (!png.subarray(0, 8).equals(SIGNATURE)) throw new Error('not a PNG');
  const parts = [];
  let header = null;
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') header = data;
    if (type === 'IDAT') parts.push(data);
    at += length + 12;
  }
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [depth, kind, , , interlaced] = header.subarray(8);
  if (depth !== 8 || (kind !== 2 && kind !== 6) || interlaced !== 0) throw new Error(`depth ${depth}, colour type ${kind}, interlaced ${interlaced} (expected: 8, 2 or 6, 0)`);
  const size = kind === 2 ? 3 : 4;
  const raw = inflateSync(Buffer.concat(parts));
  const wide = width * size;
  let before = new Uint8Array(wide);
  const pixels = new Uint32Array(width * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (wide + 1)];
    const row = Uint8Array.from(raw.subarray(y * (wide + 1) + 1, (y + 1) * (wide + 1)));
    for (let i = 0; i < wide; i++) {
      const [left, above, corner] = [i < size ? 0 : row[i - size], before[i], i < size ? 0 : before[i - size]];
      row[i] += [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter];
    }
    for (let x = 0; x < width; x++) pixels[y * width + x] = (row[x * size] << 16) | (row[x * size + 1] << 8) | row[x * size + 2];
    before = row;
  }
  return { width, height, pixels };
}

function paeth(left, above, corner) {
  const guess = left + above - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? above : corner;
}

const SHIFTS = [16, 8, 0];

/** The frequent ones, and of the others the middles of boxes that were cut where they are widest. */
function chosen(counts) {
  const all = [...counts].sort(([, a], [, b]) => b - a);
  if (all.length <= MOST_COLOURS) return all.map(([colour]) => colour);
  const palette = all.slice(0, KEPT).map(([colour]) => colour);
  let boxes = [all.slice(KEPT)];
  while (boxes.length < MOST_COLOURS - KEPT) {
    const widest = boxes.map((box) => ({ box, ...width(box) })).sort((a, b) => b.score - a.score)[0];
    if (widest.box.length < 2) break;
    const sorted = [...widest.box].sort(([a], [b]) => ((a >> widest.shift) & 255) - ((b >> widest.shift) & 255));
    const middle = sorted.length >> 1;
    boxes = boxes.filter((box) => box !== widest.box).concat([sorted.slice(0, middle), sorted.slice(middle)]);
  }
  return palette.concat(boxes.map(mean));
}

function width(box) {
  const spans = SHIFTS.map((shift) => {
    let [low, high] = [255, 0];
    for (const [colour] of box) {
      const value = (colour >> shift) & 255;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return { shift, score: (high - low) * Math.sqrt(box.length) };
  });
  return spans.sort((a, b) => b.score - a.score)[0];
}

function mean(box) {
  const weight = box.reduce((sum, [, count]) => sum + count, 0);
  const [red, green, blue] = SHIFTS.map((shift) => Math.round(box.reduce((sum, [colour, count]) => sum + ((colour >> shift) & 255) * count, 0) / weight));
  return (red << 16) | (green << 8) | blue;
}

function nearest(palette, colour) {
  let [best, least] = [0, Infinity];
  for (let i = 0; i < palette.length && least > 0; i++) {
    const far = SHIFTS.reduce((sum, shift) => sum + (((palette[i] >> shift) & 255) - ((colour >> shift) & 255)) ** 2, 0);
    if (far < least) [best, least] = [i, far];
  }
  return best;
}
