import { firstCrossing } from "../crossings";
import { MAX_VERTICES, type Polygon, type Ring, type Vertex } from "../geometry";
import { maskOf } from "../raster";
import { area, CorruptMask, type Mask } from "../rle";
import { distanceTo, extentOf, rounded } from "../shapes";
import { Bitmap } from "./bitmap";
import { flood } from "./morphology";

type Corner = readonly [x: number, y: number];

/**
 * The outline of a mask along the edges of its pixels, with its holes: the kernel's `polygon_of`, vertex for vertex.
 * Pixels that meet at a corner only are parts of their own. Rings run clockwise as seen, holes the other way.
 * `maskOf` gives the same mask again.
 */
export function polygonOf(mask: Mask): Polygon {
  const bitmap = Bitmap.of(mask);
  if (!bitmap.width) throw new CorruptMask("a mask that marks no pixel has no outline");
  return { parts: ringsOf(bitmap).map(([outer = [], ...holes]) => [outer, ...holes]) };
}

/** Per part its rings: the one around it, and holes, the largest first. */
function ringsOf(bitmap: Bitmap): Corner[][][] {
  const labels = Int32Array.from(bitmap.data, (set) => (set ? 0 : -1));
  const parts = new Map<number, Corner[][]>();
  for (const ring of outlines(bitmap)) {
    const label = labelled(labels, bitmap, ring);
    const known = parts.get(label);
    if (known) known.push(ring);
    else parts.set(label, [ring]);
  }
  return [...parts.values()].map((rings) => {
    const [outer = [], ...holes] = rings.sort((a, b) => twiceArea(b) - twiceArea(a));
    return [outer, ...holes.map((hole) => hole.reverse())];
  });
}

/** Rings of the corners at which outlines turn, clockwise, each from its topmost corner to the right. */
function outlines(bitmap: Bitmap): Corner[][] {
  const turns = turnsOf(bitmap);
  const numbers = turns.map((_, n) => n);
  const by = (...keys: ((turn: Turn) => number)[]) =>
    partners(
      [...numbers].sort((a, b) => {
        for (const key of keys) {
          const apart = key(turns[a] as Turn) - key(turns[b] as Turn);
          if (apart) return apart;
        }
        return a - b;
      }),
    );
  const along = by(
    ({ y }) => y,
    ({ x }) => x,
    ({ second }) => Number(second),
  );
  const down = by(
    ({ x }) => x,
    ({ y }) => y,
    ({ aboveSecond }) => Number(aboveSecond),
  );
  const seen = new Uint8Array(turns.length);
  const rings: Corner[][] = [];
  for (const begin of numbers) {
    if (seen[begin]) continue;
    const ring: Corner[] = [];
    for (let at = begin; !seen[at]; ) {
      const other = along[at] as number;
      seen[at] = seen[other] = 1;
      for (const n of [at, other]) ring.push([(turns[n] as Turn).x, (turns[n] as Turn).y]);
      at = down[other] as number;
    }
    rings.push(ring);
  }
  return rings;
}

interface Turn {
  readonly x: number;
  readonly y: number;
  /** Of two turns on one corner the first joins what comes from the left … */
  readonly second: boolean;
  /** … and what comes from above is joined by the one of the same pixel. */
  readonly aboveSecond: boolean;
}

/** The corners at which an outline turns, row by row. */
function turnsOf(bitmap: Bitmap): Turn[] {
  const { data, width, height, x: left, y: top } = bitmap;
  const found: Turn[] = [];
  for (let column = 0; column <= width; column++)
    for (let row = 0; row <= height; row++) {
      const at = column * height + row;
      const [toLeft, toRight] = [column > 0, column < width];
      const topLeft = toLeft && row > 0 ? data[at - height - 1] : 0;
      const topRight = toRight && row > 0 ? data[at - 1] : 0;
      const lowLeft = toLeft && row < height ? data[at - height] : 0;
      const lowRight = toRight && row < height ? data[at] : 0;
      const place = { x: left + column, y: top + row };
      if ((topLeft as number) ^ (topRight as number) ^ (lowLeft as number) ^ (lowRight as number))
        found.push({ ...place, second: false, aboveSecond: false });
      else if (topLeft === lowRight && topRight === lowLeft && topLeft !== topRight) {
        const crossed = topRight === 1;
        found.push({ ...place, second: false, aboveSecond: crossed });
        found.push({ ...place, second: true, aboveSecond: !crossed });
      }
    }
  return found.sort((a, b) => a.y - b.y || a.x - b.x || Number(a.second) - Number(b.second));
}

/** In each line, turns are joined two by two. */
function partners(order: readonly number[]): Int32Array {
  const partner = new Int32Array(order.length);
  for (let n = 0; n < order.length; n += 2) {
    const [a, b] = [order[n] as number, order[n + 1] as number];
    partner[a] = b;
    partner[b] = a;
  }
  return partner;
}

const twiceArea = (ring: readonly Vertex[]): number =>
  ring.reduce((sum, [x, y], n) => {
    const [nextX, nextY] = ring[(n + 1) % ring.length] as Vertex;
    return sum + x * nextY - nextX * y;
  }, 0);

/** The part that a ring bounds: the set pixel beside its first edge, which is a horizontal one. */
function labelled(labels: Int32Array, { x: left, y: top, height }: Bitmap, ring: Corner[]): number {
  const [[x, y], [nextX]] = ring as [Corner, Corner];
  const column = (Math.min(x, nextX) - left) * height;
  const row = y - top;
  const above = row > 0 ? (labels[column + row - 1] as number) : -1;
  const at = above >= 0 ? column + row - 1 : column + row;
  if (!labels[at]) flood(labels, height, at, at + 1);
  return labels[at] as number;
}

