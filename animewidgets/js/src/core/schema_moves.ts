/** The project goes over to another version of its categories while somebody labels: what that makes of their edits. */
import type { AnnotationState, Category, Edit, LoggedCommit, SchemaNews } from "./wire";

/** Where labels of a category go that changed: to another one, or to none, where a person must choose. */
export type SchemaLinks = NonNullable<SchemaNews["links"]>;

/** Categories by their identity, in their order. */
export const byIdentity = (categories: readonly Category[]): ReadonlyMap<string, Category> =>
  new Map(categories.map((one) => [one.category_id, one]));

/** A commit as the newer version has it; what a person must choose stays what it was. */
export function carriedCommit<C extends Pick<LoggedCommit, "edits">>(
  commit: C,
  links: SchemaLinks,
): C {
  const edits = commit.edits.map((edit) => carriedEdit(edit, links));
  return edits.some((edit, n) => edit !== commit.edits[n]) ? { ...commit, edits } : commit;
}

function carriedEdit(edit: Edit, links: SchemaLinks): Edit {
  const before = carriedState(edit.before, links);
  const after = carriedState(edit.after, links);
  return before === edit.before && after === edit.after ? edit : { ...edit, before, after };
}

function carriedState(state: AnnotationState | null, links: SchemaLinks): AnnotationState | null {
  const link = state?.category ? own(links, state.category) : undefined;
  return state && link?.then ? { ...state, category: link.then } : state;
}

/** The edits of a commit that was refused because a category is gone, with another one in its place. */
export function recategorised(
  edits: readonly Edit[],
  gone: (category: string) => boolean,
  chosen: Category | null,
): Edit[] {
  return edits.map((edit) => {
    const { after } = edit;
    if (!after?.category || !gone(after.category)) return edit;
    return { ...edit, after: withCategory(after, chosen) };
  });
}

/** What was said by attributes that the chosen category does not have falls out. */
function withCategory(state: AnnotationState, chosen: Category | null): AnnotationState {
  const { values, ...rest } = state.attributes ?? {};
  const known = new Set((chosen?.attributes ?? []).map(({ name }) => name));
  const said =
    typeof values === "object" && values !== null && !Array.isArray(values)
      ? Object.entries(values).filter(([name]) => known.has(name))
      : [];
  const attributes = said.length ? { ...rest, values: Object.fromEntries(said) } : rest;
  return { ...state, category: chosen?.category_id ?? null, attributes };
}

/** Identities are text of people: `constructor` may be one. */
const own = (links: SchemaLinks, id: string): SchemaLinks[string] | undefined =>
  Object.hasOwn(links, id) ? links[id] : undefined;
