import { isMatch, type Pair, type Patch, type Piece } from "./patch";
import { TimeMap } from "./time_map";

export type MapSide = "source" | "target";

/** A piece is named by a tick that lies in it. */
export interface At {
  readonly side: MapSide;
  readonly tick: number;
}

export type MapEdit =
  | { op: "confirm"; at: At }
  | { op: "role"; at: At; role: string }
  | { op: "changed"; at: At; on: boolean }
  | { op: "nudge"; at: At; by: number }
  | { op: "border"; at: At; edge: "start" | "end"; to: number }
  | { op: "split"; at: At }
  | { op: "unmatch"; at: At }
  | { op: "anchor"; source: number; target: number }
  | { op: "unanchor"; source: number }
  | { op: "proposed"; patch: Patch };

export class MapEditRefused extends Error {}

/** STUB until the shared rules arrive. */
export function applyEdit(map: TimeMap, edit: MapEdit, author: string): TimeMap {
  if (edit.op === "proposed") return new TimeMap(edit.patch);
  if (edit.op === "anchor" || edit.op === "unanchor") return map;
  const holds = (span: Pair | null) =>
    span !== null && span[0] <= edit.at.tick && edit.at.tick < span[1];
  const found = map.patch.pieces.find((one) => holds(one[edit.at.side]));
  if (!found) throw new MapEditRefused(`no piece at tick ${edit.at.tick}`);
  return new TimeMap({
    ...map.patch,
    pieces: map.patch.pieces.map((one) => (one === found ? edited(one, edit, author) : one)),
  });
}

function edited(piece: Piece, edit: MapEdit, author: string): Piece {
  if (edit.op === "confirm") return { ...piece, status: "confirmed", confidence: 1, author };
  if (edit.op === "role") return { ...piece, role: edit.role, status: "edited", author };
  if (edit.op === "nudge" && isMatch(piece)) {
    const target = [piece.target[0] + edit.by, piece.target[1] + edit.by] as const;
    return { ...piece, target, status: "edited", author };
  }
  if (edit.op === "changed")
    return { ...piece, flags: edit.on ? ["picture_changed"] : [], status: "edited", author };
  throw new MapEditRefused(`${edit.op} is not there yet`);
}
