import { pixelAt, tickAt } from "../ui/time_view";
import { lineAt } from "./active";
import { type AudioEvent, eventsWithin } from "./audio_events";
import { rowAt, rowBand } from "./audio_rows";
import type { Boundary } from "./boundaries";
import { boundariesNear } from "./boundaries";
import type { Line } from "./lines";
import { lowerBound, type Scene } from "./scene";
import { type Segment, segmentAt } from "./segments";
import { type Strip, stripAt } from "./strips";

/** How near to a boundary or candidate, in pixels, a pointer takes hold of it. */
export const GRIP = 6;

/** What a pointer at a place of the axis would take hold of. */
export type Hit = { readonly ordinal: number; readonly strip: Strip } & (
  | { readonly what: "frame" }
  | { readonly what: "candidate" }
  | { readonly what: "boundary"; readonly boundary: Boundary }
  | { readonly what: "segment"; readonly segment: Segment }
  | { readonly what: "line"; readonly line: Line }
  | { readonly what: "event"; readonly event: AudioEvent }
);

export function hit(scene: Scene, x: number, y: number): Hit {
  const { view, index, strips } = scene;
  const strip = stripAt(strips, y);
  const ordinal = index.ordinalAt(tickAt(view, x));
  const frame = { what: "frame", ordinal, strip } as const;
  switch (strip.kind) {
    case "ruler":
      return frame;
    case "layer": {
      const near = candidateNear(scene, strip.name, ordinal, x);
      return near === null ? frame : { what: "candidate", ordinal: near, strip };
    }
    case "film":
    case "shots":
    case "waveform":
    case "spectrogram": {
      const boundary = boundaryNear(scene, strip, x, (one) => belongsHere(scene, strip, one));
      return boundary ? { what: "boundary", boundary, ordinal: boundary.ordinal, strip } : frame;
    }
    case "segments": {
      const boundary = boundaryNear(
        scene,
        strip,
        x,
        (one) => "segment" in one && one.segment.lane === strip.name,
      );
      if (boundary) return { what: "boundary", boundary, ordinal: boundary.ordinal, strip };
      const lane = scene.marks.lanes.find(({ name }) => name === strip.name);
      const segment = lane ? segmentAt(lane, ordinal) : null;
      return segment ? { what: "segment", segment, ordinal, strip } : frame;
    }
    case "events": {
      const found = eventUnder(scene, strip, x, y);
      if (!found) return frame;
      if ("event" in found) return { what: "event", event: found.event, ordinal, strip };
      const { boundary } = found;
      return { what: "boundary", boundary, ordinal: boundary.ordinal, strip };
    }
    case "lines": {
      const boundary = boundaryNear(scene, strip, x, (one) => "line" in one);
      if (boundary) return { what: "boundary", boundary, ordinal: boundary.ordinal, strip };
      const line = lineAt(scene.marks, ordinal);
      return line ? { what: "line", line, ordinal, strip } : frame;
    }
  }
}

/** On film, shots and sound one takes hold of cuts; on the shots also of mixed frames; on the sound also of what is active. */
function belongsHere(scene: Scene, { kind }: Strip, boundary: Boundary): boolean {
  if (boundary.what === "cut") return true;
  if (boundary.what === "transition-from" || boundary.what === "transition-until")
    return kind === "shots";
  if (kind !== "waveform" && kind !== "spectrogram") return false;
  const { span } = scene.active;
  if ("segment" in boundary)
    return span?.what === "segment" && span.segment.id === boundary.segment.id;
  if ("event" in boundary) return span?.what === "event" && span.event.id === boundary.event.id;
  return "line" in boundary && span?.what === "line" && span.line === boundary.line;
}

function boundaryNear(
  { view, marks }: Scene,
  strip: Strip,
  x: number,
  fits: (boundary: Boundary) => boolean,
): Boundary | null {
  const reach = GRIP + 3;
  let best: Boundary | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const one of boundariesNear(marks.boundaries, tickAt(view, x), reach * view.ticksPerPixel)) {
    if (!fits(one)) continue;
    const past = x - pixelAt(view, one.pts);
    // A cut's flag hangs to the right of its line; elsewhere its line is all there is to take.
    const [before, after] =
      one.what === "cut"
        ? strip.kind === "shots"
          ? [GRIP, GRIP + 3]
          : [GRIP / 2, GRIP / 2]
        : [GRIP - 1, GRIP - 1];
    if (past < -before || past > after) continue;
    // Of a cut and the mixed frames that end on it, the cut is taken by its flag, the end by its left side.
    const distance = Math.abs(past) + (one.what === "cut" && past < 0 ? 0.5 : 0);
    if (distance < least) [best, least] = [one, distance];
  }
  return best;
}

function candidateNear(scene: Scene, layer: string, ordinal: number, x: number): number | null {
  const { view, index, layers } = scene;
  const proposals = layers.find(({ name }) => name === layer)?.proposals ?? [];
  const distance = (n: number) => Math.abs(pixelAt(view, index.ptsOf(n)) - x);
  const at = lowerBound(proposals, ordinal, (one) => one.ordinal);
  const near = proposals
    .slice(Math.max(0, at - 1), at + 2)
    .filter((one) => distance(one.ordinal) <= GRIP + 1)
    .sort((a, b) => distance(a.ordinal) - distance(b.ordinal));
  return near[0]?.ordinal ?? null;
}

/** What a pointer takes hold of on a lane of sounds: an edge or an event of the row that it is on. */
function eventUnder(
  scene: Scene,
  strip: Strip,
  x: number,
  y: number,
): { readonly boundary: Boundary } | { readonly event: AudioEvent } | null {
  const { view, marks } = scene;
  const lane = marks.audioLanes.find(({ name }) => name === strip.name);
  if (!lane) return null;
  const row = rowAt(strip, lane, y);
  const [from, until] = [tickAt(view, x - GRIP), tickAt(view, x + GRIP)];
  const here = eventsWithin(lane, from, until).filter((at) => {
    if (row === null) return true;
    const band = rowBand(strip, lane, lane.rows[at] as number);
    return y >= band.top && y < band.bottom;
  });
  const events = new Set(here.map((at) => lane.events[at] as AudioEvent));
  const boundary = boundaryNear(scene, strip, x, (one) => "event" in one && events.has(one.event));
  const tick = tickAt(view, x);
  const under = [...events].filter((one) => one.startPts <= tick && tick < one.endPts).at(-1);
  if (boundary && "event" in boundary) {
    // Of something short the middle stays free to be taken as a whole.
    const { startPts, endPts } = boundary.event;
    const width = (endPts - startPts) / view.ticksPerPixel;
    const off = Math.abs(x - pixelAt(view, boundary.pts));
    if (!under || off <= width / 4) return { boundary };
  }
  return under ? { event: under } : null;
}
