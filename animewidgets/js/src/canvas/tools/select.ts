import { refuse } from "../../core/outcome";
import { counted, reshape } from "../editing";
import type { Figure } from "../figures";
import type { Box, Points, Polygon, Shape, Vertex } from "../geometry";
import { figuresIn, type Hit, hitFigure, hitHandles } from "../hit";
import {
  boundedMove,
  boxBetween,
  type Handle,
  moved,
  type Spot,
  spotsOf,
  verticesOf,
  withoutSpot,
  withSpotAt,
  withVertexAfter,
} from "../shapes";
import { unmarked } from "../skeletons/skeletons";
import {
  angleTo,
  cutOff,
  degrees,
  handlePlace,
  reshapedTo,
  roomOf,
  TURN_STEP,
  turnedTo,
} from "../turned";
import { type Draft, farFrom, type Snaps, type Tool, type ToolHost, type Touch } from "./tool";

/** What a press has taken hold of. */
type Held =
  | { readonly what: "move"; readonly figures: readonly Figure[]; readonly clicked: Figure }
  | {
      readonly what: "handle";
      readonly figure: Figure;
      readonly handle: Handle;
      readonly offset: Vertex;
    }
  /** Turned by as much as the pointer goes round: `offset` is from the pointer's angle to the box's. */
  | { readonly what: "turn"; readonly figure: Figure; readonly offset: number }
  | {
      readonly what: "spot";
      readonly figure: Figure;
      readonly shape: Shape;
      readonly spot: Spot;
      readonly offset: Vertex;
      readonly isNew: boolean;
    }
  | { readonly what: "marquee"; readonly before: readonly string[] };

const CURSORS: Readonly<Record<Handle, string>> = {
  nw: "nwse-resize",
  se: "nwse-resize",
  ne: "nesw-resize",
  sw: "nesw-resize",
  n: "ns-resize",
  s: "ns-resize",
  e: "ew-resize",
  w: "ew-resize",
};

/** The cursor of a handle: those of turned boxes point another way. */
function cursorOf(box: Box, handle: Handle): string {
  const at = ROUND.indexOf(handle) + Math.round((box.rotation ?? 0) / 45);
  return CURSORS[ROUND[(at + 8) % 8] as Handle];
}
const ROUND: readonly Handle[] = ["n", "ne", "e", "se", "s", "sw", "w", "nw"];

/** What edges catch of a handle that is dragged. */
const snapsOf = (handle: Handle): Snaps =>
  handle.length === 2 ? "corner" : handle === "n" || handle === "s" ? "row" : "column";

/** Selects, moves and reshapes what is there. */
export class SelectTool implements Tool {
  readonly name = "select";
  #held: Held | null = null;
  #from: Touch | null = null;
  #dragged = false;
  #draft: Draft | null = null;

  constructor(readonly host: ToolHost) {}

  get draft(): Draft | null {
    return this.#draft;
  }

  /** Whether a press there would take hold of a handle or vertex of what is selected. */
  holds(touch: Touch): boolean {
    return hitHandles(this.#changeable, touch.at, this.host.reach) !== null;
  }

  get #changeable(): readonly Figure[] {
    const open = new Set(this.host.figures);
    return this.host.selected.filter((one) => open.has(one));
  }

  #hit({ at }: Touch): Hit | null {
    const { figures, reach, turns } = this.host;
    const handle = hitHandles(this.#changeable, at, reach, turns);
    if (handle) return handle;
    const figure = hitFigure(figures, at, reach);
    return figure && { what: "figure", figure };
  }

  down(touch: Touch): void {
    this.#from = touch;
    this.#dragged = false;
    const hit = this.#hit(touch);
    if (!hit) {
      const more = touch.shift || touch.ctrl;
      const before = more ? this.host.selected.map(({ id }) => id) : [];
      this.#held = { what: "marquee", before };
      this.host.spot = null;
      return;
    }
    if (hit.what === "figure") this.#holdFigure(hit.figure, touch);
    else if (hit.what === "handle") {
      const [x, y] = handlePlace(hit.figure.shape as Box, hit.handle);
      this.#held = { ...hit, offset: [x - touch.at[0], y - touch.at[1]] };
    } else if (hit.what === "turn") {
      const box = hit.figure.shape as Box;
      this.#held = { ...hit, offset: (box.rotation ?? 0) - angleTo(box, touch.at, false) };
    } else this.#holdSpot(hit, touch);
    this.host.redraw();
  }

