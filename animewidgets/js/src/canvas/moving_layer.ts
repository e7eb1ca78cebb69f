import { h, setAttribute } from "../core/dom";
import { drawScene } from "./drawing";
import type { Figure } from "./figures";
import type { Vertex } from "./geometry";
import type { Scene } from "./scene";
import { type Extent, extentOf } from "./shapes";
import type { Draft } from "./tools/tool";
import { type Stage, toScreen } from "./view";

/** CSS pixels around what moves: handles, the arm of the one that turns, names and sizes beside it. */
const ROOM = 44;
const NAME = 180;
/** CSS pixels more than is needed, so that what moves a little needs no other canvas. */
const SPARE = 64;

/** A rectangle of the stage in CSS pixels. */
interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * What moves with the pointer, on a canvas of its own that is no larger than that. Where nothing but the processor
 * draws, what a frame costs is how much of the page it touches: neither the other shapes nor the rest of the
 * picture are drawn again while a handle is dragged.
 */
export class MovingLayer {
  readonly root = h("canvas", { class: "aw-moving", "aria-hidden": "true", hidden: true });
  #context = this.root.getContext("2d");
  #frame: Frame = { left: 0, top: 0, width: 0, height: 0 };
  /** What stands on the canvas below, while it stands. */
  #still: Scene | null = null;

  /** Draw a scene: what rests onto the canvas below, what moves onto this one. */
  draw(below: CanvasRenderingContext2D, scene: Scene): void {
    const moving = this.#context ? movingOf(scene) : null;
    setAttribute(this.root, "hidden", !moving);
    if (!moving || !this.#context) {
      this.#still = null;
      drawScene(below, scene);
      return;
    }
    const still = { ...scene, figures: moving.rest, draft: null, cross: null, caught: null };
    if (!this.#still || !looksLike(this.#still, still)) drawScene(below, still);
    this.#still = still;
    this.#place(scene.stage, frameOf(scene, moving.moved));
    const { left, top } = this.#frame;
    const { ratio } = scene.stage;
    this.#context.setTransform(ratio, 0, 0, ratio, -left * ratio, -top * ratio);
    // Of what rests, and stands below already, nothing is drawn once more.
    const { masks: _masks, crowd: _crowd, assist: _assist, ...rest } = scene;
    drawScene(this.#context, { ...rest, bare: true, proposed: [], figures: moving.moved });
  }

  /** What is below was lost, or is of another size. */
  forget(): void {
    this.#still = null;
  }

  #place(stage: Stage, wanted: Frame): void {
    const { ratio } = stage;
    const fits = holds(this.#frame, wanted) && area(this.#frame) < 4 * area(widened(wanted, stage));
    const frame = fits ? this.#frame : widened(wanted, stage);
    const [across, down] = [Math.round(frame.width * ratio), Math.round(frame.height * ratio)];
    const { style } = this.root;
    if (this.root.width !== across || this.root.height !== down) {
      this.root.width = across;
      this.root.height = down;
      style.width = `${across / ratio}px`;
      style.height = `${down / ratio}px`;
    }
    if (frame === this.#frame) return;
    this.#frame = frame;
    style.transform = `translate(${frame.left}px, ${frame.top}px)`;
  }
}

interface Moving {
  readonly rest: readonly Figure[];
  readonly moved: readonly Figure[];
}

/** Figures that move and those that rest; `null` where all has to be drawn together. */
function movingOf(scene: Scene): Moving | null {
  const { draft, cross, caught, figures } = scene;
  if (!draft && !cross && !caught) return null;
  // Paint lies below the shapes, and draws no more than what changed by itself.
  if (scene.brush) return null;
  if (draft && Object.keys(draft).some((name) => !KNOWN.has(name))) return null;
  const shapes = draft?.shapes;
  if (!shapes?.size) return { rest: figures, moved: [] };
  const moved = figures.filter(({ id }) => shapes.has(id));
  if (moved.some(({ kind }) => kind === "mask")) return null;
  return { rest: figures.filter(({ id }) => !shapes.has(id)), moved };
}
const KNOWN: ReadonlySet<string> = new Set<keyof Draft>([
  "box",
  "line",
  "closing",
  "marquee",
  "places",
  "shapes",
]);

/** Whether two scenes look the same; whatever is told by another object is taken for another. */
function looksLike(one: Scene, other: Scene): boolean {
  if (one.locked.size !== other.locked.size) return false;
  const names = Object.keys(other) as (keyof Scene)[];
  return names.every((name) => {
    const [a, b] = [one[name], other[name]];
    if (a === b || !Array.isArray(a) || !Array.isArray(b)) return a === b;
    return a.length === b.length && a.every((value, n) => value === b[n]);
  });
}

/** What of the stage may be touched by what moves. */
function frameOf({ stage, view, draft, cross, caught }: Scene, moved: readonly Figure[]): Frame {
  if (cross) return { left: 0, top: 0, width: stage.width, height: stage.height };
  const extents: Extent[] = moved.map(({ id, kind, shape }) =>
    extentOf(kind, draft?.shapes?.get(id) ?? shape),
  );
  if (draft?.box) extents.push(draft.box);
  if (draft?.marquee) extents.push(draft.marquee);
  const places: Vertex[] = [...(draft?.line ?? []), ...(draft?.places ?? [])];
  if (caught) places.push(caught.at);
  extents.push(...places.map(([x, y]) => ({ x, y, width: 0, height: 0 })));
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of extents) {
    const [x0, y0] = toScreen(stage, view, [x, y]);
    const [x1, y1] = toScreen(stage, view, [x + width, y + height]);
    left = Math.min(left, x0);
    top = Math.min(top, y0);
    right = Math.max(right, x1);
    bottom = Math.max(bottom, y1);
  }
  if (left > right) return { left: 0, top: 0, width: 0, height: 0 };
  // Names that would leave the stage are written within it.
  [left, right] = [Math.min(left, stage.width - NAME), Math.max(right, 0)];
  return within(
    {
      left: left - ROOM,
      top: top - ROOM,
      width: right - left + ROOM + NAME,
      height: bottom - top + 2 * ROOM,
    },
    stage,
  );
}

/** Whole CSS pixels of the stage. */
function within({ left, top, width, height }: Frame, stage: Stage): Frame {
  const [x, y] = [Math.max(0, Math.floor(left)), Math.max(0, Math.floor(top))];
  const right = Math.min(Math.ceil(stage.width), Math.ceil(left + width));
  const bottom = Math.min(Math.ceil(stage.height), Math.ceil(top + height));
  return { left: x, top: y, width: Math.max(1, right - x), height: Math.max(1, bottom - y) };
}

const widened = ({ left, top, width, height }: Frame, stage: Stage): Frame =>
  within(
    { left: left - SPARE, top: top - SPARE, width: width + 2 * SPARE, height: height + 2 * SPARE },
    stage,
  );

const area = ({ width, height }: Frame): number => width * height;

const holds = (outer: Frame, inner: Frame): boolean =>
  inner.left >= outer.left &&
  inner.top >= outer.top &&
  inner.left + inner.width <= outer.left + outer.width &&
  inner.top + inner.height <= outer.top + outer.height;
