import { h, setAttribute, setText } from "../../core/dom";
import type { Outcome } from "../../core/outcome";
import type { Annotation, AttributeValue, Category, CategoryAttribute } from "../../core/wire";
import { requiredMark } from "../../ui/required";
import type { OpenCanvas } from "../canvas_model";
import { attributesOf, MIXED, saidOf, say } from "./attribute_edits";
import { type AttributeField, fieldFor } from "./attribute_fields";

export interface AttributePanelHost {
  readonly opened: OpenCanvas;
  readonly frame: number;
  take(outcome: Outcome): boolean;
  seek(ordinal: number): void;
  focus(): void;
}

/** What is said of the things that are selected: a field for each attribute that all of them have. */
export class AttributePanel {
  readonly root: HTMLElement;
  #of = h("span", { class: "aw-count" });
  #body = h("div", { class: "aw-attribute-fields" });
  #fields: {
    attribute: CategoryAttribute;
    field: AttributeField;
    row: HTMLElement;
    why: HTMLElement;
  }[] = [];
  #key = "";
  #subject: readonly Annotation[] = [];
  #shown: readonly unknown[] = [];

  constructor(readonly host: AttributePanelHost) {
    this.root = h(
      "section",
      { class: "aw-attributes", "aria-label": "Attributes", hidden: true },
      h("header", { class: "aw-panel-head" }, h("h3", {}, "Attributes"), this.#of),
      this.#body,
    );
    this.root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      this.#write(true);
      this.host.focus();
    });
  }

  /** Focus the first field; whether there is any. */
  focus(): boolean {
    const [first] = this.#fields;
    first?.field.focus();
    return first !== undefined;
  }

  show(subject: readonly Annotation[], of: string): void {
    const { opened, frame } = this.host;
    const same = subject.length + 1 === this.#shown.length && frame === this.#shown[0];
    if (same && subject.every((one, n) => one === this.#shown[n + 1])) return;
    this.#shown = [frame, ...subject];
    const attributes = attributesOf(subject, opened.categories);
    const key = JSON.stringify([subject.map((one) => one.annotation_id), attributes]);
    // Others than before: what was typed is said of those that it was typed for.
    if (key !== this.#key) for (const { field } of this.#fields) if (field.typing) field.flush?.();
    this.#subject = subject;
    if (key !== this.#key) this.#build(attributes);
    this.#key = key;
    setAttribute(this.root, "hidden", attributes.length === 0);
    setText(this.#of, of);
    this.#write(false);
  }

  #build(attributes: readonly CategoryAttribute[]): void {
    this.#fields = attributes.map((attribute) => {
      const { name, required = false, description = "", unit = "" } = attribute;
      const id = `aw-attribute-${++made}`;
      const why = h("p", { class: "aw-attribute-why", role: "alert", id: `${id}-why` });
      const field = fieldFor(attribute, {
        id,
        index: this.host.opened.index,
        frame: () => this.host.frame,
        seek: (ordinal) => this.host.seek(ordinal),
        say: (value, done) => this.#say(attribute, value, done),
      });
      const label = h(
        field.labelled ? "label" : "span",
        { class: "aw-attribute-name", for: field.labelled, title: description || name },
        name,
        required ? requiredMark() : null,
      );
      const row = h(
        "div",
        { class: "aw-attribute", "data-attribute": name, "data-kind": attribute.kind },
        label,
        h(
          "div",
          { class: "aw-attribute-value" },
          field.root,
          unit ? h("span", { class: "aw-unit" }, unit) : null,
        ),
        required ? h("p", { class: "aw-field-missing", id: `${id}-missing` }) : null,
        why,
      );
      if (required) tellRequired(field, id);
      return { attribute, field, row, why };
    });
    this.#body.replaceChildren(...this.#fields.map(({ row }) => row));
  }

  /** Write what is said into the fields; what is being typed stays, unless `all`. */
  #write(all: boolean): void {
    for (const { attribute, field, row, why } of this.#fields) {
      const said = saidOf(this.#subject, attribute);
      setAttribute(row, "data-mixed", said === MIXED);
      const lacking = attribute.required ? withoutIt(this.#subject, attribute) : 0;
      setAttribute(row, "data-missing", lacking > 0);
      const missing = row.querySelector(".aw-field-missing");
      if (missing) setText(missing, lacking ? lackingInWords(lacking, this.#subject.length) : "");
      if (!all && field.typing) continue;
      setText(why, "");
      setAttribute(row, "data-wrong", false);
      field.show(said);
    }
  }

  /** Commit what a field says; with `done` the canvas has the keys again. */
  #say(attribute: CategoryAttribute, value: AttributeValue | undefined, done: boolean): void {
    const { opened } = this.host;
    // The newest versions of what the field was made for, which may be selected no longer.
    const now = this.#subject.flatMap(
      ({ annotation_id: id }) => opened.session.live.annotations.get(id) ?? [],
    );
    const outcome = say(now, attribute, value, opened.bounds);
    const at = this.#fields.find((one) => one.attribute === attribute);
    const refused = "refused" in outcome ? outcome.refused : "";
    if (at) {
      setText(at.why, refused);
      setAttribute(at.row, "data-wrong", refused !== "");
    }
    if ("edits" in outcome && outcome.edits.length) this.host.take(outcome);
    if (done && !refused) this.host.focus();
  }
}

let made = 0;

/** Of some things how many do not say what they must. */
function withoutIt(subject: readonly Annotation[], attribute: CategoryAttribute): number {
  return subject.filter((one) => saidOf([one], attribute) === undefined).length;
}

function lackingInWords(lacking: number, of: number): string {
  if (of === 1) return "Required: say something here.";
  return lacking === of
    ? "Required: none of them says it."
    : `Required: ${lacking} of ${of} lack it.`;
}

/** Buttons of one question are a group, which cannot be required by ARIA: its name says so. */
function tellRequired({ root, labelled }: AttributeField, id: string): void {
  if (labelled) setAttribute(root, "aria-required", "true");
  else setAttribute(root, "aria-label", `${root.getAttribute("aria-label")}, required`);
  const told = root.getAttribute("aria-describedby");
  setAttribute(root, "aria-describedby", [told, `${id}-missing`].filter(Boolean).join(" "));
}

/** What the panel is about, in words: `Mouth`, `3 shapes`. */
export function subjectInWords(
  subject: readonly Annotation[],
  categories: ReadonlyMap<string, Category>,
): string {
  const names = new Set(subject.map(({ category }) => category ?? ""));
  const [only = ""] = names;
  const name = names.size === 1 ? (categories.get(only)?.name ?? only) : "";
  return subject.length === 1 ? name : `${subject.length} × ${name || "several categories"}`;
}
