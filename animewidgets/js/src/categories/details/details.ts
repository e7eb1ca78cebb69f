import { h, setAttribute, setText } from "../../core/dom";
import { icon } from "../../core/icons";
import type { Category } from "../../core/wire";
import type { CategoriesAction } from "../actions";
import type { Fields } from "../changes";
import type { Designer } from "../designer";
import { listed, type Problem } from "../problems";
import { tidyName } from "../tree/names";
import type { TreePanel } from "../tree/tree_panel";
import { AttributesSection } from "./attributes_section";
import { ColourSection } from "./colour_section";
import { DescriptionSection } from "./description_section";
import { ExamplesSection } from "./examples_section";
import { textField } from "./fields";
import { askGroup, GroupSection } from "./group_section";
import { HotkeySection } from "./hotkey_section";
import { overview } from "./overview";
import { spread } from "./palette";
import type { DetailsPlace, Section } from "./section";
import { severalSelected } from "./several";
import { SkeletonSection } from "./skeleton_section";
import { TranslationsSection } from "./translations_section";

/** What is known of what is selected: of one category all of it, of several what they share, of none the schema. */
export class Details implements DetailsPlace {
  readonly root: HTMLElement;
  readonly #name;
  readonly #path = h("p", { class: "aw-cat-path", dir: "auto" });
  readonly #used = h("span", {});
  readonly #id = h("code", { title: "Its identity, in the store and in files" });
  readonly #problems = h("ul", { class: "aw-cat-problems", hidden: true });
  #wrong = "";
  readonly #one: HTMLElement;
  readonly #others = h("div", { class: "aw-cat-several" });
  readonly #sections: readonly Section[];
  #shown: object | null = null;
  /** While a button of the mouse is down here nothing is drawn anew: what is pressed must be there to be clicked. */
  #pressed = false;

