import { create, remove } from "../../core/edits";
import { newId } from "../../core/id";
import { done, refuse } from "../../core/outcome";
import type { Edit, Json } from "../../core/wire";
import { counted } from "../editing";
import type { Figure } from "../figures";
import type { Box, Polygon } from "../geometry";
import {
  OVERLAPS,
  type Overlap,
  reorder,
  replaceMasks,
  rescope,
  SCOPES,
  type Scope,
  scopeOf,
} from "../masks/edits";
import { grown, inverted, shrunk, withoutHoles } from "../masks/morphology";
import { outlineOf } from "../masks/outline";
import { maskOf } from "../raster";
import { area, type Mask } from "../rle";
import { toPicture } from "../view";
import type { Context } from "./context";

export const OVERLAP_NAMES: Readonly<Record<Overlap, string>> = {
  overlap: "May overlap",
  front: "Takes from others",
  behind: "Spares others",
};
export const SCOPE_NAMES: Readonly<Record<Scope, string>> = {
  instance: "One thing",
  semantic: "All of its category",
};

/** Brushes of more than ten pixels change by a tenth. */
export const brushAfter = (size: number, direction: -1 | 1): number =>
  Math.min(500, Math.max(1, size + direction * Math.max(1, Math.round(size / 10))));

const TOLERANCE_STEP = 1;

/** Choosing how masks are painted, and changing them as a whole. */
export function maskDeeds(context: Context) {
  const { host, opened } = context;
  const { settings } = host;
  const withMasks = (run: (figures: readonly Figure[]) => void) => {
    const masks = context.changeable.filter(({ kind }) => kind === "mask");
    if (masks.length) run(masks);
    else context.refuse(host.selected.length ? "No mask is selected." : "Select a mask first.");
  };
  const replace = (
    change: (mask: Mask) => Mask | null,
    said: string,
    nothing: string | null = null,
  ) =>
    withMasks((figures) => {
      if (nothing !== null && figures.some(({ shape }) => !change(shape as Mask)))
        return context.refuse(nothing);
      context.take(replaceMasks(figures, change, said));
    });
  const brush = (direction: -1 | 1) => {
    settings.set({ brushSize: brushAfter(settings.values.brushSize, direction) });
    context.say(`Brush: ${settings.values.brushSize} px`);
  };
  const tolerance = (by: number) => {
    const fillTolerance = Math.min(100, Math.max(0, settings.values.fillTolerance + by));
    settings.set({ fillTolerance });
    context.say(`Tolerance: ${fillTolerance}`);
  };
  const order = (to: "front" | "back") =>
    context.withSelected((figures) => {
      const { playback } = opened;
      context.take(reorder(figures, opened.figures.on(playback.frame), to));
    });
  return {
    "canvas.mask": () => host.use("mask"),
    "canvas.eraser": () => host.use("eraser"),
    "canvas.lasso": () => host.use("lasso"),
    "canvas.cut": () => host.use("cut"),
    "canvas.fill": () => host.use("fill"),
    "canvas.lineFill": () => host.use("lineFill"),
    "canvas.brushSmaller": () => brush(-1),
    "canvas.brushLarger": () => brush(1),
    "canvas.brushShape": () => {
      const brushShape = settings.values.brushShape === "round" ? "square" : "round";
      settings.set({ brushShape });
      context.say(`The brush is ${brushShape}`);
    },
    "canvas.toleranceLess": () => tolerance(-TOLERANCE_STEP),
    "canvas.toleranceMore": () => tolerance(TOLERANCE_STEP),
    "canvas.fillHoles": () =>
      withMasks((figures) => {
        const { pointer, surface } = host;
        const at = pointer && toPicture(surface.stage, surface.view, pointer);
        // Where the pointer is in a hole, that one is meant.
        const change = (mask: Mask) =>
          (at && figures.length === 1 ? withoutHoles(mask, at) : null) ?? withoutHoles(mask);
        context.take(replaceMasks(figures, change, "Filled"));
      }),
    "canvas.grow": () => replace(grown, "Grown by one pixel"),
    "canvas.shrink": () =>
      replace(shrunk, "Shrunk by one pixel", "Nothing would be left: delete the mask instead."),
    "canvas.invert": () =>
      replace(
        inverted,
        "Inverted within the box",
        "Nothing would be left: the mask fills its box.",
      ),
    "canvas.overlap": () => {
      const at = OVERLAPS.indexOf(settings.values.maskOverlap);
      const maskOverlap = OVERLAPS[(at + 1) % OVERLAPS.length] as Overlap;
      settings.set({ maskOverlap });
      context.say(`New paint: ${OVERLAP_NAMES[maskOverlap].toLowerCase()}`);
    },
    "canvas.scope": () => scope(context),
    "canvas.toFront": () => order("front"),
    "canvas.toBack": () => order("back"),
    "canvas.convert": () => convert(context),
  };
}

/** Of what is selected, and of the next masks. */
function scope(context: Context): void {
  const { settings } = context.host;
  const masks = context.changeable.filter(({ kind }) => kind === "mask");
  const now = masks[0] ? scopeOf(masks[0].annotation) : settings.values.maskScope;
  setScope(context, SCOPES[(SCOPES.indexOf(now) + 1) % SCOPES.length] as Scope);
}

export function setScope(context: Context, maskScope: Scope): void {
  const { settings } = context.host;
  const masks = context.changeable.filter(({ kind }) => kind === "mask");
  settings.set({ maskScope });
  if (masks.length) context.take(rescope(masks, maskScope));
  else context.say(`The next masks: ${SCOPE_NAMES[maskScope].toLowerCase()}`);
}

/** Polygons and boxes become masks, masks polygons; each a new annotation in the place of the old one. */
function convert(context: Context): void {
  const figures = context.changeable.filter(({ kind, track }) => kind !== "point" && !track);
  if (!figures.length) {
    context.refuse("Select masks, polygons or boxes first.");
    return;
  }
  const { width, height } = context.opened.bounds;
  const edits: Edit[] = [];
  const ids: string[] = [];
  for (const { kind, shape, annotation } of figures) {
    const made =
      kind === "mask" ? outlineOf(shape as Mask) : maskOf(shape as Polygon | Box, height, width);
    if ("counts" in made && !area(made)) {
      context.take(refuse("The middle of no pixel lies within the shape: it would make no mask."));
      return;
    }
    const { annotation_id: _id, version: _version, ...state } = annotation;
    const { scope: _scope, ...attributes } = state.attributes ?? {};
    const id = newId();
    ids.push(id);
    edits.push(
      remove(annotation),
      create(id, {
        ...state,
        kind: kind === "mask" ? "polygon" : "mask",
        geometry: made as unknown as { [key: string]: Json },
        attributes,
      }),
    );
  }
  const to = figures.every(({ kind }) => kind === "mask") ? "polygon" : "mask";
  if (
    context.take(
      done(edits, `${counted(figures)} made ${counted(figures.map(() => ({ kind: to })))}`),
    )
  )
    context.host.select(ids);
}
