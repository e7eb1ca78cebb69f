import { h } from "../../core/dom";
import type { Category, CategoryGroup } from "../../core/wire";
import { askText } from "../../ui/dialog";
import type { CategoriesAction } from "../actions";
import type { SchemaChange } from "../changes";
import { section } from "./fields";
import type { DetailsPlace, Section } from "./section";

const NEW = "\u0000new";

/** Which group the category is in, and whether only one of the group holds at a time. */
export class GroupSection implements Section {
  readonly root: HTMLElement;
  readonly #choice = h("select", {
    class: "aw-select",
    "aria-label": "Group",
    "data-field": "group",
    onchange: () => this.#chosen(),
  });
  readonly #exclusive = h("input", {
    type: "checkbox",
    "data-field": "exclusive",
    onchange: () => this.#setExclusive(),
  });
  readonly #members = h("p", { class: "aw-hint", dir: "auto" });
  readonly #label: HTMLElement;
  #drawn = "";

  constructor(readonly place: DetailsPlace) {
    this.#label = h("label", { class: "aw-check" }, this.#exclusive, "One of it at a time");
    this.root = section(
      "Group",
      "group",
      [],
      h("div", { class: "aw-cat-line" }, this.#choice, this.#label),
      this.#members,
    );
  }

  show({ category_id }: Category): void {
    const { schema } = this.place.designer.draft;
    const own = schema.groupOf(category_id);
    const drawn = JSON.stringify(schema.groups.map((one) => one.name));
    if (drawn !== this.#drawn) {
      this.#drawn = drawn;
      this.#choice.replaceChildren(
        h("option", { value: "" }, "In no group"),
        ...schema.groups.map((one) => h("option", { value: one.name }, one.name)),
        h("option", { value: NEW }, "New group …"),
      );
    }
    this.#choice.value = own?.name ?? "";
    this.#label.hidden = !own;
    this.#exclusive.checked = own?.exclusive ?? true;
    const others = own?.members.filter((id) => id !== category_id) ?? [];
    this.#members.hidden = !others.length;
    this.#members.textContent = `With ${others.map((id) => `\u2068${schema.get(id)?.name ?? id}\u2069`).join(", ")}`;
  }

  run(action: CategoriesAction): boolean {
    if (action !== "categories.group") return false;
    this.#choice.focus();
    return true;
  }

  #chosen(): void {
    const { category, designer } = this.place;
    if (!category) return;
    const name = this.#choice.value;
    if (name === NEW) {
      this.show(category);
      askGroup(this.place, [category.category_id]);
      return;
    }
    const changes = intoGroup(designer.draft.schema.groups, [category.category_id], name || null);
    designer.take(changes, name ? `It is in the group “${name}”` : "It is in no group");
  }

  #setExclusive(): void {
    const { category, designer } = this.place;
    const own = category && designer.draft.schema.groupOf(category.category_id);
    if (!own) return;
    const exclusive = this.#exclusive.checked;
    designer.take(
      [{ op: "put_group", group: { ...own, exclusive }, was: own.name }],
      exclusive ? "One of the group at a time" : "Several of the group at a time",
    );
  }
}

/** Changes that put categories into a group, out of those that they are in; `null`: into none. */
export function intoGroup(
  groups: readonly CategoryGroup[],
  ids: readonly string[],
  name: string | null,
): SchemaChange[] {
  const moved = new Set(ids);
  const changes: SchemaChange[] = [];
  for (const group of groups) {
    if (group.name === name) continue;
    const members = group.members.filter((id) => !moved.has(id));
    if (members.length === group.members.length) continue;
    changes.push(
      members.length
        ? { op: "put_group", group: { ...group, members }, was: group.name }
        : { op: "drop_group", name: group.name },
    );
  }
  if (name === null) return changes;
  const there = groups.find((one) => one.name === name);
  const members = [...new Set([...(there?.members ?? []), ...ids])];
  const group = { name, members, exclusive: there?.exclusive ?? true };
  changes.push({ op: "put_group", group, was: there ? name : null });
  return changes;
}

/** Ask for the name of a group of these. */
export function askGroup(
  { designer }: Pick<DetailsPlace, "designer">,
  ids: readonly string[],
): void {
  designer.dialog((closed) =>
    askText(
      designer.root,
      "New exclusive group",
      "What the group is called",
      "",
      (text) => {
        const name = text.trim();
        if (!name) return "A group needs a name.";
        if (designer.draft.schema.groups.some((one) => one.name === name))
          return "There is a group of that name: choose it in the list.";
        const changes = intoGroup(designer.draft.schema.groups, ids, name);
        designer.take(changes, `The group “${name}” is made`);
        return null;
      },
      closed,
    ),
  );
}
