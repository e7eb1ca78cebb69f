import { h, setAttribute, setText } from "../core/dom";
import type { ActionButtons } from "../ui/buttons";
import { SharpCanvas } from "../ui/sharp_canvas";
import type { GuideAction } from "./actions";
import type { GuideDesk } from "./guide_desk";
import { type Units, unitInWords } from "./units";

const STRIP_HEIGHT = 8;

export interface UnitBarHost {
  /** Go to a unit, by its number from 0. */
  go(unit: number): void;
  refuse(reason: string): void;
  focus(): void;
}

/** The line that tells which unit of how many one is at, and how many are done; and a strip of them all. */
export class UnitBar {
  readonly root: HTMLElement;
  readonly strip = new SharpCanvas("aw-unit-strip", STRIP_HEIGHT);
  #number: HTMLInputElement;
  #of = h("span", { class: "aw-unit-of" });
  #where = h("span", { class: "aw-unit-where" });
  #done: HTMLButtonElement;
  #doneText: ChildNode | null;
  #progress = h("span", { class: "aw-unit-progress", role: "status" });
  #looking = h("span", { class: "aw-unit-looking", role: "status" });
  #parts: HTMLElement;
  #drawn = "";

  constructor(
    readonly desk: GuideDesk,
    readonly host: UnitBarHost,
    buttons: Pick<ActionButtons<GuideAction>, "make">,
  ) {
    this.#number = h("input", {
      class: "aw-unit-number",
      type: "text",
      inputmode: "numeric",
      "aria-label": "Number of the unit",
      size: 4,
      onkeydown: (event: KeyboardEvent) => this.#key(event),
      onfocus: () => this.#number.select(),
      onblur: () => this.show(this.#unit, this.#ordinal),
    });
    this.#done = buttons.make("unitDone", "saved", "Done");
    this.#done.classList.add("aw-unit-done");
    this.#doneText = this.#done.lastChild;
    this.#parts = h(
      "div",
      { class: "aw-unit-parts" },
      h(
        "div",
        { class: "aw-group", role: "group", "aria-label": "Units" },
        buttons.make("previousUnit", "stepBack"),
        h("label", { class: "aw-unit-at" }, "Unit ", this.#number, this.#of),
        buttons.make("nextUnit", "stepForward"),
      ),
      this.#done,
      buttons.make("nextUndone", "nextProposal"),
      this.#progress,
      this.#where,
    );
    const { guide } = desk;
    const prelabel = guide.prelabels.length
      ? buttons.make("prelabel", "ask", "Label in advance")
      : null;
    prelabel?.classList.add("aw-unit-prelabel");
    const guidelines = buttons.make("guidelines", "book", "Guidelines");
    this.root = h(
      "section",
      { class: "aw-units", "aria-label": "Units of work" },
      h(
        "div",
        { class: "aw-unit-line" },
        h(
          "span",
          { class: "aw-unit-template", title: guide.description || guide.name },
          guide.name,
        ),
        this.#parts,
        this.#looking,
        h("span", { class: "aw-spring" }),
        prelabel,
        guidelines,
      ),
      this.strip.root,
    );
    this.strip.root.addEventListener("pointerdown", (event) => this.#press(event));
  }
  #unit = 0;
  #ordinal = 0;

