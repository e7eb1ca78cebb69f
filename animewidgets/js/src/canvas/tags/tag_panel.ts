import { h, setAttribute, setText } from "../../core/dom";
import { icon } from "../../core/icons";
import { showKey } from "../../core/key_names";
import type { Category, CategoryGroup } from "../../core/wire";
import type { ActionButtons } from "../../ui/buttons";
import { safeColour } from "../../ui/colours";
import type { Action, CanvasAction } from "../actions";
import { nameOf, placeInWords } from "./tag_edits";
import type { Tagging } from "./tagging";
import { holdsOn, type Scope, type Tag } from "./tags";

export interface TagPanelHost {
  readonly frame: number;
  seek(ordinal: number): void;
  focus(): void;
}

interface Chip {
  readonly root: HTMLButtonElement;
  readonly key: HTMLElement;
  readonly scopes: HTMLElement;
}

const SIGNS: Readonly<Record<Scope, string>> = { frame: "●", span: "▬", shot: "▮▮" };

/** Tags as chips, those of an exclusive group together; which hold on the frame, and how far. */
export class TagPanel {
  readonly root: HTMLElement;
  #chips = new Map<string, Chip>();
  #where = h("span", { class: "aw-count" });
  #span: HTMLButtonElement;
  #shot: HTMLButtonElement;
  #sticky: HTMLButtonElement;
  #label = h("p", { class: "aw-tag-label" });
  #here = h("div", { class: "aw-tags-here", role: "list", "aria-label": "Tags that hold here" });
  #of: readonly unknown[] = [];

