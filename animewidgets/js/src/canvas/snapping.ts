import type { Settings } from "../core/settings";
import type { Screen } from "../video/screen";
import { type Caught, caughtBy, farthest, lumaOf, pieceAround } from "./edge_snap";
import type { Bounds, Vertex } from "./geometry";
import { pixelOf, REACH, type Reach } from "./hit";
import { within } from "./shapes";
import type { Snaps } from "./tools/tool";

/** CSS pixels within which the picture's border catches a place. */
const CATCH = 8;

/** What catches a place: the picture's border, and edges in the picture itself. */
export class Snapping {
  /** Where an edge has caught the place that was asked for last; shown as a mark. */
  caught: Caught | null = null;

  constructor(
    readonly settings: Settings,
    readonly screen: Screen,
    /** Of the picture that is seen. */
    readonly place: { readonly bounds: Bounds },
  ) {}

  get bounds(): Bounds {
    return this.place.bounds;
  }

  snapped(at: Vertex, reach: Reach, to?: Snaps): Vertex {
    const { bounds, settings } = this;
    const free = within(at, bounds);
    const [x, y] = settings.values.snap ? this.#byBorder(free, reach) : free;
    this.caught = null;
    if (!to || !settings.values.edges) return [x, y];
    const caught = this.#byEdge(free, pixelOf(reach) * REACH, to);
    if (!caught) return [x, y];
    // The border goes before what lies within it.
    const [onColumn, onRow] = [x !== free[0], y !== free[1]];
    if (to === "place" && (onColumn || onRow)) return [x, y];
    this.caught = {
      at: [onColumn ? x : caught.at[0], onRow ? y : caught.at[1]],
      column: caught.column && !onColumn,
      row: caught.row && !onRow,
    };
    return this.caught.at;
  }

  #byBorder([x, y]: Vertex, reach: Reach): Vertex {
    const { width, height } = this.bounds;
    const [near, low] = [(reach.x * CATCH) / REACH, (reach.y * CATCH) / REACH];
    const caught = (value: number, end: number, room: number) =>
      value <= room ? 0 : value >= end - room ? end : value;
    return [caught(x, width, near), caught(y, height, low)];
  }

  /** From the pixels of the exact picture: what merely stands in for it has its edges elsewhere. */
  #byEdge(at: Vertex, reach: number, to: Snaps): Caught | null {
    const { screen, bounds } = this;
    if (screen.playback.approximate) return null;
    const radius = farthest(reach);
    const piece = pieceAround(at, radius, bounds);
    const context = piece.width && piece.height ? screen.picture.getContext("2d") : null;
    if (!context) return null;
    const { data } = context.getImageData(piece.x, piece.y, piece.width, piece.height);
    return caughtBy(lumaOf(piece, data), at, radius, to);
  }
}
