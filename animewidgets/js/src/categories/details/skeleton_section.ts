import { h } from "../../core/dom";
import type { Category, Skeleton } from "../../core/wire";
import type { CategoriesAction } from "../actions";
import { tidyName } from "../tree/names";
import { section, small, textField } from "./fields";
import type { DetailsPlace, Section } from "./section";
import { joined, layOut, mirroredWith, renamed, without } from "./skeleton_layout";

const WIDTH = 240;
const HEIGHT = 200;
const SVG = "http://www.w3.org/2000/svg";
/** Colours of the sides where the skeleton says none, as the editors have them. */
const SIDES = { left: "#e69f00", right: "#56b4e9" } as const;

/** The key points of the category: their names in order, lines between them, which mirror which, colours. */
export class SkeletonSection implements Section {
  readonly root: HTMLElement;
  readonly #body = h("div", { class: "aw-cat-skeleton" });
  #drawn = "";
  /** The key point that an edge begins at. */
  #from: string | null = null;

  constructor(readonly place: DetailsPlace) {
    this.root = section(
      "Key points",
      "skeleton",
      [
        small("Another key point (Alt P)", "+ Point", () => this.#add(), {
          "data-field": "point-add",
        }),
      ],
      this.#body,
    );
  }

  show({ category_id, skeleton }: Category): void {
    const drawn = JSON.stringify([category_id, skeleton ?? null, this.#from]);
    if (drawn === this.#drawn) return;
    const field = (document.activeElement as HTMLElement | null)?.dataset?.field;
    this.#drawn = drawn;
    if (!skeleton) {
      this.#body.replaceChildren(
        h("p", { class: "aw-hint" }, "None: its points have no names and no order."),
      );
      return;
    }
    this.#body.replaceChildren(
      h(
        "div",
        { class: "aw-cat-points" },
        ...skeleton.names.map((name, n) => this.#point(skeleton, name, n)),
      ),
      this.#picture(skeleton),
    );
    if (field?.startsWith("point-"))
      this.#body.querySelector<HTMLElement>(`[data-field="${field}"]`)?.focus();
  }

  run(action: CategoriesAction): boolean {
    if (action !== "categories.skeleton") return false;
    this.#add();
    return true;
  }

  /** As it is now: a field that is left may change it before a button that was drawn earlier acts. */
  get #now(): Skeleton {
    return this.place.category?.skeleton ?? { names: [] };
  }

  #set(skeleton: Skeleton | null, said: string): void {
    this.#from = null;
    this.place.set({ skeleton }, said);
  }

  #add(): void {
    const { category } = this.place;
    if (!category) return;
    const skeleton: Skeleton = category.skeleton ?? { names: [] };
    let name = "point 1";
    for (let n = 2; skeleton.names.includes(name); n++) name = `point ${n}`;
    this.#set({ ...skeleton, names: [...skeleton.names, name] }, "A key point is added");
    if (this.place.category) this.show(this.place.category);
    const input = this.#body.querySelector<HTMLInputElement>(
      `[data-field="point-${skeleton.names.length}"]`,
    );
    input?.focus();
    input?.select();
  }

  #point(skeleton: Skeleton, name: string, n: number): HTMLElement {
    const field = textField(
      { label: `Key point ${n + 1}`, name: `point-${n}`, hidesLabel: true, longest: 200 },
      {
        say: (text) => {
          const told = tidyName(text);
          if (told === null) return "A key point needs a name.";
          if (told !== name && this.#now.names.includes(told)) return "Another one is called so.";
          this.#set(renamed(this.#now, name, told), `The key point is called “${told}”`);
          return null;
        },
        leave: () => this.place.leave(),
      },
    );
    field.show(name);
    const pair = skeleton.mirrored?.find((one) => one.includes(name));
    const others = skeleton.names.filter((one) => one !== name);
    const mirror = h(
      "select",
      {
        class: "aw-select",
        "aria-label": `“${name}” is the left one of`,
        title: "Its mirror: this one is the thing's own left",
        "data-field": `point-${n}-mirror`,
        onchange: () =>
          this.#set(
            mirroredWith(this.#now, name, mirror.value || null),
            mirror.value
              ? `“${name}” and “${mirror.value}” change places`
              : `“${name}” has no mirror`,
          ),
      },
      h("option", { value: "" }, "no mirror"),
      ...others.map((one) => h("option", { value: one }, one)),
    );
    mirror.value = pair?.[0] === name ? pair[1] : "";
    const isRight = pair?.[1] === name;
    mirror.disabled = isRight;
    const move = (step: -1 | 1) => {
      const names = [...this.#now.names];
      names.splice(n, 1);
      names.splice(n + step, 0, name);
      this.#set({ ...this.#now, names }, `“${name}” is placed ${step < 0 ? "earlier" : "later"}`);
      this.#body
        .querySelector<HTMLElement>(`[data-field="point-${n + step}-${step < 0 ? "up" : "down"}"]`)
        ?.focus();
    };
    return h(
      "div",
      { class: "aw-cat-point", "data-point": name },
      h("span", { class: "aw-hint" }, String(n + 1)),
      field.root,
      isRight ? h("span", { class: "aw-hint", title: `Mirror of ${pair?.[0]}` }, "right") : mirror,
      small(`Place “${name}” earlier`, "↑", () => move(-1), {
        "data-field": `point-${n}-up`,
        disabled: n === 0,
      }),
      small(`Place “${name}” later`, "↓", () => move(1), {
        "data-field": `point-${n}-down`,
        disabled: n === skeleton.names.length - 1,
      }),
      small(`Remove the key point “${name}”`, "×", () =>
        this.#set(without(this.#now, name), `The key point “${name}” is removed`),
      ),
    );
  }

  /** Press one point and another: an edge between them, or none where there was one. */
  #press(name: string): void {
    const skeleton = this.#now;
    if (this.#from === null || this.#from === name) {
      this.#from = this.#from === name ? null : name;
      if (this.place.category) this.show(this.place.category);
      this.#body.querySelector<SVGElement>(`g[data-point="${CSS.escape(name)}"]`)?.focus();
      return;
    }
    const from = this.#from;
    const made = joined(skeleton, from, name);
    const more = (made.edges?.length ?? 0) > (skeleton.edges?.length ?? 0);
    this.#set(
      made,
      more ? `A line from “${from}” to “${name}”` : `No line from “${from}” to “${name}”`,
    );
    this.#body.querySelector<SVGElement>(`g[data-point="${CSS.escape(name)}"]`)?.focus();
  }

  #picture(skeleton: Skeleton): HTMLElement {
    const places = layOut(skeleton);
    const at = (name: string) => {
      const [x, y] = places.get(name) ?? [0.5, 0.5];
      return [x * WIDTH, y * HEIGHT] as const;
    };
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
    svg.setAttribute("class", "aw-cat-bones");
    svg.setAttribute("role", "group");
    svg.setAttribute("aria-label", "Lines between key points: press one, then another");
    const make = (tag: string, attributes: Record<string, string | number>) => {
      const element = document.createElementNS(SVG, tag);
      for (const [name, value] of Object.entries(attributes))
        element.setAttribute(name, String(value));
      return element;
    };
    for (const [one, other] of skeleton.edges ?? []) {
      const [[x1, y1], [x2, y2]] = [at(one), at(other)];
      const line = make("line", { x1, y1, x2, y2, class: "aw-cat-bone" });
      const wide = make("line", { x1, y1, x2, y2, class: "aw-cat-bone-grip" });
      const title = document.createElementNS(SVG, "title");
      title.textContent = `Take the line from “${one}” to “${other}” away`;
      wide.append(title);
      wide.addEventListener("click", () =>
        this.#set(joined(this.#now, one, other), `No line from “${one}” to “${other}”`),
      );
      svg.append(line, wide);
    }
    const lefts = new Set((skeleton.mirrored ?? []).map(([left]) => left));
    const rights = new Set((skeleton.mirrored ?? []).map(([, right]) => right));
    for (const [n, name] of skeleton.names.entries()) {
      const [x, y] = at(name);
      const side = lefts.has(name)
        ? (skeleton.left_colour ?? SIDES.left)
        : rights.has(name)
          ? (skeleton.right_colour ?? SIDES.right)
          : "currentColor";
      const group = make("g", {
        "data-point": name,
        tabindex: 0,
        role: "button",
        "aria-pressed": String(this.#from === name),
        "aria-label": `Key point ${name}`,
        class: "aw-cat-joint",
        "data-sided": String(lefts.has(name) || rights.has(name)),
      });
      group.append(make("circle", { cx: x, cy: y, r: 9, fill: side }));
      const number = make("text", {
        x,
        y: y + 3.5,
        "text-anchor": "middle",
        class: "aw-cat-joint-number",
      });
      number.textContent = String(n + 1);
      const label = make("text", {
        x,
        y: y + 20,
        "text-anchor": "middle",
        class: "aw-cat-joint-name",
      });
      label.textContent = name.length > 16 ? `${name.slice(0, 15)}…` : name;
      group.append(number, label);
      group.addEventListener("click", () => this.#press(name));
      group.addEventListener("keydown", (event) => {
        const { key } = event as KeyboardEvent;
        if (key !== "Enter" && key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        this.#press(name);
      });
      svg.append(group);
    }
    const colour = (side: "left" | "right") => {
      const field = `${side}_colour` as const;
      const input = h("input", {
        type: "color",
        value: skeleton[field] ?? SIDES[side],
        "aria-label": `Colour of the ${side} side`,
        onchange: () =>
          this.#set({ ...this.#now, [field]: input.value }, `The ${side} side is ${input.value}`),
      });
      return h("label", { class: "aw-check" }, input, side);
    };
    return h(
      "div",
      { class: "aw-cat-bones-box" },
      svg as unknown as HTMLElement,
      h(
        "p",
        { class: "aw-hint" },
        "Press a point, then another, for a line between them; again takes it away.",
      ),
      h("div", { class: "aw-cat-line" }, colour("left"), colour("right")),
    );
  }
}
