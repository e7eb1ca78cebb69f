import type { Figure } from "../figures";
import type { Vertex } from "../geometry";
import { colourOf } from "../pens";
import type { Mask } from "../rle";
import type { Scene } from "../scene";
import type { Extent, Size } from "../shapes";
import { seen, toScreen } from "../view";
import { Bitmap } from "./bitmap";
import { drawRing } from "./ring";
import {
  around,
  CHOSEN,
  CHOSEN_NEAR,
  common,
  HOVERED,
  PLAIN,
  putPixels,
  type Tint,
  tintedPixels,
  widened,
} from "./tint";

type Context = CanvasRenderingContext2D;

/** A picture of more pixels has no layer of its own size: its masks are drawn one by one. */
const MOST_PIXELS = 1 << 25;
/** Bytes of tinted pictures that are kept. */
const MOST_KEPT = 32 << 20;
/** CSS pixels per pixel of the picture from which on outlines are lines. */
const NEAR = 3;

/** A canvas that holds a rectangle of the picture. */
interface Piece {
  readonly canvas: HTMLCanvasElement;
  readonly context: Context;
  readonly extent: Extent;
}

/** A mask that is being painted. */
export interface Paint {
  /** Of the annotation that it changes; `null` where it makes a new one. */
  readonly id: string | null;
  readonly bitmap: Bitmap;
  /** What changed since it was drawn last; whoever draws it sets it to `null`. */
  dirty: Extent | null;
}

/**
 * The masks of the frame in one view. Those that nobody works on are kept together on one canvas as large as the
 * picture, of which only what changed is drawn anew; the one under the brush has a canvas of its own.
 */
export class MaskLayer {
  #tinted = new Map<Mask, Map<string, Piece | null>>();
  #kept = 0;
  #ground: Piece | null = null;
  #shown: readonly Figure[] = [];
  #live: { readonly paint: Paint; readonly piece: Piece; readonly key: string } | null = null;

  /** Draw the masks among the figures in sight; they may look otherwise than those of the scene. */
  draw(context: Context, scene: Scene, inSight: readonly Figure[]): void {
    const { draft, selected, hover, stage, view } = scene;
    const paint = draft?.paint ?? null;
    const worked = (id: string) => selected.has(id) || Boolean(draft?.shapes?.has(id));
    const resting = scene.figures.filter(
      ({ kind, id }) => kind === "mask" && !worked(id) && id !== paint?.id,
    );
    // Where nothing but the processor draws, smoothing takes most of the time: only what is made smaller needs it.
    context.imageSmoothingEnabled = view.zoom * stage.ratio < 1;
    const ground = this.#groundOf(scene, resting);
    if (ground && resting.length) show(context, scene, ground);
    if (!ground) for (const one of resting) this.#show(context, scene, one, PLAIN);
    const tint = isNear(scene) ? CHOSEN_NEAR : CHOSEN;
    for (const figure of inSight) {
      if (figure.kind !== "mask" || figure.id === paint?.id) continue;
      if (worked(figure.id)) {
        this.#show(context, scene, figure, tint);
        if (isNear(scene))
          drawEdges(context, scene, Bitmap.of(figure.shape as Mask), colour(scene, figure));
      } else if (figure.id === hover) this.#show(context, scene, figure, HOVERED);
    }
    if (paint) this.#drawLive(context, scene, paint, tint);
    else this.#live = null;
    if (scene.brush) drawRing(context, scene, scene.brush);
    context.imageSmoothingEnabled = true;
  }

  #drawLive(context: Context, scene: Scene, paint: Paint, tint: Tint): void {
    const { bitmap } = paint;
    const figure = scene.figures.find(({ id }) => id === paint.id);
    const tone = figure ? colour(scene, figure) : colourOf(scene.category);
    const { extent } = bitmap;
    const key = `${extent.x} ${extent.y} ${extent.width} ${extent.height} ${tone} ${tint.rim}`;
    if (extent.width && this.#live?.key !== key) {
      const piece = pieceOf(extent);
      if (piece) this.#live = { paint, piece, key };
      paint.dirty = extent;
    } else if (this.#live && this.#live.paint !== paint) {
      this.#live = { ...this.#live, paint };
      paint.dirty = extent;
    }
    if (!this.#live) return;
    const { piece } = this.#live;
    const dirty = paint.dirty && common(widened(paint.dirty, 1), extent);
    if (dirty)
      putPixels(piece.context, tintedPixels(bitmap, dirty, tone, tint), dirty, piece.extent);
    paint.dirty = null;
    show(context, scene, piece);
    if (isNear(scene)) drawEdges(context, scene, bitmap, tone);
  }

  #groundOf(scene: Scene, resting: readonly Figure[]): Piece | null {
    const { width, height } = scene.stage.picture;
    if (width * height > MOST_PIXELS) return null;
    if (this.#ground?.extent.width !== width || this.#ground.extent.height !== height) {
      this.#ground = pieceOf({ x: 0, y: 0, width, height });
      this.#shown = [];
    }
    const ground = this.#ground;
    if (!ground) return null;
    const changed = difference(this.#shown, resting);
    if (!changed) return ground;
    this.#shown = resting;
    const { context } = ground;
    context.save();
    context.beginPath();
    context.rect(changed.x, changed.y, changed.width, changed.height);
    context.clip();
    context.clearRect(changed.x, changed.y, changed.width, changed.height);
    for (const figure of resting) {
      if (!common(figure.extent, changed)) continue;
      const piece = this.#pieceOf(scene, figure, PLAIN);
      if (piece) context.drawImage(piece.canvas, piece.extent.x, piece.extent.y);
    }
    context.restore();
    return ground;
  }

