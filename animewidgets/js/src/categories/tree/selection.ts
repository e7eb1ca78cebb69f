/** Which lines of a tree are selected, which of them one stands on, and where a range began. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  /** The one that keys act on, and that is in sight. */
  readonly active: string | null;
  readonly anchor: string | null;
}

export const NOTHING_SELECTED: Selection = { ids: new Set(), active: null, anchor: null };

export const only = (id: string | null): Selection =>
  id === null ? NOTHING_SELECTED : { ids: new Set([id]), active: id, anchor: id };

export const these = (ids: readonly string[]): Selection => ({
  ids: new Set(ids),
  active: ids.at(-1) ?? null,
  anchor: ids[0] ?? null,
});

/** Select from where the range began to here. */
export function extended(selection: Selection, order: readonly string[], to: string): Selection {
  const from = order.indexOf(selection.anchor ?? selection.active ?? to);
  const at = order.indexOf(to);
  if (from < 0 || at < 0) return only(to);
  const ids = order.slice(Math.min(from, at), Math.max(from, at) + 1);
  return { ids: new Set(ids), active: to, anchor: order[from] ?? to };
}

/** Select one more, or let go of it; the range begins anew here. */
export function toggled(selection: Selection, id: string): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, active: id, anchor: id };
}

/** What of a selection is left where categories went; stands on what took the place of the active one. */
export function surviving(
  selection: Selection,
  before: readonly string[],
  after: readonly string[],
): Selection {
  const there = new Set(after);
  const ids = new Set([...selection.ids].filter((id) => there.has(id)));
  const { active } = selection;
  if (active !== null && there.has(active)) {
    const anchor =
      selection.anchor !== null && there.has(selection.anchor) ? selection.anchor : active;
    return { ids: ids.size || !selection.ids.size ? ids : new Set([active]), active, anchor };
  }
  if (ids.size) return these([...ids]);
  const was = active === null ? -1 : before.indexOf(active);
  if (was < 0) return NOTHING_SELECTED;
  const near =
    before.slice(was + 1).find((id) => there.has(id)) ??
    before.slice(0, was).findLast((id) => there.has(id)) ??
    after[0] ??
    null;
  return only(near);
}
