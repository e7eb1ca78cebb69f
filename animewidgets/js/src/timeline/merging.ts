import { create, remove, update } from "../core/edits";
import { newId } from "../core/id";
import { done, type Outcome, refuse } from "../core/outcome";
import type { Annotation, AnnotationState } from "../core/wire";
import { type Shot, shotAt } from "./cuts";
import { remarkOf } from "./remarks";

/**
 * Make one shot of the one at a frame and its neighbour: the cut between them goes. The category of the
 * first counts, that of the second where the first has none; remarks on the second go onto the first.
 */
export function mergeShots(
  shots: readonly Shot[],
  ordinal: number,
  direction: -1 | 1,
  categoryName: (id: string) => string = (id) => id,
): Outcome {
  const here = shotAt(shots, ordinal);
  const other = shots[here.number + direction];
  if (!other)
    return refuse(`No shot ${direction === 1 ? "follows this one" : "comes before this one"}.`);
  const [first, second] = direction === 1 ? [here, other] : [other, here];
  const moves = first.category === null && second.category !== null;
  const [tag, ...rest] = moves ? [...second.tags].sort(labelledFirst) : [undefined, ...second.tags];
  const changes = new Map<Annotation, Partial<AnnotationState>>();
  if (tag) changes.set(tag, { start_pts: first.startPts, comment: null, uncertain: false });
  const made = giveRemark(first, second, tag, changes);
  const category = first.category ?? second.category;
  const lost = first.category && second.category && first.category !== second.category;
  const said =
    `Shots ${first.number + 1} and ${second.number + 1} are one` +
    (category ? `: ${categoryName(category)}` : "") +
    (lost ? "; the category of the first counts" : "");
  return done(
    [
      ...second.cuts.map(remove),
      ...rest.flatMap((one) => (one ? [remove(one)] : [])),
      ...[...changes].map(([one, change]) => update(one, change)),
      ...made,
    ],
    said,
  );
}

const labelledFirst = (a: Annotation, b: Annotation) =>
  Number(Boolean(b.category)) - Number(Boolean(a.category));

/** Put both shots' remarks on what the first has, or on the tag that comes to it. */
function giveRemark(
  first: Shot,
  second: Shot,
  tag: Annotation | undefined,
  changes: Map<Annotation, Partial<AnnotationState>>,
) {
  const [one, other] = [remarkOf({ shot: first }), remarkOf({ shot: second })];
  if (!other.comment && !other.uncertain) return [];
  const comments = [one.comment, other.comment].filter(Boolean);
  const remark = {
    comment: comments.length ? comments.join("\n") : null,
    uncertain: one.uncertain || other.uncertain,
  };
  const carriers = [...first.cuts, ...first.tags];
  const host = carriers.find(({ comment }) => comment) ?? carriers[0] ?? tag;
  if (host) {
    changes.set(host, { ...changes.get(host), ...remark });
    return [];
  }
  const state: AnnotationState = {
    kind: "tag",
    start_pts: first.startPts,
    end_pts: null,
    attributes: { scope: "shot" },
    ...remark,
  };
  return [create(newId(), state)];
}
