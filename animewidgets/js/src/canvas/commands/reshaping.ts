import { refuse } from "../../core/outcome";
import { counted, reshape } from "../editing";
import type { Figure } from "../figures";
import type { Box, Polygon, Shape } from "../geometry";
import { isHole, type RingKind, ringNear, ringsInWords, withoutRing } from "../rings";
import { cutOff, degrees, turnedTo } from "../turned";
import { toPicture } from "../view";
import type { Context } from "./context";

/** Turning boxes; holes and parts of polygons. */
export function reshapingDeeds(context: Context) {
  const { host } = context;
  const { settings } = host;
  const join = (kind: RingKind) => {
    const figure = thePolygon(context);
    if (!figure) return;
    if (!host.join(kind, figure)) {
      context.refuse("This canvas does not draw polygons.");
      return;
    }
    const where = kind === "hole" ? "inside the polygon" : "wherever it belongs";
    context.say(`Draw the ${kind} ${where}, close it by Enter; Esc lets go`);
  };
  return {
    "canvas.extremes": () => {
      const extremes = !settings.values.extremes;
      settings.set({ extremes });
      if (extremes) host.use("box");
      context.say(
        extremes ? "Boxes by extreme points: click the four, in any order" : "Boxes by two corners",
      );
    },
    "canvas.turns": () => {
      const turns = !settings.values.turns;
      settings.set({ turns });
      if (turns) host.takeSelecting();
      context.say(`Handles that turn boxes: ${turns ? "shown" : "hidden"}`);
    },
    "canvas.turnLeft": () => turn(context, -1),
    "canvas.turnRight": () => turn(context, 1),
    "canvas.hole": () => join("hole"),
    "canvas.part": () => join("part"),
    "canvas.deleteRing": () => deleteRing(context),
  };
}

/** The one polygon that is selected and not locked; said where there is none. */
function thePolygon(context: Context): Figure | null {
  const polygons = context.changeable.filter(({ kind }) => kind === "polygon");
  if (polygons.length === 1) return polygons[0] as Figure;
  context.take(refuse("Select one polygon first."));
  return null;
}

function turn(context: Context, by: number): void {
  const boxes = context.changeable.filter(({ kind }) => kind === "box");
  if (!boxes.length) {
    context.take(refuse("Select a box first."));
    return;
  }
  const { bounds } = context.opened;
  const shapes = new Map<string, Shape>(
    boxes.map(({ id, shape }) => {
      const box = shape as Box;
      return [id, cutOff(turnedTo(box, degrees((box.rotation ?? 0) + by)), bounds)];
    }),
  );
  const [first] = boxes;
  const angle = (first && (shapes.get(first.id) as Box).rotation) ?? 0;
  const said = boxes.length === 1 ? `Turned to ${angle}°` : `Turned ${counted(boxes)} by ${by}°`;
  context.take(reshape(boxes, shapes, bounds, said));
}

/** The ring of the vertex that was clicked last, or else the one nearest to the pointer. */
function deleteRing(context: Context): void {
  const figure = thePolygon(context);
  if (!figure) return;
  const { host } = context;
  const polygon = figure.shape as Polygon;
  const { stage, view } = host.surface;
  const clicked = host.spot?.id === figure.id ? host.spot.spot : null;
  const ring =
    clicked ??
    (host.pointer
      ? ringNear(polygon, toPicture(stage, view, host.pointer))
      : { part: polygon.parts.length - 1, ring: (polygon.parts.at(-1)?.length ?? 1) - 1 });
  const left = withoutRing(polygon, ring);
  if (!left) {
    context.take(refuse("That is all there is of the polygon: delete the polygon instead."));
    return;
  }
  const rest = ringsInWords(left);
  const said = `${isHole(ring) ? "Hole" : "Part"} deleted${rest ? `; left: ${rest}` : ""}`;
  const { bounds } = context.opened;
  if (context.take(reshape([figure], new Map([[figure.id, left]]), bounds, said)))
    host.select([figure.id]);
}
