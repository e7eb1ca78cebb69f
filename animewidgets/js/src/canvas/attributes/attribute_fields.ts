import { h, setAttribute, setText } from "../../core/dom";
import type { AttributeValue, CategoryAttribute } from "../../core/wire";
import type { FrameIndex } from "../../video/frame_index";
import { MIXED } from "./attribute_edits";

type Said = AttributeValue | typeof MIXED | undefined;

export interface FieldHost {
  readonly id: string;
  readonly index: FrameIndex;
  frame(): number;
  seek(ordinal: number): void;
  /** Say a value, or with `undefined` nothing; with `done` the canvas shall have the keys again. */
  say(value: AttributeValue | undefined, done: boolean): void;
}

/** A control for one attribute. */
export interface AttributeField {
  readonly root: HTMLElement;
  /** The element that the attribute's name is the label of; buttons have names of their own. */
  readonly labelled: string | null;
  /** Whether something was typed into it that is not said yet. */
  readonly typing: boolean;
  show(said: Said): void;
  /** Say what was typed now: the field goes. */
  flush?(): void;
  focus(): void;
}

/** Choices up to this many stand side by side. */
const SIDE_BY_SIDE = 4;
const LONGEST_SIDE_BY_SIDE = 26;

export function fieldFor(attribute: CategoryAttribute, host: FieldHost): AttributeField {
  const { choices = [] } = attribute;
  switch (attribute.kind) {
    case "text":
    case "number":
      return typedField(attribute, host);
    case "flag":
      return sideBySide([true, false], ["yes", "no"], attribute, host);
    case "choice":
      return choices.length <= SIDE_BY_SIDE && choices.join("").length <= LONGEST_SIDE_BY_SIDE
        ? sideBySide(choices, choices, attribute, host)
        : selectField(attribute, host);
    case "time":
      return timeField(attribute, host);
  }
}

/** Text and numbers: said when the field is left, or by Enter. */
function typedField(
  { kind, minimum, maximum }: CategoryAttribute,
  host: FieldHost,
): AttributeField {
  const input = h("input", {
    id: host.id,
    class: "aw-input",
    type: kind === "number" ? "number" : "text",
    step: kind === "number" ? "any" : null,
    min: minimum ?? null,
    max: maximum ?? null,
    maxlength: kind === "text" ? 2000 : null,
    autocomplete: "off",
    "aria-describedby": `${host.id}-why`,
  });
  let written = "";
  const value = (): AttributeValue | undefined => {
    const text = input.value.trim();
    if (!text) return undefined;
    return kind === "number" ? input.valueAsNumber : text;
  };
  const tell = (done: boolean) => {
    // A number that is no number leaves the field empty to the program, though something stands in it.
    if (kind === "number" && input.validity?.badInput) return host.say(Number.NaN, done);
    if (input.value === written) {
      if (done) host.say(value(), true);
      return;
    }
    written = input.value;
    host.say(value(), done);
  };
  input.addEventListener("blur", () => tell(false));
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    tell(true);
  });
  return {
    root: input,
    labelled: host.id,
    get typing() {
      return input.value !== written;
    },
    show(said) {
      setAttribute(input, "placeholder", said === MIXED ? "mixed" : null);
      input.value = written = said === MIXED || said === undefined ? "" : String(said);
    },
    flush: () => tell(false),
    focus() {
      input.focus();
      input.select();
    },
  };
}

/** A few values as buttons of which one is pressed; pressing it again takes the word back. */
function sideBySide(
  values: readonly AttributeValue[],
  names: readonly string[],
  { name }: CategoryAttribute,
  host: FieldHost,
): AttributeField {
  let now: Said;
  const buttons = values.map((value, n) =>
    h(
      "button",
      {
        type: "button",
        class: "aw-choice",
        "data-value": String(value),
        onclick: () => host.say(now === value ? undefined : value, false),
      },
      names[n],
    ),
  );
  const root = h("div", { class: "aw-choices", role: "group", "aria-label": name }, ...buttons);
  root.addEventListener("keydown", (event) => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    if (!by || at < 0) return;
    event.preventDefault();
    event.stopPropagation();
    buttons[(at + by + buttons.length) % buttons.length]?.focus();
  });
  return {
    root,
    labelled: null,
    typing: false,
    show(said) {
      now = said;
      for (const [n, button] of buttons.entries())
        setAttribute(button, "aria-pressed", said === MIXED ? "mixed" : String(said === values[n]));
    },
    focus: () => (buttons.find((one) => one.ariaPressed === "true") ?? buttons[0])?.focus(),
  };
}

function selectField({ choices = [] }: CategoryAttribute, host: FieldHost): AttributeField {
  const mixed = h("option", { value: "\0mixed", disabled: true, hidden: true }, "mixed");
  const select = h(
    "select",
    {
      id: host.id,
      class: "aw-select",
      onchange: () => host.say(select.value || undefined, false),
    },
    mixed,
    h("option", { value: "" }, "–"),
    ...choices.map((one) => h("option", { value: one }, one)),
  );
  return {
    root: select,
    labelled: host.id,
    typing: false,
    show(said) {
      select.value = said === MIXED ? "\0mixed" : String(said ?? "");
    },
    focus: () => select.focus(),
  };
}

/** A frame: that on the screen is taken, and what was said is gone to. */
function timeField({ name }: CategoryAttribute, host: FieldHost): AttributeField {
  let now: Said;
  const ordinal = () => (typeof now === "number" ? host.index.ordinalAt(now) : null);
  const go = h("button", {
    type: "button",
    class: "aw-choice aw-time-said",
    title: "Go there",
    onclick: () => {
      const at = ordinal();
      if (at !== null) host.seek(at);
    },
  });
  const take = h(
    "button",
    {
      type: "button",
      class: "aw-choice",
      "data-value": "take",
      "aria-label": `${name}: take this frame`,
      onclick: () => host.say(host.index.ptsOf(host.frame()), false),
    },
    "Take this frame",
  );
  const drop = h(
    "button",
    {
      type: "button",
      class: "aw-choice",
      "aria-label": `${name}: say nothing`,
      title: "Say nothing",
      onclick: () => host.say(undefined, false),
    },
    "×",
  );
  return {
    root: h("div", { class: "aw-choices", role: "group", "aria-label": name }, go, take, drop),
    labelled: null,
    typing: false,
    show(said) {
      now = said;
      const at = ordinal();
      setText(go, said === MIXED ? "mixed" : at === null ? "no frame" : `frame ${at}`);
      setAttribute(go, "disabled", at === null);
      setAttribute(drop, "hidden", said === undefined);
    },
    focus: () => take.focus(),
  };
}
