import type { OpenCanvas } from "../canvas_model";
import type { Figure } from "../figures";
import { withProposed } from "./propagation";

/** The figures of a frame, with ghosts of the selected tracks that are not on it. */
export function withGhosts(
  { figures }: OpenCanvas,
  here: readonly Figure[],
  selected: ReadonlySet<string>,
  frame: number,
): readonly Figure[] {
  if (!figures.tracks.all.length) return here;
  const ghosts = [...selected].flatMap((id) => figures.tracks.ghost(id, frame) ?? []);
  return ghosts.length ? [...here, ...ghosts] : here;
}

/** What optical flow proposes for a frame. */
export function proposedOn(
  { figures, propagation, bounds }: OpenCanvas,
  frame: number,
): readonly Figure[] {
  return [...propagation.proposals].flatMap(([id, { keys, from, to }]) => {
    const track = figures.tracks.get(id);
    if (!track || frame < from || frame > to) return [];
    const course = withProposed(track.course, keys, bounds);
    return figures.tracks.proposed(id, course, frame) ?? [];
  });
}
