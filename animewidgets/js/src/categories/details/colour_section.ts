import { h, setAttribute, setText } from "../../core/dom";
import type { Category } from "../../core/wire";
import { openDialog } from "../../ui/dialog";
import type { CategoriesAction } from "../actions";
import {
  contrast,
  GROUNDS,
  LEAST_CONTRAST,
  LEAST_DIFFERENCE,
  nearest,
  SIGHT_NAMES,
} from "./contrast";
import { section, small, type TextField, textField } from "./fields";
import { PALETTES, spread } from "./palette";
import type { DetailsPlace, Section } from "./section";

/** Of more siblings than these nobody tells the colours apart. */
const MOST_SIBLINGS = 300;

/** The colour: how it is seen on both grounds, which sibling it is taken for, and palettes to choose from. */
export class ColourSection implements Section {
  readonly root: HTMLElement;
  readonly #button = h("button", {
    type: "button",
    class: "aw-cat-colour",
    "data-field": "colour",
    "aria-haspopup": "dialog",
    onclick: () => this.choose(),
  });
  readonly #hex: TextField;
  readonly #light = h("span", { class: "aw-cat-ground", "data-ground": "light" });
  readonly #dark = h("span", { class: "aw-cat-ground", "data-ground": "dark" });
  readonly #near = h("p", { class: "aw-cat-near" });

  constructor(readonly place: DetailsPlace) {
    this.#hex = textField(
      { label: "Colour as #rrggbb", name: "hex", hidesLabel: true, longest: 7 },
      {
        say: (value) => {
          const colour = readColour(value);
          if (!colour) return "Write a colour as #rrggbb, for example #e69f00.";
          this.#set(colour);
          return null;
        },
        leave: () => place.leave(),
      },
    );
    this.root = section(
      "Colour",
      "colour",
      [],
      h("div", { class: "aw-cat-line" }, this.#button, this.#hex.root, this.#light, this.#dark),
      this.#near,
    );
  }

  show({ colour }: Category): void {
    this.#button.style.background = colour;
    setAttribute(this.#button, "aria-label", `Colour ${colour}: choose another`);
    setAttribute(this.#button, "title", "Choose another colour (Alt C)");
    this.#hex.show(colour);
    for (const [ground, element] of [
      ["light", this.#light],
      ["dark", this.#dark],
    ] as const)
      showContrast(element, colour, ground);
    showNear(this.#near, this.place, colour);
  }

  run(action: CategoriesAction): boolean {
    if (action !== "categories.colour") return false;
    this.choose();
    return true;
  }

  choose(): void {
    const { designer, category } = this.place;
    if (!category) return;
    designer.dialog((closed) => {
      const siblings = siblingsOf(this.place);
      const preview = h("span", { class: "aw-cat-colour aw-cat-colour-large" });
      const light = h("span", { class: "aw-cat-ground", "data-ground": "light" });
      const dark = h("span", { class: "aw-cat-ground", "data-ground": "dark" });
      const near = h("p", { class: "aw-cat-near" });
      const own = h("input", { type: "color", value: category.colour, "aria-label": "Any colour" });
      let colour = category.colour;
      const look = (now: string) => {
        colour = now;
        own.value = now;
        preview.style.background = now;
        showContrast(light, now, "light");
        showContrast(dark, now, "dark");
        showNear(near, this.place, now);
      };
      own.addEventListener("input", () => look(own.value));
      const [apart = colour] = spread(
        1,
        siblings.map((one) => one.colour),
      );
      look(colour);
      return openDialog(
        designer.root,
        `Colour of “${category.name}”`,
        (close) => {
          const done = (chosen: string) => {
            close();
            this.#set(chosen);
          };
          const swatch = (one: string) => {
            const users = siblings.filter((other) => other.colour.toLowerCase() === one);
            const button = h("button", {
              type: "button",
              class: "aw-cat-swatch",
              "data-colour": one,
              "data-used": users.length > 0,
              "aria-pressed": String(one === category.colour.toLowerCase()),
              "aria-label": users.length ? `${one}, that of ${users[0]?.name}` : one,
              title: users.length ? `${one}: that of ${users.map((u) => u.name).join(", ")}` : one,
              style: `background:${one}`,
              onclick: () => done(one),
              onfocus: () => look(one),
              onmouseenter: () => look(one),
            });
            return button;
          };
          const rows = PALETTES.map(({ name, colours }) =>
            h(
              "div",
              { class: "aw-cat-palette", role: "group", "aria-label": name },
              h("span", { class: "aw-hint" }, name),
              h("div", {}, ...colours.map(swatch)),
            ),
          );
          const body = h(
            "div",
            { class: "aw-dialog-body aw-cat-picker" },
            h("div", { class: "aw-cat-line" }, preview, light, dark),
            near,
            ...rows,
            h(
              "div",
              { class: "aw-dialog-buttons" },
              h("label", { class: "aw-check" }, own, "Any colour"),
              h("span", { class: "aw-spring" }),
              small("The colour farthest from its siblings", "Farthest from the others", () =>
                done(apart),
              ),
              h(
                "button",
                { type: "button", class: "aw-button aw-wide", onclick: () => done(colour) },
                "Take it",
              ),
            ),
          );
          walkSwatches(body);
          return [body];
        },
        closed,
      );
    });
  }

  #set(colour: string): void {
    this.place.set({ colour }, `The colour is ${colour}`);
  }
}

/** Arrows go from swatch to swatch. */
function walkSwatches(body: HTMLElement): void {
  body.addEventListener("keydown", (event) => {
    const steps: Record<string, number> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -9,
      ArrowDown: 9,
    };
    const step = steps[event.key];
    const all = [...body.querySelectorAll<HTMLElement>(".aw-cat-swatch")];
    const at = all.indexOf(event.target as HTMLElement);
    if (step === undefined || at < 0) return;
    event.preventDefault();
    all[Math.max(0, Math.min(all.length - 1, at + step))]?.focus();
  });
  queueMicrotask(() =>
    (
      body.querySelector<HTMLElement>('.aw-cat-swatch[aria-pressed="true"]') ??
      body.querySelector<HTMLElement>(".aw-cat-swatch")
    )?.focus(),
  );
}

/** `#rrggbb` in small letters, of what somebody typed; `null` where it is no colour. */
export function readColour(text: string): string | null {
  const found = /^#?([0-9a-f]{6}|[0-9a-f]{3})$/i.exec(text.trim())?.[1]?.toLowerCase();
  if (!found) return null;
  return `#${found.length === 3 ? [...found].map((one) => one + one).join("") : found}`;
}

function siblingsOf({ designer, category }: DetailsPlace): Category[] {
  if (!category) return [];
  return designer.draft.schema
    .children(category.parent)
    .filter((one) => one.category_id !== category.category_id);
}

function showContrast(element: HTMLElement, colour: string, ground: "light" | "dark"): void {
  const ratio = contrast(colour, GROUNDS[ground]);
  const low = ratio < LEAST_CONTRAST;
  element.style.setProperty("--aw-ground", GROUNDS[ground]);
  element.style.setProperty("--aw-colour", colour);
  setText(element, `${low ? "▲ " : ""}${ratio.toFixed(1)}`);
  setAttribute(element, "data-low", low);
  setAttribute(
    element,
    "title",
    `Contrast on ${ground} ground: ${ratio.toFixed(2)} to 1${low ? `; less than ${LEAST_CONTRAST} is hard to see` : ""}`,
  );
}

function showNear(element: HTMLElement, place: DetailsPlace, colour: string): void {
  const siblings = siblingsOf(place).slice(0, MOST_SIBLINGS);
  const found = nearest(colour, siblings, (one) => one.colour);
  const close = found !== null && found.difference < LEAST_DIFFERENCE;
  setAttribute(element, "data-close", close);
  if (!found) setText(element, "Nothing beside it to be told apart from.");
  else {
    const sight = found.sight === "usual" ? "" : ` ${SIGHT_NAMES[found.sight]}`;
    const text = `Nearest beside it: “\u2068${found.other.name}\u2069”, ${found.difference.toFixed(0)} apart${sight}`;
    setText(element, close ? `▲ ${text}: hard to tell apart. Choose another.` : `${text}.`);
  }
}
