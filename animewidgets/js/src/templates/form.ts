/** What the steps of the form are made of: fields that know their place in the document. */
import { h, setAttribute, setText } from "../core/dom";
import { type IconName, icon } from "../core/icons";
import type { Json } from "../core/wire";
import { type Path, put, type TemplateJson, valueAt } from "./draft";
import type { TemplateModel } from "./model";
import type { DesignerHello, Problem } from "./protocol";
import { textAt, textsAt } from "./read";

/** What a step can ask and do. */
export interface FormHost {
  readonly document: TemplateJson;
  readonly hello: DesignerHello;
  readonly model: TemplateModel;
  /** Change the document by a choice: the step is drawn anew. `what` is what undo says. */
  choose(path: Path, value: Json | undefined, what: string): void;
  /** Change several things at once, as one gesture. */
  change(document: TemplateJson, what: string): void;
  /** Change the document by typing: the step stands as it is. */
  type(path: Path, value: Json | undefined, what: string): void;
  run(action: string): void;
  say(text: string): void;
  refuse(reason: string): void;
  /** After the step was drawn anew, the focus goes there (`data-focus`). */
  focusNext(name: string): void;
  /** Draw the step anew, though nothing changed in the document. */
  redraw(): void;
  keysFor(action: string): readonly string[];
}

export interface Step {
  readonly id: string;
  readonly title: string;
  readonly icon: IconName;
  /** What stands over the form: what one decides here. */
  readonly about: string;
  /** The fields of the document that belong to it: problems that lie in them are told here. */
  readonly fields: readonly string[];
  /** What was chosen, in a few words. */
  summary(document: TemplateJson, model: TemplateModel): string;
  draw(host: FormHost): Node[];
}

/** A place as problems write it. */
export function placeOf(path: Path): string {
  return path.reduce<string>(
    (told, step) =>
      typeof step === "number" ? `${told}[${step}]` : told ? `${told}.${step}` : step,
    "",
  );
}

/** A labelled control with room for what is wrong with it. */
export function field(
  label: string,
  path: Path,
  control: HTMLElement,
  options: { hint?: string; wide?: boolean } = {},
): HTMLElement {
  const place = placeOf(path);
  const id = `aw-t-${place.replace(/[^\w]/g, "-")}-${Math.random().toString(36).slice(2, 8)}`;
  control.id ||= id;
  const why = h("p", { class: "aw-t-why", id: `${id}-why`, role: "alert" });
  return h(
    "div",
    { class: options.wide ? "aw-t-field aw-t-wide" : "aw-t-field", "data-place": place },
    h("label", { for: control.id }, label),
    options.hint ? h("p", { class: "aw-t-hint" }, options.hint) : null,
    control,
    why,
  );
}

/** Room for problems of a place that has no control of its own. */
export function problemSlot(path: Path): HTMLElement {
  return h(
    "div",
    { class: "aw-t-slot", "data-place": placeOf(path), tabindex: -1 },
    h("p", { class: "aw-t-why", role: "alert" }),
  );
}

interface TextOptions {
  placeholder?: string;
  rows?: number;
  most?: number;
  list?: string;
  /** The value to type over, where it is not the text at the place. */
  optional?: boolean;
}

/** A field that is typed into. An empty one leaves the document without it where it is optional. */
export function textField(
  host: FormHost,
  path: Path,
  what: string,
  { placeholder, rows, most = 2_000, list, optional = true }: TextOptions = {},
): HTMLInputElement | HTMLTextAreaElement {
  const shared = {
    class: "aw-input",
    placeholder,
    maxlength: most,
    "data-focus": placeOf(path),
    oninput: () =>
      host.type(path, control.value === "" && optional ? undefined : control.value, what),
  };
  const control = rows
    ? h("textarea", { ...shared, rows, dir: "auto" })
    : h("input", { ...shared, type: "text", list, dir: "auto", autocomplete: "off" });
  control.value = textAt(host.document, ...path);
  return control;
}