  attach(signal: AbortSignal): void {
    const redraw = () => {
      this.#drawn = "";
      this.show(this.#unit, this.#ordinal);
    };
    this.strip.observe(redraw, redraw, signal);
  }

  /** The unit that one is at, and the frame. */
  show(unit: number, ordinal: number): void {
    this.#unit = unit;
    this.#ordinal = ordinal;
    const { state, marking } = this.desk;
    const units = this.desk.units;
    setAttribute(this.root, "data-units", state.is);
    setAttribute(this.#parts, "hidden", !units?.count);
    setText(this.#looking, this.#inWords());
    if (!units) return;
    const { activeElement } = this.root.getRootNode() as Document | ShadowRoot;
    if (activeElement !== this.#number && this.#number.value !== `${unit + 1}`)
      this.#number.value = `${unit + 1}`;
    setText(this.#of, ` of ${units.count}`);
    const done = units.isDone(unit);
    setAttribute(this.#done, "aria-pressed", String(done));
    setAttribute(this.#done, "disabled", marking);
    if (this.#doneText)
      setText(this.#doneText, marking ? "Checking …" : done ? "Done" : "Mark as done");
    setText(this.#progress, `${units.done} of ${units.count} done`);
    setText(this.#where, whereInWords(units, unit, ordinal));
    setAttribute(this.root, "data-unit", unit + 1);
    setAttribute(this.root, "data-done", units.done);
    this.#draw(units, unit);
  }

  #inWords(): string {
    const { state, guide } = this.desk;
    const what = unitInWords(guide.unit);
    if (state.is === "failed") return `There are no units: ${state.why}`;
    if (state.is === "looking") {
      const part = state.total ? ` ${Math.floor((100 * state.done) / state.total)} %` : "";
      return `Looking for units (${what}) …${part}`;
    }
    if (state.units.count) return "";
    return guide.unit.of === "chosen-frames"
      ? "None of the chosen frames is in this release."
      : `There are no units (${what}).`;
  }

  #key(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.key === "Escape") this.host.focus();
    if (event.key !== "Enter") return;
    event.preventDefault();
    const count = this.desk.units?.count ?? 0;
    const number = Number(this.#number.value.trim());
    if (!Number.isInteger(number) || number < 1 || number > count) {
      this.host.refuse(`“${this.#number.value}” is no unit: they are numbered from 1 to ${count}.`);
      return;
    }
    this.host.focus();
    this.host.go(number - 1);
  }

  #press(event: PointerEvent): void {
    const { units } = this.desk;
    if (!units?.count || event.button !== 0) return;
    const box = this.strip.root.getBoundingClientRect();
    const share = (event.clientX - box.left) / Math.max(1, box.width);
    this.host.go(Math.min(units.count - 1, Math.max(0, Math.floor(share * units.count))));
  }

  /** Every unit as a field of equal width: the one at hand framed, those that are done filled. */
  #draw(units: Units, unit: number): void {
    const width = this.strip.root.clientWidth;
    const key = `${width} ${unit} ${units.count} ${units.done} ${globalThis.devicePixelRatio}`;
    if (!width || key === this.#drawn) return;
    const context = this.strip.begin(width);
    if (!context) return;
    this.#drawn = key;
    const style = getComputedStyle(this.root);
    const colour = (name: string) => style.getPropertyValue(name).trim() || "#888";
    context.fillStyle = colour("--aw-surface-2");
    context.fillRect(0, 0, width, STRIP_HEIGHT);
    const step = width / units.count;
    const gap = step > 4 ? 1 : 0;
    for (let n = 0; n < units.count; n++) {
      const done = units.isDone(n);
      if (!done && step < 3) continue;
      context.fillStyle = colour(done ? "--aw-done" : "--aw-surface-3");
      context.fillRect(n * step, 2, Math.max(1, step - gap), STRIP_HEIGHT - 4);
    }
    context.fillStyle = colour("--aw-accent");
    context.fillRect(Math.min(width - 3, unit * step), 0, Math.max(3, step - gap), STRIP_HEIGHT);
    if (units.isDone(unit) && step > 8) {
      context.fillStyle = colour("--aw-done");
      context.fillRect(unit * step + 2, 2, step - gap - 4, STRIP_HEIGHT - 4);
    }
  }
}

function whereInWords(units: Units, unit: number, ordinal: number): string {
  const [first, last] = [units.first[unit] ?? 0, units.last[unit] ?? 0];
  const place = first === last ? `frame ${first}` : `frames ${first} to ${last}`;
  return `${units.name}, ${place}${units.holds(unit, ordinal) ? "" : ": you are outside it"}`;
}
