import type { AnnotationState, Edit } from "../../core/wire";
import type { FrameIndex } from "../../video/frame_index";
import type { Key } from "../geometry";

/** The frame of the first key that the edits of tracks change; `null` where there is no such. */
export function frameOf(edits: readonly Edit[], index: FrameIndex): number | null {
  for (const { before, after } of edits) {
    if (before?.kind !== "track" || after?.kind !== "track") continue;
    const [was, is] = [byTick(before), byTick(after)];
    const ticks = [...new Set([...was.keys(), ...is.keys()])].sort((a, b) => a - b);
    const changed = ticks.find((tick) => was.get(tick) !== is.get(tick));
    if (changed !== undefined) return index.ordinalAt(changed);
  }
  return null;
}

function byTick({ geometry }: AnnotationState): Map<number, string> {
  const keys = (geometry?.keys ?? []) as unknown as readonly Key[];
  return new Map(keys.map((key) => [key.pts, JSON.stringify(key)]));
}
