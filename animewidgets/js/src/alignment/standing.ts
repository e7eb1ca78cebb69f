import type { MapEdit } from "../timemaps/edits";
import { isMatch, type Patch } from "../timemaps/patch";
import { along, slope, type TimeMap } from "../timemaps/time_map";
import type { Anchor, MapStep } from "./wire";

/** An edit that was made, and whose it is. */
export interface MadeEdit {
  readonly step_id: string;
  readonly person: string;
  readonly edit: MapEdit;
}

/** The edits that hold, and those that were taken back, newest last; as `animewidgets/timemaps/steps.py` has them. */
export interface Standing {
  readonly holding: readonly MadeEdit[];
  readonly undone: readonly MadeEdit[];
}

/** Undo takes back the newest edit of its own person, redo brings it again, at the end; others' stay. */
export function after({ holding, undone }: Standing, step: MapStep, me: string): Standing {
  const person = step.person ?? me;
  const own = (one: MadeEdit) => one.person === person;
  if (step.kind === "edit") {
    if (!step.edit) return { holding, undone };
    const made = { step_id: step.step_id, person, edit: step.edit };
    return { holding: [...holding, made], undone: undone.filter((one) => !own(one)) };
  }
  const [from, to] = step.kind === "undo" ? [holding, undone] : [undone, holding];
  const last = from.findLast(own);
  if (!last) return { holding, undone };
  const [left, more] = [from.filter((one) => one !== last), [...to, last]];
  return step.kind === "undo" ? { holding: left, undone: more } : { holding: more, undone: left };
}

export const standing = (steps: Iterable<MapStep>, me: string): Standing => {
  let all: Standing = { holding: [], undone: [] };
  for (const step of steps) all = after(all, step, me);
  return all;
};

/** Whether somebody, or a program, has said anything of what two releases have in common. */
export const saysSomething = ({ pieces }: Patch): boolean =>
  pieces.some(
    (one) =>
      isMatch(one) ||
      (one.role ?? "unknown") !== "unknown" ||
      (one.status ?? "proposed") !== "proposed",
  );

/**
 * How sure proposals are of their matches. What one side has alone is proposed as sure as the match beside it, where
 * nothing is known of its own role: then this is the match's figure, also when somebody has accepted the match since.
 */
export function lentBy(proposals: Iterable<Patch>): ReadonlySet<number> {
  const found = new Set<number>();
  for (const { pieces } of proposals)
    for (const one of pieces) if (isMatch(one)) found.add(one.confidence ?? 1);
  return found;
}

/** The anchors that edits leave, where the map still goes through them. One source frame has one anchor. */
export function anchorsOf(edits: Iterable<MapEdit>, map: TimeMap): Anchor[] {
  const found = new Map<number, Anchor>();
  for (const edit of edits) {
    if (edit.op === "unanchor") found.delete(edit.source);
    if (edit.op === "anchor") found.set(edit.source, { source: edit.source, target: edit.target });
  }
  return [...found.values()]
    .filter((one) => goesThrough(map, one))
    .sort((a, b) => a.source - b.source);
}

/** A border that was dragged rounds the line by a tick of the coarser side at most. */
function goesThrough(map: TimeMap, { source, target }: Anchor): boolean {
  const piece = map.pieceAt(source);
  if (!piece || !isMatch(piece)) return false;
  const [up, down] = slope(piece);
  return Math.abs(along(piece, source) - target) <= 1 + Number(up) / Number(down);
}