/** A number that is typed. What is no number stays in the field and is told there. */
export function numberField(
  host: FormHost,
  path: Path,
  what: string,
  options: { least?: number; most?: number; step?: number | "any"; scale?: number } = {},
): HTMLInputElement {
  const { least, most, step = 1, scale = 1 } = options;
  const control = h("input", {
    class: "aw-input aw-number",
    type: "number",
    inputmode: "decimal",
    min: least,
    max: most,
    step,
    "data-focus": placeOf(path),
    oninput: () => {
      const number = control.valueAsNumber;
      host.type(
        path,
        Number.isFinite(number) ? Number((number / scale).toPrecision(12)) : undefined,
        what,
      );
    },
  });
  const value = valueAt(host.document, path);
  if (typeof value === "number") control.value = String(Number((value * scale).toPrecision(12)));
  return control;
}

/** A choice from a short list. */
export function select(
  host: FormHost,
  path: Path,
  what: string,
  choices: readonly (readonly [value: string, name: string])[],
  none: string | null = null,
): HTMLSelectElement {
  const value = textAt(host.document, ...path);
  const strange = value !== "" && !choices.some(([one]) => one === value);
  const control = h(
    "select",
    {
      class: "aw-select",
      "data-focus": placeOf(path),
      onchange: () => host.choose(path, control.value || undefined, what),
    },
    none === null ? null : h("option", { value: "" }, none),
    ...choices.map(([one, name]) => h("option", { value: one }, name)),
    strange ? h("option", { value }, `${value} (not known)`) : null,
  );
  control.value = value;
  return control;
}

/** A large choice: icon, name, a sentence. `radio` of a group, or `checkbox`. */
export function choiceCard(options: {
  type: "radio" | "checkbox";
  group: string;
  value: string;
  icon: IconName;
  name: string;
  about: string;
  checked: boolean;
  change(checked: boolean): void;
  inside?: readonly Node[];
}): HTMLElement {
  const input = h("input", {
    type: options.type,
    name: options.group,
    value: options.value,
    checked: options.checked,
    "data-focus": `${options.group}=${options.value}`,
    onchange: () => options.change(input.checked),
  });
  return h(
    "div",
    {
      class: "aw-t-choice",
      "data-value": options.value,
      "data-checked": options.checked,
    },
    h(
      "label",
      { class: "aw-t-choice-head" },
      input,
      icon(options.icon),
      h("span", {}, h("strong", {}, options.name), h("small", {}, options.about)),
    ),
    options.inside?.length ? h("div", { class: "aw-t-inside" }, ...options.inside) : null,
  );
}

/** Small choices in a row, of which several may be pressed. */
export function chips(
  label: string,
  place: string,
  choices: readonly { value: string; name: string; colour?: string }[],
  chosen: readonly string[],
  change: (chosen: string[]) => void,
): HTMLElement {
  return h(
    "div",
    { class: "aw-t-chips", role: "group", "aria-label": label },
    ...choices.map(({ value, name, colour }) => {
      const on = chosen.includes(value);
      return h(
        "button",
        {
          type: "button",
          class: "aw-t-chip",
          "aria-pressed": String(on),
          "data-focus": `${place}=${value}`,
          onclick: () => change(on ? chosen.filter((one) => one !== value) : [...chosen, value]),
        },
        colour ? h("i", { class: "aw-swatch", style: `background:${colour}` }) : null,
        name,
      );
    }),
  );
}

export function button(
  text: string,
  onclick: () => void,
  options: { icon?: IconName; label?: string; focus?: string; main?: boolean } = {},
): HTMLButtonElement {
  return h(
    "button",
    {
      type: "button",
      class: `aw-button${text ? " aw-wide" : ""}${options.main ? " aw-t-main" : ""}`,
      "aria-label": options.label,
      title: options.label,
      "data-focus": options.focus,
      onclick,
    },
    options.icon ? icon(options.icon) : null,
    text || null,
  );
}

