import { isMatch, type Pair } from "../timemaps/patch";
import type { Colours } from "../ui/colours";
import type { AxesLayout } from "./axes_layout";
import { type AxesView, pixelOf, tickOf } from "./axes_view";
import type { MapIndex, SideOrder } from "./map_index";
import type { Side } from "./side";
import type { Anchor, SideName } from "./wire";

/** All that is drawn of the two axes and the map between them. */
export interface AxesScene {
  readonly a: Side;
  readonly b: Side;
  readonly index: MapIndex;
  readonly view: AxesView;
  /** Seconds, on A's axis, from the first to the last that there is. */
  readonly range: readonly [number, number];
  readonly layout: AxesLayout;
  readonly colours: Colours;
  readonly anchors: readonly Anchor[];
  readonly frames: Readonly<Record<SideName, number>>;
  readonly lead: SideName;
  readonly linked: boolean;
  /** Whether the other side has the leading frame; `null` while they are not linked. */
  readonly same: boolean | null;
  /** The row that keys act upon; -1: none. */
  readonly current: number;
  /** The row under the pointer; -1: none. */
  readonly hovered: number;
  /** A place that something is dragged to, where the map itself is not shown so. */
  readonly ghost: { readonly side: SideName; readonly tick: number } | null;
}

/** Pixel of a tick of a side. */
export function xOf(
  { view, a, b }: Pick<AxesScene, "view" | "a" | "b">,
  side: SideName,
  tick: number,
): number {
  return pixelOf(view, side, (side === "a" ? a : b).second, tick);
}

export function tickAt(
  { view, a, b }: Pick<AxesScene, "view" | "a" | "b">,
  side: SideName,
  pixel: number,
): number {
  return tickOf(view, side, (side === "a" ? a : b).second, pixel);
}

/**
 * Places of pieces that lie between two ticks, in order; of those that share a pixel with the one before only
 * the last, so that there are never more than pixels.
 */
export function placesInSight(
  order: Pick<SideOrder, "length" | "starts" | "ends" | "placeBefore">,
  from: number,
  until: number,
  ticksPerPixel: number,
): number[] {
  const places: number[] = [];
  let at = Math.max(0, order.placeBefore(from));
  while (at < order.length && (order.starts[at] as number) < until) {
    if ((order.ends[at] as number) > from) places.push(at);
    const next = at + 1;
    // The pixel in which this one ends: what ends within it as well is passed over.
    const pixel =
      from + (Math.floor(((order.ends[at] as number) - from) / ticksPerPixel) + 1) * ticksPerPixel;
    at =
      (order.ends[next] ?? Number.POSITIVE_INFINITY) < pixel
        ? Math.max(next, order.placeBefore(pixel))
        : next;
  }
  return places;
}

/** Rows of a side in sight, in the order of its time. */
export function rowsOn(
  scene: Pick<AxesScene, "view" | "a" | "b" | "index">,
  side: SideName,
): number[] {
  const order = scene.index.order(side);
  const [from, until] = [tickAt(scene, side, 0), tickAt(scene, side, scene.view.width)];
  const perPixel = (until - from) / scene.view.width;
  return placesInSight(order, from, until, perPixel).map((place) => order.rows[place] as number);
}

/** A band in pixels: where it begins and ends above and below. */
export interface Band {
  readonly row: number;
  readonly a: Pair;
  readonly b: Pair;
}

/** The bands of which either end is in sight. */
export function bandsInSight(scene: AxesScene): Band[] {
  const rows = new Set([...rowsOn(scene, "a"), ...rowsOn(scene, "b")]);
  const bands: Band[] = [];
  for (const row of rows) {
    const piece = scene.index.pieces[row];
    if (!piece || !isMatch(piece)) continue;
    bands.push({
      row,
      a: [xOf(scene, "a", piece.source[0]), xOf(scene, "a", piece.source[1])],
      b: [xOf(scene, "b", piece.target[0]), xOf(scene, "b", piece.target[1])],
    });
  }
  return bands;
}

