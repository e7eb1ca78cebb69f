/** Boxes that are turned about their centre: their own frame, their handles, turning. Pure. */
import type { Figure } from "./figures";
import type { Box, Vertex } from "./geometry";
import { type Extent, type Handle, placeOf, rounded, type Size, withHandleAt } from "./shapes";

/** CSS pixels from the upper side of a box to the handle that turns it. */
export const TURN_ARM = 26;
/** Degrees that Shift turns by. */
export const TURN_STEP = 15;

export const middleOf = ({ x, y, width, height }: Box): Vertex => [x + width / 2, y + height / 2];

function rotated([x, y]: Vertex, [midX, midY]: Vertex, degrees: number): Vertex {
  const turn = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const [dx, dy] = [x - midX, y - midY];
  return [midX + dx * cos - dy * sin, midY + dx * sin + dy * cos];
}

/** A place of the picture in the frame of a box, in which the box stands upright. */
export const intoBox = (box: Box, at: Vertex): Vertex =>
  box.rotation ? rotated(at, middleOf(box), -box.rotation) : at;

/** And back. */
export const outOfBox = (box: Box, at: Vertex): Vertex =>
  box.rotation ? rotated(at, middleOf(box), box.rotation) : at;

/** Where a handle of a box is in the picture. */
export const handlePlace = (box: Box, handle: Handle): Vertex =>
  outOfBox(box, placeOf(box, handle));

/** Where the handle is that turns a box; `arm` in pixels of the picture. At the picture's top it is inside the box. */
export function turnPlace(box: Box, arm: number): Vertex {
  const [x, y] = placeOf(box, "n");
  const outside = outOfBox(box, [x, y - arm]);
  return outside[1] < 0 ? outOfBox(box, [x, y + arm]) : outside;
}

/** Degrees above -180 and up to 180, in hundredths. */
export function degrees(value: number): number {
  const turned = (((value % 360) + 540) % 360) - 180;
  const told = Math.round(turned * 100) / 100;
  return told <= -180 ? 180 : told === 0 ? 0 : told;
}

/** The box turned to an angle; upright ones do without the word. */
export function turnedTo(box: Box, angle: number): Box {
  const { rotation: _, ...upright } = box;
  const rotation = degrees(angle);
  return rotation ? { ...upright, rotation } : upright;
}

/** The angle at which the handle that turns points to a place; in steps of {@link TURN_STEP} where wished. */
export function angleTo(box: Box, [x, y]: Vertex, inSteps: boolean): number {
  const [midX, midY] = middleOf(box);
  const angle = (Math.atan2(x - midX, midY - y) * 180) / Math.PI;
  return degrees(inSteps ? Math.round(angle / TURN_STEP) * TURN_STEP : angle);
}

/** A box with a handle dragged to a place of the picture: in its own frame, and what lies opposite stays where it is. */
export function reshapedTo(box: Box, handle: Handle, at: Vertex): Box {
  if (!box.rotation) return withHandleAt(box, handle, at);
  const resized = withHandleAt(box, handle, intoBox(box, at));
  // Its middle has moved within the frame of the old middle: there it is in the picture.
  const [midX, midY] = outOfBox(box, middleOf(resized));
  const { width, height } = resized;
  return {
    x: rounded(midX - width / 2),
    y: rounded(midY - height / 2),
    width,
    height,
    rotation: box.rotation,
  };
}

/** What of a box must stay in the picture when it is moved: all of an upright one, the centre of a turned one. */
export function roomOf(figure: Pick<Figure, "kind" | "shape" | "extent">): Extent {
  const box = figure.kind === "box" ? (figure.shape as Box) : null;
  if (!box?.rotation) return figure.extent;
  const [x, y] = middleOf(box);
  return { x, y, width: 0, height: 0 };
}

/** An upright box that would reach over the border, cut off there; turned ones may. */
export function cutOff(box: Box, { width, height }: Size): Box {
  if (box.rotation) return box;
  const [left, top] = [Math.max(0, box.x), Math.max(0, box.y)];
  const right = Math.min(width, box.x + box.width);
  const bottom = Math.min(height, box.y + box.height);
  return {
    ...box,
    x: rounded(left),
    y: rounded(top),
    width: rounded(right - left),
    height: rounded(bottom - top),
  };
}