/** Buttons that move a row of a list and take it away. */
export function rowButtons(host: FormHost, path: Path, at: number, name: string): HTMLElement {
  const list = valueAt(host.document, path);
  const rows = Array.isArray(list) ? list : [];
  const place = placeOf(path);
  const move = (by: number) => {
    const other = [...rows];
    const [row] = other.splice(at, 1);
    other.splice(at + by, 0, row as Json);
    host.focusNext(`${place} ${by < 0 ? "up" : "down"} ${at + by}`);
    host.choose(path, other, `Move ${name}`);
  };
  const up = button("", () => move(-1), {
    icon: "moveUp",
    label: `Move ${name} up`,
    focus: `${place} up ${at}`,
  });
  const down = button("", () => move(1), {
    icon: "moveDown",
    label: `Move ${name} down`,
    focus: `${place} down ${at}`,
  });
  up.disabled = at === 0;
  down.disabled = at === rows.length - 1;
  return h(
    "span",
    { class: "aw-group" },
    up,
    down,
    button(
      "",
      () => {
        const rest = rows.filter((_, n) => n !== at);
        host.focusNext(`${place} add`);
        host.choose(path, rest.length ? rest : undefined, `Take ${name} away`);
      },
      { icon: "delete", label: `Take ${name} away`, focus: `${place} remove ${at}` },
    ),
  );
}

/** A list of texts in the document with one of them more, or less, in the order of `all`. */
export function toggled(
  document: TemplateJson,
  path: Path,
  value: string,
  on: boolean,
  all: readonly string[],
): TemplateJson {
  const chosen = textsAt(document, ...path).filter((one) => one !== value);
  const next = on ? [...chosen, value] : chosen;
  next.sort((a, b) => all.indexOf(a) - all.indexOf(b));
  return put(document, path, next.length ? next : undefined);
}

/** Whether a problem at `place` belongs to what stands at `around`. */
export function liesIn(place: string, around: string): boolean {
  if (around === "" || !place.startsWith(around)) return around === "";
  return place.length === around.length || ".[".includes(place[around.length] as string);
}

/**
 * Write problems beside the fields that they are of: each at the field with the longest place that it lies
 * in.
 */
export function writeProblems(root: HTMLElement, problems: readonly Problem[]): void {
  const slots = [...root.querySelectorAll<HTMLElement>("[data-place]")];
  const told = new Map<HTMLElement, Problem[]>(slots.map((slot) => [slot, []]));
  for (const problem of problems) {
    const home = slots
      .filter((slot) => liesIn(problem.at, slot.dataset.place ?? ""))
      .sort((a, b) => (b.dataset.place ?? "").length - (a.dataset.place ?? "").length)[0];
    if (home) told.get(home)?.push(problem);
  }
  for (const [slot, found] of told) {
    const why = slot.querySelector<HTMLElement>(":scope > .aw-t-why");
    if (why) setText(why, found.map((one) => inWords(one)).join(" "));
    setAttribute(
      slot,
      "data-wrong",
      found.length ? (found.some((one) => one.fatal) ? "error" : "warning") : null,
    );
    const control = slot.querySelector<HTMLElement>(
      ":scope > input, :scope > textarea, :scope > select",
    );
    if (control) {
      setAttribute(control, "aria-invalid", found.length ? "true" : null);
      setAttribute(control, "aria-describedby", found.length && why?.id ? why.id : null);
    }
  }
}

const PLAIN: readonly (readonly [at: RegExp, message: RegExp, words: string])[] = [
  [/^name$/, /at least 1|missing|''/, "Give the template a name."],
  [
    /^kinds$/,
    /at least 1|missing|no kind|non-empty/,
    "Choose at least one thing that is drawn or marked.",
  ],
  [/^categories(\.categories)?$/, /missing|at least/, "Choose categories, or type your own."],
  [/\.name$/, /at least 1|''/, "Give it a name."],
  [/^authors\[/, /at least 1|''/, "Write a name, or take the line away."],
];

/** A problem as it is told to people. */
export function inWords({ at, message }: Problem): string {
  const plain = PLAIN.find(([place, what]) => place.test(at) && what.test(message));
  if (plain) return plain[2];
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