export type AxesHit =
  | { readonly what: "overview" }
  | { readonly what: "time"; readonly side: SideName }
  | {
      readonly what: "border";
      readonly side: SideName;
      readonly row: number;
      readonly edge: "start" | "end";
    }
  | { readonly what: "piece"; readonly side: SideName; readonly row: number }
  | { readonly what: "band"; readonly side: SideName; readonly row: number }
  | { readonly what: "anchor"; readonly side: SideName; readonly anchor: Anchor };

/** How near the pointer must be to a border or pin, in pixels. */
const REACH = 5;

/** What lies under the pointer. */
export function hitAt(scene: AxesScene, x: number, y: number): AxesHit {
  const { layout, index } = scene;
  if (y < layout.sides.a.top) return { what: "overview" };
  const { bands } = layout;
  const part = (y - bands.top) / (bands.bottom - bands.top);
  const side: SideName = part < 0.5 ? "a" : "b";
  const inBands = part >= 0 && part < 1;
  const pieces = layout.pieces[side];
  const inPieces = y >= pieces.top && y < pieces.bottom;
  if (!inBands && !inPieces) return { what: "time", side };
  const along = Math.min(1, Math.max(0, part));
  const between = (a: number, b: number) => a + (b - a) * along;
  for (const anchor of scene.anchors) {
    const at = between(xOf(scene, "a", anchor.source), xOf(scene, "b", anchor.target));
    if (Math.abs(at - x) <= REACH) return { what: "anchor", side, anchor };
  }
  if (inPieces) {
    const row = index.order(side).rowAt(tickAt(scene, side, x));
    return (
      borderNear(scene, side, x) ??
      (row < 0 ? { what: "time", side } : { what: "piece", side, row })
    );
  }
  let best: { distance: number; row: number; edge: "start" | "end" } | null = null;
  let inside = -1;
  for (const { row, a, b } of bandsInSight(scene)) {
    const [left, right] = [between(a[0], b[0]), between(a[1], b[1])];
    if (x >= left && x < right) inside = row;
    for (const [edge, at] of [
      ["start", left],
      ["end", right],
    ] as const) {
      const distance = Math.abs(at - x);
      // Of two bands that adjoin, the one that the pointer is in.
      const preferred = distance - (x >= left && x < right ? 0.5 : 0);
      if (distance <= reachOf(right - left) && (!best || preferred < best.distance))
        best = { distance: preferred, row, edge };
    }
  }
  if (best) return { what: "border", side, row: best.row, edge: best.edge };
  return inside < 0 ? { what: "time", side } : { what: "band", side, row: inside };
}

/** Of a narrow piece the middle stays free to be taken. */
const reachOf = (width: number): number => Math.min(REACH, width / 4);

/** A border on a strip of pieces; of two that meet, that of a match goes before. */
function borderNear(scene: AxesScene, side: SideName, x: number): AxesHit | null {
  const { index } = scene;
  const order = index.order(side);
  const at = order.placeBefore(tickAt(scene, side, x));
  let best: { distance: number; hit: AxesHit } | null = null;
  for (const place of [at - 1, at, at + 1]) {
    const row = order.rows[place];
    const piece = row === undefined ? undefined : index.pieces[row];
    if (row === undefined || !piece) continue;
    const left = xOf(scene, side, order.starts[place] as number);
    const right = xOf(scene, side, order.ends[place] as number);
    for (const [edge, border] of [
      ["start", left],
      ["end", right],
    ] as const) {
      const distance = Math.abs(border - x);
      if (distance > reachOf(right - left)) continue;
      const preferred = distance + (isMatch(piece) ? 0 : 2) - (place === at ? 0.5 : 0);
      if (!best || preferred < best.distance)
        best = { distance: preferred, hit: { what: "border", side, row, edge } };
    }
  }
  return best?.hit ?? null;
}