  #holdFigure(figure: Figure, { shift, ctrl }: Touch): void {
    const { selected } = this.host;
    const isIn = selected.some(({ id }) => id === figure.id);
    this.host.spot = null;
    if (shift || ctrl) {
      const ids = selected.map(({ id }) => id);
      this.host.select(isIn ? ids.filter((id) => id !== figure.id) : [...ids, figure.id]);
    } else if (!isIn) this.host.select([figure.id]);
    this.#held = { what: "move", figures: this.#changeable, clicked: figure };
  }

  #holdSpot(hit: Extract<Hit, { what: "spot" | "edge" }>, { at, alt, ctrl }: Touch): void {
    const { figure, spot } = hit;
    const { kind } = figure;
    if (hit.what === "spot") {
      this.host.spot = { id: figure.id, spot };
      if (alt) {
        this.#deleteSpot(figure, spot);
        return;
      }
      const place = spotsOf(kind, figure.shape).find(({ spot: one }) => same(one, spot))?.at ?? at;
      const offset: Vertex = [place[0] - at[0], place[1] - at[1]];
      this.#held = { what: "spot", figure, shape: figure.shape, spot, offset, isNew: false };
      return;
    }
    if (!hit.middle && !ctrl) {
      this.#held = { what: "move", figures: this.#changeable, clicked: figure };
      return;
    }
    const shape = withVertexAfter(figure.shape as Polygon, spot, at);
    const made = { ...spot, n: spot.n + 1 };
    this.host.spot = { id: figure.id, spot: made };
    this.#held = { what: "spot", figure, shape, spot: made, offset: [0, 0], isNew: true };
  }

  move(touch: Touch, pressed: boolean): void {
    if (!pressed || !this.#held || !this.#from) return;
    this.#dragged ||= farFrom(touch.screen, this.#from.screen);
    if (!this.#dragged) return;
    this.#draft = this.#drafted(this.#held, this.#from, touch);
    this.host.redraw();
  }

  #drafted(held: Held, from: Touch, touch: Touch): Draft {
    const { host } = this;
    switch (held.what) {
      case "marquee":
        return { marquee: boxBetween(from.at, touch.at) };
      case "handle": {
        const wished: Vertex = [touch.at[0] + held.offset[0], touch.at[1] + held.offset[1]];
        const before = held.figure.shape as Box;
        const box = reshapedTo(
          before,
          held.handle,
          before.rotation ? wished : host.snapped(wished, snapsOf(held.handle)),
        );
        return { shapes: new Map([[held.figure.id, box]]) };
      }
      case "turn": {
        const box = held.figure.shape as Box;
        const free = degrees(angleTo(box, touch.at, false) + held.offset);
        const angle = touch.shift ? Math.round(free / TURN_STEP) * TURN_STEP : free;
        const turned = cutOff(turnedTo(box, angle), host.bounds);
        return { shapes: new Map([[held.figure.id, turned]]) };
      }
      case "spot": {
        const wished: Vertex = [touch.at[0] + held.offset[0], touch.at[1] + held.offset[1]];
        const at = host.snapped(wished, held.figure.kind === "polygon" ? "place" : undefined);
        const shape = withSpotAt(held.figure.kind, held.shape, held.spot, at);
        return { shapes: new Map([[held.figure.id, shape]]) };
      }
      case "move": {
        const wish: Vertex = [touch.at[0] - from.at[0], touch.at[1] - from.at[1]];
        const extents = held.figures.map(roomOf);
        const by = boundedMove(extents, wish, host.bounds);
        return {
          shapes: new Map(held.figures.map((one) => [one.id, moved(one.kind, one.shape, by)])),
        };
      }
    }
  }

  up(touch: Touch): void {
    const [held, draft, dragged] = [this.#held, this.#draft, this.#dragged];
    this.#held = this.#draft = null;
    if (!held) return;
    if (held.what === "marquee") {
      const found = dragged
        ? figuresIn(this.host.figures, boxBetween(this.#from?.at ?? touch.at, touch.at))
        : [];
      this.host.select([...held.before, ...found.map(({ id }) => id)]);
    } else if (dragged && draft?.shapes) this.#commit(held, draft.shapes);
    else if (held.what === "move" && !touch.shift && !touch.ctrl)
      this.host.select([held.clicked.id]);
    else if (held.what === "spot" && held.isNew)
      this.#commit(held, new Map([[held.figure.id, held.shape]]));
    this.host.redraw();
  }

  #commit(held: Exclude<Held, { what: "marquee" }>, shapes: ReadonlyMap<string, Shape>): void {
    const taken = held.what === "move" ? held.figures : [held.figure];
    // Somebody else may have changed or deleted them meanwhile: the edit is made on what is there now.
    const figures = this.host.figures.filter(({ id }) => taken.some((one) => one.id === id));
    const verb = held.what === "move" ? "Moved" : held.what === "turn" ? "Turned" : "Changed";
    this.host.take(reshape(figures, shapes, this.host.bounds, `${verb} ${counted(figures)}`));
  }

  #deleteSpot(figure: Figure, spot: Spot): void {
    const { category, kind } = figure;
    const named = kind === "point" && category && this.host.categories.get(category)?.skeleton;
    const left = named
      ? unmarked(figure.shape as Points, spot.n)
      : withoutSpot(figure.kind, figure.shape, spot);
    this.host.spot = null;
    if (!left) {
      this.host.take(refuse("That is the least a shape can have: delete the shape instead."));
      return;
    }
    const many = verticesOf(figure.kind, left).length;
    const said = `${figure.kind === "point" ? "Point" : "Vertex"} deleted, ${many} left`;
    this.host.take(reshape([figure], new Map([[figure.id, left]]), this.host.bounds, said));
  }

  /** Delete the vertex or point that was clicked last; whether there was one. */
  deleteActiveSpot(): boolean {
    const { spot } = this.host;
    const figure = spot && this.#changeable.find(({ id }) => id === spot.id);
    if (!figure) return false;
    this.#deleteSpot(figure, spot.spot);
    return true;
  }

  cursor(touch: Touch): string {
    const hit = this.#hit(touch);
    if (!hit) return "default";
    if (hit.what === "handle") return cursorOf(hit.figure.shape as Box, hit.handle);
    if (hit.what === "turn") return "grab";
    if (hit.what === "spot") return touch.alt ? "not-allowed" : "pointer";
    if (hit.what === "edge") return hit.middle || touch.ctrl ? "copy" : "move";
    return "move";
  }

  cancel(): boolean {
    const any = this.#held !== null && this.#dragged;
    this.#held = this.#draft = null;
    this.host.redraw();
    return any;
  }
}

const same = (a: Spot, b: Spot): boolean => a.part === b.part && a.ring === b.ring && a.n === b.n;
