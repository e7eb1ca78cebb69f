import { capital } from "../../core/outcome";
import type { CategoriesAction } from "../actions";
import { moveBy, moveIn, moveOut } from "./moves";
import { comparable, nameIn } from "./rows";
import { extended, NOTHING_SELECTED, only, type Selection, toggled } from "./selection";
import type { TreePanel } from "./tree_panel";

/** Milliseconds after which letters begin another name. */
const FORGET = 900;

/** What keys and clicks do in the tree: going, selecting, finding, moving. */
export class Keyboard {
  #typed = "";
  #last = 0;

  constructor(readonly panel: TreePanel) {}

  /** Run an action of the tree; whether it is one. */
  run(action: CategoriesAction): boolean {
    const { panel } = this;
    const go = (line: number, how: "only" | "extend" | "walk" = "only") => this.#go(line, how);
    const { outline, selection } = panel;
    const at = outline.lineOf(selection.active);
    const last = outline.rows.length - 1;
    switch (action) {
      case "categories.previous":
        return go(at < 0 ? last : at - 1);
      case "categories.next":
        return go(at + 1);
      case "categories.first":
        return go(0);
      case "categories.last":
        return go(last);
      case "categories.pageUp":
        return go(Math.max(0, at - panel.page));
      case "categories.pageDown":
        return go(Math.min(last, at + panel.page));
      case "categories.extendUp":
        return go(at - 1, "extend");
      case "categories.extendDown":
        return go(at + 1, "extend");
      case "categories.extendFirst":
        return go(0, "extend");
      case "categories.extendLast":
        return go(last, "extend");
      case "categories.walkUp":
        return go(at - 1, "walk");
      case "categories.walkDown":
        return go(at + 1, "walk");
      case "categories.toggle":
        if (selection.active !== null) panel.select(toggled(selection, selection.active));
        return true;
      case "categories.selectAll":
        this.#selectAll();
        return true;
      case "categories.open":
        return this.#open(at);
      case "categories.shut":
        return this.#shut(at);
      case "categories.openAll":
        panel.foldAll(false);
        return true;
      case "categories.shutAll":
        panel.foldAll(true);
        return true;
      case "categories.filter":
        panel.filter.focus();
        panel.filter.select();
        return true;
      case "categories.nextProblem":
        return this.#nextProblem();
      case "categories.add":
        panel.naming.addAt(false);
        return true;
      case "categories.addBelow":
        panel.naming.addAt(true);
        return true;
      case "categories.rename":
        if (selection.active === null) panel.naming.addAt(false);
        else panel.naming.rename(selection.active);
        return true;
      case "categories.duplicate":
        panel.duplicate();
        return true;
      default:
        return this.#move(action);
    }
  }

  #move(action: CategoriesAction): boolean {
    const { panel } = this;
    const { schema, selection } = panel;
    const ids = selection.ids.size ? selection.ids : new Set([selection.active ?? ""]);
    const named = [...ids].map((id) => schema.get(id)?.name).filter((one) => one !== undefined);
    if (!named.length) {
      if (!action.startsWith("categories.move")) return false;
      panel.place.announcer.refuse("Select a category first.");
      return true;
    }
    const what = named.length === 1 ? `“${named[0]}”` : `${named.length} categories`;
    switch (action) {
      case "categories.moveUp":
        panel.take(moveBy(schema, ids, -1), `${capital(what)} moved up`);
        return true;
      case "categories.moveDown":
        panel.take(moveBy(schema, ids, 1), `${capital(what)} moved down`);
        return true;
      case "categories.moveIn":
        panel.take(moveIn(schema, ids), `${capital(what)} moved in`);
        return true;
      case "categories.moveOut":
        panel.take(moveOut(schema, ids), `${capital(what)} moved out`);
        return true;
      default:
        return false;
    }
  }

  click(event: MouseEvent, id: string | null): void {
    const { panel } = this;
    if ((event.target as Element).closest(".aw-twisty")) return;
    panel.focus();
    if (id === null) {
      if (!panel.typing) panel.select(NOTHING_SELECTED, false);
    } else if (event.shiftKey) panel.select(extended(panel.selection, panel.outline.order, id));
    else if (event.ctrlKey || event.metaKey) panel.select(toggled(panel.selection, id));
    else panel.select(only(id));
  }

  /** Letters go to the next category whose name begins with them. */
  find(event: KeyboardEvent): void {
    const { panel } = this;
    if (
      event.defaultPrevented ||
      event.isComposing ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey
    )
      return;
    if ([...event.key].length !== 1 || event.key === " ") return;
    if (panel.place.keys.actionOf(event) !== null) return;
    const now = performance.now();
    this.#typed = now - this.#last > FORGET ? event.key : this.#typed + event.key;
    this.#last = now;
    const { rows } = panel.outline;
    const wanted = comparable(this.#typed);
    const same = [...wanted].every((sign) => sign === wanted[0]);
    const at = Math.max(0, panel.outline.lineOf(panel.selection.active));
    // One letter again and again goes from one to the next; a word begins with where one stands.
    const from = same ? at + 1 : at;
    const text = same ? (wanted[0] ?? "") : wanted;
    for (let n = 0; n < rows.length; n++) {
      const row = rows[(from + n) % rows.length];
      if (!row || !comparable(nameIn(row.category, panel.place.language)).startsWith(text))
        continue;
      panel.select(only(row.category.category_id));
      event.preventDefault();
      event.stopPropagation();
      return;
    }
  }

  #go(line: number, how: "only" | "extend" | "walk"): boolean {
    const { panel } = this;
    const row = panel.outline.rows[line];
    if (!row) return true; // past the ends nothing happens, and nothing scrolls
    const id = row.category.category_id;
    const { selection } = panel;
    const to: Record<typeof how, () => Selection> = {
      only: () => only(id),
      extend: () => extended(selection, panel.outline.order, id),
      walk: () => ({ ...selection, active: id }),
    };
    panel.select(to[how]());
    return true;
  }

  #selectAll(): void {
    const { panel } = this;
    const ids = panel.outline.rows.filter((row) => !row.dim).map((row) => row.category.category_id);
    const { active } = panel.selection;
    panel.select({ ids: new Set(ids), active: active ?? ids[0] ?? null, anchor: ids[0] ?? null });
  }

  #open(at: number): boolean {
    const { panel } = this;
    const row = panel.outline.rows[at];
    if (row?.children && !row.open) panel.fold(row.category.category_id);
    else if (row?.open) this.#go(at + 1, "only");
    return true;
  }

  #shut(at: number): boolean {
    const { panel } = this;
    const row = panel.outline.rows[at];
    if (row?.open && !panel.outline.filter) panel.fold(row.category.category_id);
    else if (row) this.#go(panel.outline.lineOf(row.category.parent), "only");
    return true;
  }

  #nextProblem(): boolean {
    const { panel } = this;
    const ids = panel.schema.categories.map((one) => one.category_id);
    const from = ids.indexOf(panel.selection.active ?? "") + 1;
    const found = [...ids.slice(from), ...ids.slice(0, from)].find(
      (id) => panel.problems(id).length,
    );
    if (found) panel.reveal([found]);
    else panel.place.announcer.say("No category has a warning");
    return true;
  }
}