/** Pixels by which a smooth outline may leave the middles of steps. */
const SMOOTH = 0.6;

/**
 * An outline that reads better than the edges of pixels, with far fewer vertices, and of which `maskOf` still gives
 * the same mask again: it goes through the middles of single steps, and keeps the corners of long edges.
 */
export function outlineOf(mask: Mask): Polygon {
  const rings = ringsOf(Bitmap.of(mask));
  for (const tolerance of [SMOOTH, 0.05]) {
    const parts = rings.map((part) => part.map((ring) => smoothed(ring, tolerance)));
    if (isSame(parts, mask)) return { parts };
  }
  const parts = rings.map((part) => part.map((ring) => [...ring]));
  if (parts.flat(2).length <= MAX_VERTICES) return { parts };
  throw new CorruptMask(
    `the outline of the mask has ${parts.flat(2).length} vertices, and a polygon at most ${MAX_VERTICES}`,
  );
}

function isSame(parts: Ring[][], mask: Mask): boolean {
  if (parts.flat(2).length > MAX_VERTICES || parts.flat().some((ring) => ring.length < 3))
    return false;
  if (parts.some((rings) => firstCrossing(rings) !== null)) return false;
  const [height, width] = mask.size;
  return maskOf({ parts }, height, width).counts === mask.counts;
}

function smoothed(ring: readonly Corner[], tolerance: number): Vertex[] {
  const count = ring.length;
  const corner = (n: number) => ring[(n + count) % count] as Corner;
  const length = (n: number) => {
    const [[ax, ay], [bx, by]] = [corner(n), corner(n + 1)];
    return Math.abs(bx - ax) + Math.abs(by - ay);
  };
  const line: Vertex[] = [];
  for (let n = 0; n < count; n++) {
    const [[ax, ay], [bx, by]] = [corner(n), corner(n + 1)];
    const long = length(n);
    if (long === 1) {
      line.push([(ax + bx) / 2, (ay + by) / 2]);
      continue;
    }
    const [dx, dy] = [Math.sign(bx - ax), Math.sign(by - ay)];
    const [before, after] = [corner(n - 1), corner(n + 2)];
    // Between two steps in one direction the line slants over the edge; over a cap it must go along it.
    const cap = isCap([dx, dy], before, [ax, ay], [bx, by], after);
    if (length(n - 1) > 1) line.push([ax, ay]);
    else if (cap || length(n + 1) > 1) line.push([ax + dx / 2, ay + dy / 2]);
    if (length(n + 1) === 1 && (cap || length(n - 1) > 1)) line.push([bx - dx / 2, by - dy / 2]);
  }
  return thinned(line, tolerance).map(([x, y]) => [rounded(x), rounded(y)]);
}

/** Whether the edges before and after lie on one side of an edge. */
function isCap([dx, dy]: Vertex, before: Vertex, a: Vertex, b: Vertex, after: Vertex): boolean {
  const side = ([x, y]: Vertex, [fromX, fromY]: Vertex) =>
    Math.sign(dx * (y - fromY) - dy * (x - fromX));
  return side(before, a) === side(after, b);
}

/** Of a closed line: halved at its first vertex and the one furthest from it. */
function thinned(line: readonly Vertex[], tolerance: number): Vertex[] {
  const [first] = line;
  if (!first || line.length < 4) return [...line];
  let [far, at] = [-1, 0];
  for (const [n, [x, y]] of line.entries()) {
    const distance = Math.hypot(x - first[0], y - first[1]);
    if (distance > far) [far, at] = [distance, n];
  }
  const there = simplerSame(line.slice(0, at + 1), tolerance);
  const back = simplerSame([...line.slice(at), first], tolerance);
  return [...there, ...back.slice(1, -1)];
}

/** Fewer vertices, as `simplified` has them, but no pixel's centre changes sides. */
function simplerSame(line: readonly Vertex[], tolerance: number): Vertex[] {
  const keep = new Uint8Array(line.length);
  keep[0] = keep[line.length - 1] = 1;
  const stretches: [number, number][] = [[0, line.length - 1]];
  for (let stretch = stretches.pop(); stretch; stretch = stretches.pop()) {
    const [from, to] = stretch;
    if (to - from < 2) continue;
    let [far, at] = [-1, from + 1];
    for (let n = from + 1; n < to; n++) {
      const distance = distanceTo(line[n] as Vertex, line[from] as Vertex, line[to] as Vertex);
      if (distance > far) [far, at] = [distance, n];
    }
    if (far === 0 || (far <= tolerance && !holdsCentre(line.slice(from, to + 1)))) continue;
    keep[at] = 1;
    stretches.push([from, at], [at, to]);
  }
  return line.filter((_, n) => keep[n]);
}

/** Whether between a line and the straight way from its start to its end there lies the centre of a pixel. */
function holdsCentre(line: readonly Vertex[]): boolean {
  const { x, y, width, height } = extentOf("polygon", { parts: [[line]] });
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const ring = line.map(([a, b]): Vertex => [a - left, b - top]);
  const [wide, high] = [Math.ceil(x + width) - left, Math.ceil(y + height) - top];
  return wide > 0 && high > 0 && area(maskOf({ parts: [[ring]] }, high, wide)) > 0;
}