  constructor(
    categories: readonly Category[],
    groups: readonly CategoryGroup[],
    readonly tagging: Tagging,
    readonly host: TagPanelHost,
    buttons: ActionButtons<CanvasAction>,
  ) {
    const grouped = new Set(groups.flatMap(({ members }) => members));
    const free = categories.filter(({ category_id }) => !grouped.has(category_id));
    const byId = new Map(categories.map((one) => [one.category_id, one]));
    const sections = groups.map(({ name, members, exclusive }) =>
      this.#section(
        exclusive ? `${name}: one of` : name,
        members.flatMap((id) => byId.get(id) ?? []),
        exclusive,
      ),
    );
    if (free.length) sections.push(this.#section(groups.length ? "Any of" : "", free, false));
    this.#span = buttons.make("canvas.tagSpan", "span", "Span");
    this.#shot = buttons.make("canvas.tagShot", "shot", "Shot");
    this.#sticky = buttons.make("canvas.sticky", "sticky", "Stay on");
    this.root = h(
      "section",
      { class: "aw-tags", "aria-label": "Tags" },
      h("header", { class: "aw-panel-head" }, h("h3", {}, "Tags"), this.#where),
      h("div", { class: "aw-tag-groups" }, ...sections),
      h("div", { class: "aw-tag-actions" }, this.#span, this.#shot, this.#sticky),
      this.#label,
      this.#here,
    );
  }

  #section(name: string, categories: readonly Category[], exclusive: boolean): HTMLElement {
    return h(
      "div",
      { class: "aw-tag-group", role: "group", "aria-label": name || "Tags" },
      name ? h("span", { class: "aw-tag-group-name" }, name) : null,
      ...categories.map((one) => this.#chip(one, exclusive)),
    );
  }

  #chip(category: Category, exclusive: boolean): HTMLElement {
    const key = h("kbd", {});
    const scopes = h("span", { class: "aw-tag-scopes", "aria-hidden": "true" });
    const root = h(
      "button",
      {
        type: "button",
        class: exclusive ? "aw-tag-chip aw-one-of" : "aw-tag-chip",
        "data-tag": category.category_id,
        style: `--aw-tag:${safeColour(category.colour, "#888888")}`,
        onclick: () => {
          this.tagging.toggle(category);
          this.host.focus();
        },
      },
      h("i", { class: "aw-tag-dot" }),
      key,
      h("span", { class: "aw-tag-name" }, category.name),
      scopes,
    );
    this.#chips.set(category.category_id, { root, key, scopes });
    return root;
  }

  /** The key map is another one: tell the keys that count now. */
  refresh(keysFor: (action: Action) => readonly string[], categories: readonly Category[]): void {
    for (const { category_id, name, description } of categories) {
      const chip = this.#chips.get(category_id);
      if (!chip) continue;
      const [key] = keysFor(`category:${category_id}`);
      setText(chip.key, key ? showKey(key) : "");
      setAttribute(chip.key, "hidden", !key);
      const about = description ? `\n${description}` : "";
      setAttribute(
        chip.root,
        "title",
        `${name}${key ? ` (${showKey(key)} while tagging)` : ""}${about}`,
      );
    }
  }

  show(categories: ReadonlyMap<string, Category>): void {
    const { tagging } = this;
    const { frame } = this.host;
    const { tags, open, chosen, label, sticky, kept } = tagging;
    const of = [tags, frame, open, chosen, label, sticky, [...kept].join("\n")];
    if (of.every((one, n) => one === this.#of[n])) return;
    this.#of = of;
    const here = tags.on(frame);
    setText(this.#where, `frame ${frame}`);
    for (const [id, chip] of this.#chips) {
      const holding = here.filter(({ category }) => category === id);
      const scopes = [...new Set(holding.map(({ scope }) => scope))];
      setAttribute(chip.root, "aria-pressed", String(holding.length > 0));
      setAttribute(chip.root, "data-kept", kept.has(id));
      setAttribute(chip.root, "data-label", label?.category_id === id);
      setText(chip.scopes, scopes.map((one) => SIGNS[one]).join(" "));
    }
    setAttribute(this.#span, "aria-pressed", String(open !== null));
    setAttribute(this.#sticky, "aria-pressed", String(sticky));
    setAttribute(this.root, "data-any", here.length > 0);
    const shot = label ? this.#shotTag(label, frame) : undefined;
    setAttribute(this.#shot, "aria-pressed", String(shot !== undefined));
    setText(this.#label, this.#inWords(open, categories));
    this.#here.replaceChildren(...here.map((tag) => this.#row(tag, categories, tag === chosen)));
  }

  #shotTag({ category_id }: Category, frame: number): Tag | undefined {
    return this.tagging.tags.all.find(
      (one) => one.scope === "shot" && one.category === category_id && holdsOn(one, frame),
    );
  }

  #inWords(open: Tag | null, categories: ReadonlyMap<string, Category>): string {
    const { label } = this.tagging;
    if (open) return `Open span: ${nameOf(open, categories)} from frame ${open.from}`;
    return label ? `Label at hand: ${label.name}` : "Label at hand: none yet";
  }

  #row(tag: Tag, categories: ReadonlyMap<string, Category>, chosen: boolean): HTMLElement {
    const name = nameOf(tag, categories);
    const category = tag.category === null ? undefined : categories.get(tag.category);
    const { uncertain, comment } = tag.annotation;
    const flags = `${uncertain ? " ?" : ""}${comment ? " ❝" : ""}`;
    return h(
      "div",
      { class: "aw-tag-row", role: "listitem", "data-chosen": chosen, "data-id": tag.id },
      h(
        "button",
        {
          type: "button",
          class: "aw-tag-choose",
          title: `${name}: ${placeInWords(tag)}. Show its attributes`,
          "aria-pressed": String(chosen),
          onclick: () => {
            this.tagging.choose(tag);
            this.host.focus();
          },
        },
        h("i", {
          class: "aw-swatch",
          style: `background:${safeColour(category?.colour ?? "", "#888888")}`,
        }),
        h("span", { class: "aw-tag-name" }, `${name}${flags}`),
        h("span", { class: "aw-tag-place" }, placeInWords(tag)),
      ),
      h(
        "button",
        {
          type: "button",
          class: "aw-row-toggle",
          "aria-label": `Delete ${name}, ${placeInWords(tag)}`,
          title: "Delete this tag",
          onclick: () => {
            this.tagging.remove(tag);
            this.host.focus();
          },
        },
        icon("close"),
      ),
    );
  }
}