  #show(context: Context, scene: Scene, figure: Figure, tint: Tint): void {
    const piece = this.#pieceOf(scene, figure, tint);
    if (piece) show(context, scene, piece);
  }

  /** The tinted picture of a figure; made once, as long as there is room for it. */
  #pieceOf(scene: Scene, figure: Figure, tint: Tint): Piece | null {
    const mask = figure.shape as Mask;
    const tone = colour(scene, figure);
    const key = `${tone} ${tint.inside} ${tint.rim}`;
    let ofMask = this.#tinted.get(mask);
    const known = ofMask?.get(key);
    if (known !== undefined) return known;
    const bitmap = Bitmap.of(mask);
    const extent = common(widened(bitmap.extent, 1), whole(bitmap.picture));
    const piece = extent && pieceOf(extent);
    if (piece)
      putPixels(
        piece.context,
        tintedPixels(bitmap.padded(1), piece.extent, tone, tint),
        piece.extent,
        piece.extent,
      );
    this.#kept += piece ? piece.extent.width * piece.extent.height * 4 : 0;
    if (this.#kept > MOST_KEPT) {
      this.#tinted.clear();
      this.#kept = 0;
      ofMask = undefined;
    }
    ofMask ??= new Map();
    ofMask.set(key, piece);
    this.#tinted.set(mask, ofMask);
    return piece;
  }
}

const colour = ({ categories }: Scene, { category }: Figure): string =>
  colourOf(category === null ? null : categories.get(category));

const whole = ({ width, height }: Size): Extent => ({ x: 0, y: 0, width, height });

const isNear = ({ view, stage }: Scene): boolean =>
  view.zoom * Math.min(stage.stretch.x, stage.stretch.y) >= NEAR;

function pieceOf(extent: Extent): Piece | null {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [extent.width, extent.height];
  const context = canvas.getContext("2d");
  return context && { canvas, context, extent };
}

/** The rectangle in which two lists of figures look different; `null` where they are the same. */
function difference(before: readonly Figure[], now: readonly Figure[]): Extent | null {
  if (before.length === now.length && before.every((one, n) => one === now[n])) return null;
  const [old, recent] = [new Set(before), new Set(now)];
  let changed: Extent | null = null;
  for (const one of before) if (!recent.has(one)) changed = around(changed, widened(one.extent, 1));
  for (const one of now) if (!old.has(one)) changed = around(changed, widened(one.extent, 1));
  // The same ones in another order.
  const extents = changed ? [] : now.map(({ extent }) => widened(extent, 1));
  return extents.reduce<Extent | null>(around, changed);
}

/** Draw what is seen of a piece, each pixel where it lies on the stage. */
function show(context: Context, { stage, view }: Scene, { canvas, extent }: Piece): void {
  const window = seen(stage, view);
  const x = Math.floor(window.x);
  const y = Math.floor(window.y);
  const part = common(extent, {
    x,
    y,
    width: Math.ceil(window.x + window.width) - x,
    height: Math.ceil(window.y + window.height) - y,
  });
  if (!part) return;
  const [left, top] = toScreen(stage, view, [part.x, part.y]);
  const [right, bottom] = toScreen(stage, view, [part.x + part.width, part.y + part.height]);
  context.drawImage(
    canvas,
    part.x - extent.x,
    part.y - extent.y,
    part.width,
    part.height,
    left,
    top,
    right - left,
    bottom - top,
  );
}

/** The outline along the edges of pixels, where it is in sight. */
function drawEdges(context: Context, scene: Scene, bitmap: Bitmap, tone: string): void {
  const { stage, view } = scene;
  const window = seen(stage, view);
  const left = Math.max(bitmap.x, Math.floor(window.x));
  const right = Math.min(bitmap.x + bitmap.width, Math.ceil(window.x + window.width));
  const top = Math.max(bitmap.y, Math.floor(window.y));
  const bottom = Math.min(bitmap.y + bitmap.height, Math.ceil(window.y + window.height));
  const at = (x: number, y: number): Vertex => toScreen(stage, view, [x, y]);
  context.beginPath();
  const edge = (a: Vertex, b: Vertex) => {
    context.moveTo(...a);
    context.lineTo(...b);
  };
  for (let x = left; x < right; x++)
    for (let y = top; y < bottom; y++) {
      if (!bitmap.has(x, y)) continue;
      if (!bitmap.has(x - 1, y)) edge(at(x, y), at(x, y + 1));
      if (!bitmap.has(x + 1, y)) edge(at(x + 1, y), at(x + 1, y + 1));
      if (!bitmap.has(x, y - 1)) edge(at(x, y), at(x + 1, y));
      if (!bitmap.has(x, y + 1)) edge(at(x, y + 1), at(x + 1, y + 1));
    }
  context.lineCap = "square";
  context.lineWidth = 3.5;
  context.strokeStyle = "rgb(0 0 0 / 65%)";
  context.stroke();
  context.lineWidth = 1.75;
  context.strokeStyle = tone;
  context.stroke();
  context.lineCap = "butt";
}
