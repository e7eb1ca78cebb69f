import { h } from "../../core/dom";
import type { AttributeKind, AttributeValue, Category, CategoryAttribute } from "../../core/wire";
import type { CategoriesAction } from "../actions";
import { tidyName } from "../tree/names";
import { section, small, textField } from "./fields";
import type { DetailsPlace, Section } from "./section";

const KINDS: readonly (readonly [AttributeKind, string])[] = [
  ["text", "Text"],
  ["number", "Number"],
  ["choice", "Choice"],
  ["flag", "Yes or no"],
  ["time", "Time"],
];

/** What else can be said of a thing of the category: one card each, in the order in which they are asked. */
export class AttributesSection implements Section {
  readonly root: HTMLElement;
  readonly #list = h("div", { class: "aw-cat-attributes" });
  #drawn = "";

  constructor(readonly place: DetailsPlace) {
    this.root = section(
      "Attributes",
      "attributes",
      [
        small("Another attribute (Alt A)", "+ Attribute", () => this.#add(), {
          "data-field": "attribute-add",
        }),
      ],
      this.#list,
    );
  }

  show({ category_id, attributes = [] }: Category): void {
    const drawn = JSON.stringify([category_id, attributes]);
    if (drawn === this.#drawn) return;
    const field = (document.activeElement as HTMLElement | null)?.dataset?.field;
    this.#drawn = drawn;
    this.#list.replaceChildren(...attributes.map((one, n) => this.#card(one, n, attributes)));
    if (field?.startsWith("attribute-"))
      this.#list.querySelector<HTMLElement>(`[data-field="${field}"]`)?.focus();
  }

  run(action: CategoriesAction): boolean {
    if (action !== "categories.attribute") return false;
    this.#add();
    return true;
  }

  #add(): void {
    const { category } = this.place;
    if (!category) return;
    const all = category.attributes ?? [];
    let name = "attribute";
    for (let n = 2; all.some((one) => one.name === name); n++) name = `attribute ${n}`;
    if (!this.place.set({ attributes: [...all, { name, kind: "text" }] }, "An attribute is added"))
      return;
    this.show(this.place.category ?? category);
    const input = this.#list.querySelector<HTMLInputElement>(
      `[data-field="attribute-${all.length}-name"]`,
    );
    input?.focus();
    input?.select();
  }

  /** As they are now: a field that is left may change them before a button that was drawn earlier acts. */
  get #all(): readonly CategoryAttribute[] {
    return this.place.category?.attributes ?? [];
  }

  #put(n: number, changed: Changed, said: string): null {
    const attributes = this.#all.map((one, at) => (at === n ? clean({ ...one, ...changed }) : one));
    this.place.set({ attributes }, said);
    return null;
  }

  #move(n: number, step: -1 | 1): void {
    const all = [...(this.place.category?.attributes ?? [])];
    const [one] = all.splice(n, 1);
    if (!one || n + step < 0 || n + step > all.length) return;
    all.splice(n + step, 0, one);
    this.place.set({ attributes: all }, `“${one.name}” is asked ${step < 0 ? "earlier" : "later"}`);
    this.#list
      .querySelector<HTMLElement>(
        `[data-field="attribute-${n + step}-${step < 0 ? "up" : "down"}"]`,
      )
      ?.focus();
  }

  #card(one: CategoryAttribute, n: number, all: readonly CategoryAttribute[]): HTMLElement {
    const leave = () => this.place.leave();
    const line = (
      name: string,
      label: string,
      value: string,
      say: (text: string) => string | null,
      placeholder = "",
    ) => {
      const field = textField(
        {
          label,
          name: `attribute-${n}-${name}`,
          placeholder,
          longest: name === "choices" ? 20_000 : 2_000,
        },
        { say, leave },
      );
      field.show(value);
      return field.root;
    };
    const kind = h(
      "select",
      {
        class: "aw-select",
        "aria-label": `Kind of “${one.name}”`,
        "data-field": `attribute-${n}-kind`,
        onchange: () => this.#setKind(n, kind.value as AttributeKind),
      },
      ...KINDS.map(([value, label]) => h("option", { value }, label)),
    );
    kind.value = one.kind;
    const required = h("input", {
      type: "checkbox",
      checked: one.required === true,
      "data-field": `attribute-${n}-required`,
      onchange: () =>
        this.#put(
          n,
          { required: required.checked },
          required.checked ? "It must be said" : "It may be left out",
        ),
    });
    const name = line("name", "Name", one.name, (text) => {
      const told = tidyName(text);
      if (told === null) return "An attribute needs a name.";
      if (this.#all.some((other, at) => at !== n && other.name === told))
        return "Another one is called so.";
      return this.#put(n, { name: told }, `The attribute is called “${told}”`);
    });
    const more: HTMLElement[] = [];
    if (one.kind === "choice")
      more.push(
        line(
          "choices",
          "Choices, with commas between",
          (one.choices ?? []).join(", "),
          (text) => {
            const choices = [
              ...new Set(text.split(/[,\n、，]/).flatMap((part) => tidyName(part) ?? [])),
            ];
            if (!choices.length) return "A choice needs something to choose from.";
            const kept = choices.includes(String(this.#all[n]?.default))
              ? {}
              : { default: undefined };
            return this.#put(n, { choices, ...kept }, `${choices.length} choices`);
          },
          "sun, rain, snow",
        ),
      );
    if (one.kind === "number")
      more.push(
        line("unit", "Unit", one.unit ?? "", (text) =>
          this.#put(n, { unit: text.trim() }, "The unit is set"),
        ),
        line("minimum", "Least", told(one.minimum), (text) => this.#bound(n, "minimum", text)),
        line("maximum", "Greatest", told(one.maximum), (text) => this.#bound(n, "maximum", text)),
      );
    if (one.kind !== "time") more.push(this.#default(one, n, line));
    more.push(
      line("description", "When to say what", one.description ?? "", (text) =>
        this.#put(n, { description: text.trim() }, "The description is set"),
      ),
    );
    return h(
      "div",
      { class: "aw-cat-attribute", "data-attribute": one.name },
      h(
        "div",
        { class: "aw-cat-attribute-head" },
        name,
        kind,
        h("label", { class: "aw-check" }, required, "Required"),
        small(`Ask “${one.name}” earlier`, "↑", () => this.#move(n, -1), {
          "data-field": `attribute-${n}-up`,
          disabled: n === 0,
        }),
        small(`Ask “${one.name}” later`, "↓", () => this.#move(n, 1), {
          "data-field": `attribute-${n}-down`,
          disabled: n === all.length - 1,
        }),
        small(`Remove the attribute “${one.name}”`, "×", () => {
          const attributes = this.#all.filter((_other, at) => at !== n);
          this.place.set({ attributes }, `The attribute “${one.name}” is removed`);
        }),
      ),
      h("div", { class: "aw-cat-attribute-more" }, ...more),
    );
  }

  #default(
    one: CategoryAttribute,
    n: number,
    line: (
      name: string,
      label: string,
      value: string,
      say: (text: string) => string | null,
    ) => HTMLElement,
  ): HTMLElement {
    const set = (value: AttributeValue | undefined) =>
      this.#put(
        n,
        { default: value },
        value === undefined ? "It says nothing to begin with" : `It says “${value}” to begin with`,
      );
    if (one.kind === "text")
      return line("default", "To begin with", told(one.default), (text) => {
        set(text.trim() || undefined);
        return null;
      });
    if (one.kind === "number")
      return line("default", "To begin with", told(one.default), (text) => {
        if (!text.trim()) {
          set(undefined);
          return null;
        }
        const value = Number(text.trim().replace(",", "."));
        if (!Number.isFinite(value)) return `“${text}” is no number.`;
        if (value < (one.minimum ?? -Infinity) || value > (one.maximum ?? Infinity))
          return `${value} lies outside the range.`;
        set(value);
        return null;
      });
    const options: [string, AttributeValue | undefined][] =
      one.kind === "flag"
        ? [
            ["nothing", undefined],
            ["yes", true],
            ["no", false],
          ]
        : [["nothing", undefined], ...(one.choices ?? []).map((c): [string, string] => [c, c])];
    const choice = h(
      "select",
      {
        class: "aw-select",
        "data-field": `attribute-${n}-default`,
        onchange: () => set(options[choice.selectedIndex]?.[1]),
      },
      ...options.map(([label]) => h("option", {}, label)),
    );
    choice.selectedIndex = Math.max(
      0,
      options.findIndex(([, value]) => value === one.default),
    );
    return h("label", { class: "aw-field" }, h("span", {}, "To begin with"), choice);
  }

  /** What only the other kind had goes. */
  #setKind(n: number, kind: AttributeKind): void {
    const one = this.#all[n];
    if (!one) return;
    const { name, required, description } = one;
    const choices = kind === "choice" ? ["first", "second"] : undefined;
    const now = clean({ name, kind, required, description, choices });
    const attributes = this.#all.map((other, at) => (at === n ? now : other));
    this.place.set({ attributes }, `“${name}” is a ${kind} now`);
  }

  #bound(n: number, side: "minimum" | "maximum", text: string): string | null {
    const trimmed = text.trim().replace(",", ".");
    const value = trimmed === "" ? undefined : Number(trimmed);
    if (value !== undefined && !Number.isFinite(value)) return `“${text}” is no number.`;
    const now: Changed = { ...this.#all[n], [side]: value };
    const [least, most] = [now.minimum ?? -Infinity, now.maximum ?? Infinity];
    if (least > most) return `The least is greater than the greatest: ${least} and ${most}.`;
    if (typeof now.default === "number" && (now.default < least || now.default > most))
      return `What it says to begin with, ${now.default}, would lie outside.`;
    return this.#put(
      n,
      { [side]: value },
      value === undefined ? `No ${side}` : `The ${side} is ${value}`,
    );
  }
}

/** Fields of an attribute; what is undefined goes. */
type Changed = { [name in keyof CategoryAttribute]?: CategoryAttribute[name] | undefined };

const told = (value: AttributeValue | undefined) => (value === undefined ? "" : String(value));

/** Without the fields that say nothing. */
function clean(
  attribute: {
    [name in keyof CategoryAttribute]: CategoryAttribute[name] | undefined;
  },
): CategoryAttribute {
  return Object.fromEntries(
    Object.entries(attribute).filter(([, value]) => value !== undefined && value !== ""),
  ) as unknown as CategoryAttribute;
}
