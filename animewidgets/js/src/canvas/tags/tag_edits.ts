/** Edits of tags, as outcomes: what would be done, or why not. Pure. */
import { create, remove, update } from "../../core/edits";
import { newId } from "../../core/id";
import { done, type Outcome } from "../../core/outcome";
import type { AnnotationState, Category, CategoryGroup, Edit } from "../../core/wire";
import type { FrameIndex } from "../../video/frame_index";
import { framesInWords } from "../../video/frames";
import { startingValues, withValues } from "../attributes/values";
import type { Scope, Tag, Tags } from "./tags";

/** What an edit of tags is made on. */
export interface TagPlace {
  readonly tags: Tags;
  readonly index: FrameIndex;
  readonly groups: readonly CategoryGroup[];
}

/** An outcome, and the tag that it leaves. */
export type TagOutcome = Outcome & { readonly id?: string };

/** Whether two categories cannot both hold. */
export function exclude(
  groups: readonly CategoryGroup[],
  one: string,
  other: string | null,
): boolean {
  if (other === null || one === other) return false;
  return groups.some(
    ({ exclusive, members }) => exclusive && members.includes(one) && members.includes(other),
  );
}

/** Where a tag says what, in words: `on this frame`, `over frames 7 to 9`. */
export function placeInWords({
  scope,
  from,
  until,
}: Pick<Tag, "scope" | "from" | "until">): string {
  if (scope === "frame") return `frame ${from}`;
  return scope === "shot" ? `shot, ${framesInWords(from, until)}` : framesInWords(from, until);
}

/** Tag a frame or a shot, in place of what the category excludes there. */
export function setTag(
  { tags, index, groups }: TagPlace,
  category: Category,
  scope: "frame" | "shot",
  [from, until]: readonly [number, number],
): TagOutcome {
  const id = newId();
  const state = stateOf(category, scope, index.ptsOf(from), null);
  const replaced = tags.all.filter(
    (one) =>
      one.scope === scope &&
      one.from === from &&
      exclude(groups, category.category_id, one.category),
  );
  const edits = [...replaced.map(({ annotation }) => remove(annotation)), create(id, state)];
  return { ...done(edits, `${category.name}: ${placeInWords({ scope, from, until })}`), id };
}

/** Tag frames `[from, until)` as one span, in place of what the category excludes there. */
export function setSpan(
  place: TagPlace,
  category: Category,
  [from, until]: readonly [number, number],
): TagOutcome {
  const id = newId();
  const { index } = place;
  const state = stateOf(category, "span", index.ptsOf(from), index.ptsOf(until));
  const edits = [...cleared(place, category.category_id, id, from, until), create(id, state)];
  const said = `${category.name}: ${placeInWords({ scope: "span", from, until })}`;
  return { ...done(edits, said), id };
}

export function removeTag(tag: Tag, categories: ReadonlyMap<string, Category>): TagOutcome {
  const name = nameOf(tag, categories);
  return done([remove(tag.annotation)], `No longer ${name}: ${placeInWords(tag)}`);
}

/** Put the tag of a frame onto another frame, in place of what says the same or is excluded there. */
export function moveTag(
  { tags, index, groups }: TagPlace,
  tag: Tag,
  to: number,
  name: string,
): TagOutcome {
  const replaced = tags.all.filter(
    (one) =>
      one.scope === "frame" &&
      one.from === to &&
      one.id !== tag.id &&
      (one.category === tag.category ||
        (tag.category !== null && exclude(groups, tag.category, one.category))),
  );
  const edits = [
    ...replaced.map(({ annotation }) => remove(annotation)),
    update(tag.annotation, { start_pts: index.ptsOf(to) }),
  ];
  return { ...done(edits, `${name}: frame ${to}, was ${tag.from}`), id: tag.id };
}

/** Begin a span on a frame: for now it holds on that frame alone. */
export function beginSpan(place: TagPlace, category: Category, frame: number): TagOutcome {
  const id = newId();
  const { index } = place;
  const state = stateOf(category, "span", index.ptsOf(frame), index.ptsOf(frame + 1));
  const edits = [...cleared(place, category.category_id, id, frame, frame + 1), create(id, state)];
  return { ...done(edits, `${category.name} begins on frame ${frame}`), id };
}

/**
 * Have a span hold on the frames `[from, until)`. Others of its category that it now meets become part of it;
 * those of categories that it excludes keep what lies outside it.
 */
export function stretchSpan(
  place: TagPlace,
  span: Tag,
  from: number,
  until: number,
  name: string,
): TagOutcome {
  const { tags, index } = place;
  const met = tags.all.filter(
    (one) =>
      one.scope === "span" &&
      one.id !== span.id &&
      one.category === span.category &&
      one.from < until &&
      one.until > from,
  );
  const [first, last] = [
    Math.min(from, ...met.map((one) => one.from)),
    Math.max(until, ...met.map((one) => one.until)),
  ];
  const [start_pts, end_pts] = [index.ptsOf(first), index.ptsOf(last)];
  const moved = span.annotation.start_pts !== start_pts || span.annotation.end_pts !== end_pts;
  const edits = [
    ...met.map(({ annotation }) => remove(annotation)),
    ...(span.category === null ? [] : cleared(place, span.category, span.id, first, last)),
    ...(moved ? [update(span.annotation, { start_pts, end_pts })] : []),
  ];
  return { ...done(edits, `${name}: ${framesInWords(first, last)}`), id: span.id };
}

/** Give way to a span: what the spans that it excludes lose on its frames. */
function cleared(
  { tags, index, groups }: TagPlace,
  category: string,
  id: string,
  from: number,
  until: number,
): Edit[] {
  return tags.all
    .filter(
      (one) =>
        one.scope === "span" &&
        one.id !== id &&
        one.from < until &&
        one.until > from &&
        exclude(groups, category, one.category),
    )
    .flatMap(({ annotation, from: start, until: end }) => {
      const [before, after] = [start < from, end > until];
      if (!before && !after) return [remove(annotation)];
      if (!before) return [update(annotation, { start_pts: index.ptsOf(until) })];
      const left = update(annotation, { end_pts: index.ptsOf(from) });
      if (!after) return [left];
      const { annotation_id: _id, version: _version, ...state } = annotation;
      return [left, create(newId(), { ...structuredClone(state), start_pts: index.ptsOf(until) })];
    });
}

function stateOf(
  category: Category,
  scope: Scope,
  start_pts: number,
  end_pts: number | null,
): AnnotationState {
  const attributes = withValues({ scope }, startingValues(category));
  return { kind: "tag", start_pts, end_pts, category: category.category_id, attributes };
}

/**
 * Tag a frame with what was kept from the frames before. What holds there already stays as it is: where it
 * excludes something kept, that is left out.
 */
export function keepTags(place: TagPlace, kept: readonly Category[], frame: number): Outcome {
  const here = place.tags.on(frame);
  const wanted = kept.filter(
    ({ category_id }) =>
      !here.some(
        (one) => one.category === category_id || exclude(place.groups, category_id, one.category),
      ),
  );
  const edits = wanted.map((category) =>
    create(newId(), stateOf(category, "frame", place.index.ptsOf(frame), null)),
  );
  const names = wanted.map(({ name }) => name).join(", ");
  return done(edits, `${names}: frame ${frame}, kept on`);
}

export const nameOf = (
  { category }: Pick<Tag, "category">,
  categories: ReadonlyMap<string, Category>,
): string => (category === null ? "a remark" : (categories.get(category)?.name ?? category));