  constructor(
    readonly tree: TreePanel,
    signal: AbortSignal,
  ) {
    this.#name = textField(
      { label: "Name", name: "name", longest: 200 },
      {
        say: (value) => {
          const name = tidyName(value);
          if (name === null) return "A category needs a name.";
          if (name !== this.category?.name) this.set({ name }, `It is called “${name}” now`);
          return null;
        },
        leave: () => this.leave(),
      },
    );
    this.#sections = [
      new ColourSection(this),
      new HotkeySection(this),
      new DescriptionSection(this),
      new ExamplesSection(this, signal),
      new GroupSection(this),
      new AttributesSection(this),
      new SkeletonSection(this),
      new TranslationsSection(this),
    ];
    this.#one = h(
      "div",
      { class: "aw-cat-one" },
      h(
        "header",
        { class: "aw-cat-head" },
        this.#path,
        this.#name.root,
        h("p", { class: "aw-hint" }, this.#used, this.#id),
        this.#problems,
      ),
      ...this.#sections.map((one) => one.root),
    );
    this.root = h(
      "section",
      { class: "aw-details", "aria-label": "Details", hidden: true },
      this.#one,
      this.#others,
    );
    this.#hold(signal);
  }

  #hold(signal: AbortSignal): void {
    this.root.addEventListener(
      "pointerdown",
      () => {
        this.#pressed = true;
      },
      { signal, capture: true },
    );
    const release = () => {
      if (!this.#pressed) return;
      // The click comes after this.
      setTimeout(() => {
        this.#pressed = false;
        this.tree.redraw();
      });
    };
    for (const name of ["pointerup", "pointercancel"])
      window.addEventListener(name, release, { signal, capture: true });
  }

  get designer(): Designer {
    return this.tree.place;
  }

  get category(): Category | null {
    const { ids } = this.tree.selection;
    if (ids.size !== 1) return null;
    return this.designer.draft.schema.get([...ids][0] ?? "") ?? null;
  }

  set(fields: Fields, said: string): boolean {
    const { category } = this;
    if (!category) return false;
    return this.designer.take(
      [{ op: "edit", category_id: category.category_id, set: fields }],
      said,
    );
  }

  leave(): void {
    this.designer.focus();
  }

  show(): void {
    const { category } = this;
    if (this.#pressed && this.#shown) return;
    setAttribute(this.root, "hidden", false);
    setAttribute(this.#one, "hidden", category === null);
    setAttribute(this.#others, "hidden", category !== null);
    if (category) this.#showOne(category);
    else this.#showOthers();
  }

  /** Run an action of the details; whether it is one. */
  run(action: CategoriesAction): boolean {
    const { designer } = this;
    if (action === "categories.spread") {
      this.#spread();
      return true;
    }
    if (action === "categories.group" && this.tree.selection.ids.size > 1) {
      askGroup(this, [...this.tree.selection.ids]);
      return true;
    }
    const ofDetails = action === "categories.details";
    if (!ofDetails && !SECTION_ACTIONS.has(action)) return false;
    if (!this.category) {
      designer.announcer.refuse("Select one category first.");
      return true;
    }
    this.show();
    if (ofDetails) {
      this.#name.input.focus();
      this.#name.input.select();
    } else
      for (const one of this.#sections)
        if (one.run?.(action)) {
          one.root.scrollIntoView({ block: "nearest" });
          break;
        }
    return true;
  }

  #showOne(category: Category): void {
    this.#shown = category;
    const { designer } = this;
    const { schema } = designer.draft;
    const id = category.category_id;
    const above = schema.ancestors(id).map((one) => `\u2068${one.name}\u2069`);
    setText(this.#path, above.reverse().join(" › "));
    setAttribute(this.#path, "hidden", !above.length);
    this.#name.show(category.name);
    const { annotations, tasks } = designer.usage(id);
    const used = annotations
      ? `${annotations.toLocaleString("en")} ${annotations === 1 ? "label" : "labels"} in ${tasks} ${tasks === 1 ? "task" : "tasks"}`
      : "no labels yet";
    const children = schema.children(id).length;
    const below = children ? ` · ${children} below it` : "";
    setText(this.#used, `${used}${below} · `);
    setText(this.#id, id);
    this.#showProblems(designer.problems.get(id) ?? []);
    for (const one of this.#sections) one.show(category);
  }

  #showProblems(problems: readonly Problem[]): void {
    const texts = problems.map((one) => `${one.kind} ${one.text}`).join("\n");
    if (texts === this.#wrong) return;
    this.#wrong = texts;
    setAttribute(this.#problems, "hidden", !problems.length);
    this.#problems.replaceChildren(
      ...problems.map((one) => h("li", { "data-problem": one.kind }, icon("warning"), one.text)),
    );
  }

  #showOthers(): void {
    const { designer, tree } = this;
    const { ids } = tree.selection;
    const key = ids.size > 1 ? tree.selection : designer.draft.schema;
    if (this.#shown === key) return;
    this.#shown = key;
    this.#others.replaceChildren(
      ...(ids.size > 1 ? severalSelected(designer, [...ids]) : overview(designer)),
    );
  }

  /** Colours for all that is selected, as far apart as can be from one another and from those beside them. */
  #spread(): void {
    const { designer, tree } = this;
    const { schema } = designer.draft;
    const ids = tree.outline.order.filter((id) => tree.selection.ids.has(id));
    if (!ids.length) {
      designer.announcer.refuse("Select the categories first.");
      return;
    }
    const chosen = new Set(ids);
    const parents = new Set(ids.map((id) => schema.get(id)?.parent ?? null));
    const beside = [...parents].flatMap((parent) =>
      schema.children(parent).filter((one) => !chosen.has(one.category_id)),
    );
    const colours = spread(
      ids.length,
      beside.map((one) => one.colour),
    );
    designer.take(
      ids.map((category_id, n) => ({
        op: "edit",
        category_id,
        set: { colour: colours[n] as string },
      })),
      ids.length === 1
        ? `The colour of ${listed([schema.get(ids[0] ?? "")?.name ?? ""])} is ${colours[0]}`
        : `${ids.length} colours that stay apart`,
    );
  }
}

const SECTION_ACTIONS: ReadonlySet<CategoriesAction> = new Set([
  "categories.colour",
  "categories.hotkey",
  "categories.description",
  "categories.example",
  "categories.attribute",
  "categories.group",
  "categories.skeleton",
  "categories.translate",
]);
