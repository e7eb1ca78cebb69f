import type { Annotation, AnnotationState, Edit, Op } from "./wire";

/**
 * What is known of the annotations of a task: those that live, and the newest version of each that
 * was ever seen. The versions of deleted ones are kept, for bringing one back makes the next version.
 * A `Live` is a value: applying edits makes a new one.
 */
export interface Live {
  readonly annotations: ReadonlyMap<string, Annotation>;
  readonly versions: ReadonlyMap<string, number>;
}

export const NOTHING: Live = { annotations: new Map(), versions: new Map() };

/** The state of a set of live annotations. */
export function liveOf(annotations: Iterable<Annotation>): Live {
  const all = [...annotations];
  return {
    annotations: new Map(all.map((a) => [a.annotation_id, a])),
    versions: new Map(all.map((a) => [a.annotation_id, a.version])),
  };
}

export function versionOf(live: Live, annotationId: string): number {
  return live.versions.get(annotationId) ?? 0;
}

/** What an annotation says, without its identity and version: the `before` and `after` of an edit. */
export function stateOf(annotation: Annotation): AnnotationState {
  const { annotation_id: _id, version: _version, ...state } = annotation;
  return state;
}

export function create(annotationId: string, after: AnnotationState, live: Live = NOTHING): Edit {
  return edit("create", annotationId, versionOf(live, annotationId), null, after);
}

export function update(annotation: Annotation, change: Partial<AnnotationState>): Edit {
  const before = stateOf(annotation);
  return edit("update", annotation.annotation_id, annotation.version, before, {
    ...before,
    ...change,
  });
}

export function remove(annotation: Annotation): Edit {
  return edit("delete", annotation.annotation_id, annotation.version, stateOf(annotation), null);
}

function edit(
  op: Op,
  annotation_id: string,
  base_version: number,
  before: AnnotationState | null,
  after: AnnotationState | null,
): Edit {
  return { op, annotation_id, base_version, before, after };
}

const OPPOSITE: Record<Op, Op> = { create: "delete", update: "update", delete: "create" };

/** The edit that takes this one back exactly, made on the version that this one leaves. */
export function inverse(of: Edit): Edit {
  return edit(OPPOSITE[of.op], of.annotation_id, of.base_version + 1, of.after, of.before);
}

/** The edits that take a commit back: each one's inverse, last first. */
export function inverses(edits: readonly Edit[]): Edit[] {
  return edits.map(inverse).reverse();
}

/** Whether an edit was made on what is now the newest version of its annotation. */
export function fits(live: Live, one: Edit): boolean {
  return (
    versionOf(live, one.annotation_id) === one.base_version &&
    live.annotations.has(one.annotation_id) === (one.op !== "create")
  );
}

/** Thrown by {@link apply}: an edit was made on a version that is no longer the newest. */
export class StaleEdit extends Error {
  override name = "StaleEdit";

  constructor(
    readonly edit: Edit,
    readonly found: number,
  ) {
    super(
      `${edit.op} of ${edit.annotation_id} was made on version ${edit.base_version}, ` +
        `but version ${found} is the newest`,
    );
  }
}

/** The state after all of the edits, in order; {@link StaleEdit} and no change where one does not fit. */
export function apply(live: Live, edits: readonly Edit[]): Live {
  const next = copyOf(live);
  for (const one of edits) applyTo(next, one);
  return next;
}

interface Draft extends Live {
  readonly annotations: Map<string, Annotation>;
  readonly versions: Map<string, number>;
}

const copyOf = (live: Live): Draft => ({
  annotations: new Map(live.annotations),
  versions: new Map(live.versions),
});

function applyTo(draft: Draft, one: Edit): void {
  if (!fits(draft, one)) throw new StaleEdit(one, versionOf(draft, one.annotation_id));
  const { annotation_id, after } = one;
  const version = one.base_version + 1;
  draft.versions.set(annotation_id, version);
  if (after === null) draft.annotations.delete(annotation_id);
  else draft.annotations.set(annotation_id, { ...after, annotation_id, version });
}

/** Like {@link apply}, but where an edit does not fit, nothing of the commit is applied: `null`. */
export function tryApply(live: Live, edits: readonly Edit[]): Live | null {
  try {
    return apply(live, edits);
  } catch (error) {
    if (error instanceof StaleEdit) return null;
    throw error;
  }
}

/**
 * What the store told: live annotations and tombstones, each with its version. Older news than what
 * is known already is passed over, so that answers may overtake each other.
 */
export function merge(
  live: Live,
  annotations: Iterable<Annotation>,
  deleted: Iterable<{ annotation_id: string; version: number }>,
): Live {
  const next = { annotations: new Map(live.annotations), versions: new Map(live.versions) };
  for (const annotation of annotations) {
    if (annotation.version < versionOf(next, annotation.annotation_id)) continue;
    next.annotations.set(annotation.annotation_id, annotation);
    next.versions.set(annotation.annotation_id, annotation.version);
  }
  for (const { annotation_id, version } of deleted) {
    if (version < versionOf(next, annotation_id)) continue;
    next.annotations.delete(annotation_id);
    next.versions.set(annotation_id, version);
  }
  return next;
}

/** The versions that a log of commits tells of, deleted annotations included. */
export function withVersionsOf(live: Live, log: Iterable<{ edits: readonly Edit[] }>): Live {
  const versions = new Map(live.versions);
  for (const { edits } of log)
    for (const one of edits)
      versions.set(
        one.annotation_id,
        Math.max(versions.get(one.annotation_id) ?? 0, one.base_version + 1),
      );
  return { annotations: live.annotations, versions };
}

/**
 * The same wish on the newest versions: what each edit wants to be so, said of what is there now.
 * Edits that are fulfilled already fall out.
 */
export function rebase(live: Live, edits: readonly Edit[]): Edit[] {
  const out: Edit[] = [];
  const now = copyOf(live);
  for (const wish of edits) {
    const current = now.annotations.get(wish.annotation_id);
    const one = rebased(now, wish, current);
    if (!one) continue;
    out.push(one);
    applyTo(now, one);
  }
  return out;
}

function rebased(live: Live, wish: Edit, current: Annotation | undefined): Edit | null {
  if (wish.after === null) return current ? remove(current) : null;
  if (!current) return create(wish.annotation_id, wish.after, live);
  return sameState(current, wish.after) ? null : update(current, wish.after);
}

const DEFAULTS: Required<Omit<AnnotationState, "kind" | "start_pts">> = {
  end_pts: null,
  category: null,
  geometry: null,
  attributes: {},
  source: "human",
  score: null,
  comment: null,
  uncertain: false,
};

/** Whether two annotations say the same; a field that is absent has its default. */
export function sameState(a: AnnotationState, b: AnnotationState): boolean {
  return (
    a.kind === b.kind &&
    a.start_pts === b.start_pts &&
    Object.entries(DEFAULTS).every(([name, absent]) => {
      const field = name as keyof typeof DEFAULTS;
      return sameJson(a[field] ?? absent, b[field] ?? absent);
    })
  );
}

function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [Object.entries(a), b as Record<string, unknown>];
  return (
    left.length === Object.keys(right).length &&
    left.every(([key, value]) => key in right && sameJson(value, right[key]))
  );
}
