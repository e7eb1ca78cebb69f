import type { DragHost } from "./drag";
import { moveTo, type Target, topmost } from "./moves";
import { duplicate } from "./names";
import { nameIn } from "./rows";
import { only } from "./selection";
import type { TreePanel } from "./tree_panel";

/** What dragging does in the tree. */
export function dragHost(panel: TreePanel): DragHost {
  return {
    get schema() {
      return panel.schema;
    },
    held: (id: string) => {
      if (!panel.selection.ids.has(id)) panel.select(only(id), false);
      return topmost(panel.schema, panel.selection.ids.has(id) ? panel.selection.ids : [id]);
    },
    labelOf: (ids: readonly string[]) =>
      ids.length === 1
        ? nameIn(panel.schema.get(ids[0] ?? "") as never, panel.place.language)
        : `${ids.length} categories`,
    refuses: (ids: readonly string[], drop: Target) => "refused" in moveTo(panel.schema, ids, drop),
    drop: (ids, to, copy) => putDown(panel, ids, to, copy),
    menu: (id, at) => {
      if (!panel.selection.ids.has(id)) panel.select(only(id));
      panel.place.menuAt(at, true);
    },
    unfold: (id: string) => {
      panel.outline.folded.delete(id);
      panel.outline.touch();
      panel.redraw();
    },
  };
}

function putDown(panel: TreePanel, ids: readonly string[], to: Target, copy: boolean): void {
  const place =
    to.parent === null ? "to the top level" : `below “${panel.schema.get(to.parent)?.name}”`;
  const what =
    ids.length === 1 ? `“${panel.schema.get(ids[0] ?? "")?.name}”` : `${ids.length} categories`;
  if (!copy) {
    panel.take(moveTo(panel.schema, ids, to), `${what} moved ${place}`);
    return;
  }
  const copies: string[] = [];
  const changes = ids.flatMap((id) => {
    const made = duplicate(panel.schema, id, (one) => panel.place.isTaken(one));
    copies.push(made.id);
    return [
      ...made.changes,
      { op: "move" as const, category_id: made.id, parent: to.parent, before: to.before },
    ];
  });
  if (panel.place.take(changes, `${what} copied ${place}`)) panel.reveal(copies);
}
