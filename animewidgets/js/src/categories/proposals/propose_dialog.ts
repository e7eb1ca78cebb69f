import { h, setText } from "../../core/dom";
import { newId } from "../../core/id";
import type { Category } from "../../core/wire";
import { openDialog } from "../../ui/dialog";
import { CategoryPicker } from "../category_picker";
import { changeLines, changeWords } from "../change_words";
import { apply, Refused, type SchemaChange } from "../changes";
import { collision } from "../collision";
import { type Community, reasonOf } from "../community";
import { type CommunityPlace, newestOf } from "../community_place";
import { namesFrom, quoted } from "../names";
import type { Schema } from "../schema";

/** What can be proposed by the form; anything else is proposed as a draft. */
export const PROPOSABLE = ["add", "rename", "move", "merge", "split", "drop"] as const;
export type Proposable = (typeof PROPOSABLE)[number];

const VERBS: Readonly<Record<Proposable, string>> = {
  add: "Add a category",
  rename: "Rename a category",
  move: "Move a category",
  merge: "Merge categories",
  split: "Split a category",
  drop: "Remove a category",
};

const COLOURS = ["#e69f00", "#56b4e9", "#009e73", "#f0e442", "#cc79a7", "#d55e00", "#4477aa"];
const LONGEST_NAME = 100;
const LONGEST_REASON = 10_000;

/** What the form begins with. */
export interface Begin {
  op?: Proposable;
  /** The categories that it is about: the first one, and of a merge those that go and last the one that stays. */
  categories?: readonly string[];
}

/** Propose one change by a form, with what comes of it shown beside it. */
export function openPropose(place: CommunityPlace, community: Community, begin: Begin = {}): void {
  const schema = newestOf(place);
  if (!schema.version) {
    place.announcer.refuse("Nothing is published yet: publish first, then others can propose");
    return;
  }
  place.dialog((closed) => {
    const dialog = openDialog(
      place.root,
      "Propose a change",
      (close) => [new ProposeForm(place, community, schema, begin, close).root],
      closed,
    );
    dialog.root.classList.add("aw-dialog-wide");
    return dialog;
  });
}

/** Propose all that the draft changes, as one. */
export function openProposeDraft(place: CommunityPlace, community: Community): void {
  const { changes, base, schema } = place.draft;
  const [first] = changes;
  if (!first) {
    place.announcer.refuse("The draft changes nothing: there is nothing to propose");
    return;
  }
  if (!base.version) {
    place.announcer.refuse("Nothing is published yet: publish the draft, then others can propose");
    return;
  }
  const change: SchemaChange =
    changes.length === 1 ? first : { op: "several", changes: [...changes] };
  place.dialog((closed) => {
    const name = namesFrom(base, schema);
    const lines = changeLines(change, name, base);
    const dialog = openDialog(
      place.root,
      "Propose the draft",
      (close) => [
        h(
          "div",
          { class: "aw-dialog-body" },
          h(
            "ol",
            { class: "aw-propose-lines", tabindex: 0 },
            ...lines.map((one) => h("li", {}, one)),
          ),
          ...new Sending(place, community, newestOf(place), close, () => change).parts,
        ),
      ],
      closed,
    );
    dialog.root.classList.add("aw-dialog-wide");
    return dialog;
  });
}

/** The lower part of both: why, what it would come to, and the button that sends it. */
class Sending {
  readonly reason = h("textarea", { class: "aw-input", rows: 3, maxlength: LONGEST_REASON });
  readonly words = h("p", { class: "aw-propose-words", role: "status" });
  readonly why = h("p", { class: "aw-dialog-why", role: "alert" });
  readonly button = h(
    "button",
    {
      type: "button",
      class: "aw-button aw-wide aw-main-button",
      onclick: () => void this.send(),
    },
    "Propose",
  );
  readonly parts: HTMLElement[];

  constructor(
    readonly place: CommunityPlace,
    readonly community: Community,
    readonly schema: Schema,
    readonly close: () => void,
    readonly made: () => SchemaChange | string,
  ) {
    this.reason.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      void this.send();
    });
    this.parts = [
      this.words,
      h(
        "label",
        { class: "aw-field" },
        h("span", {}, "Why? People vote on it by this."),
        this.reason,
      ),
      this.why,
      h(
        "div",
        { class: "aw-dialog-buttons" },
        h("span", { class: "aw-hint" }, "Ctrl Enter proposes"),
        this.button,
      ),
    ];
    this.judge();
    // Others propose while somebody writes.
    const stop = community.onChange(() => (this.button.isConnected ? this.judge() : stop()));
  }

  /** Say what the change is, and what stands in its way. */
  judge(): void {
    const change = this.made();
    const name = namesFrom(this.schema, this.place.draft.schema);
    if (typeof change === "string") {
      setText(this.words, change);
      setText(this.why, "");
      this.button.disabled = true;
      return;
    }
    setText(
      this.words,
      change.op === "several" ? "" : `${changeWords(change, name, this.schema)}.`,
    );
    const refusal = refusalOf(this.schema, change);
    this.button.disabled = refusal !== null;
    setText(this.why, refusal ?? this.#collisions(change));
  }

  #collisions(change: SchemaChange): string {
    const name = namesFrom(this.schema);
    const others = this.community.open.flatMap((one) => {
      const why = one.refusal ? null : collision(this.schema, change, one.change);
      return why ? [`“${changeWords(one.change, name, this.schema)}” by ${one.person}`] : [];
    });
    return others.length
      ? `Only one of the two can be accepted: this, or ${others.join(", or ")}.`
      : "";
  }

  async send(): Promise<void> {
    const change = this.made();
    if (typeof change === "string" || this.button.disabled) return;
    this.button.disabled = true;
    try {
      await this.community.act("proposals.propose", {
        change: change as never,
        reason: this.reason.value.trim(),
      });
      this.place.announcer.say("Proposed: others can vote on it now");
      this.close();
    } catch (error) {
      setText(this.why, reasonOf(error));
      this.button.disabled = false;
    }
  }
}

class ProposeForm {
  readonly root: HTMLElement;
  #op: Proposable;
  #fields = h("div", { class: "aw-propose-fields" });
  #sending: Sending;
  #category: string | null;
  #parent: string | null = null;
  #before: string | null = null;
  #gone: string[];
  #into: string | null = null;
  #name = "";
  #parts: Category[] = [];
  #goesTo: string | null = null;
  /** The identity that an added category gets. */
  readonly #identity = newId();

  constructor(
    readonly place: CommunityPlace,
    readonly community: Community,
    readonly schema: Schema,
    begin: Begin,
    close: () => void,
  ) {
    const known = (begin.categories ?? []).filter((id) => schema.has(id));
    this.#op = begin.op ?? "rename";
    this.#category = known.at(-1) ?? null;
    this.#gone = known.slice(0, -1);
    this.#into = known.length > 1 ? (known.at(-1) ?? null) : null;
    if (known.length === 1) this.#gone = [...known];
    this.#parent = this.#op === "add" ? null : (schema.get(this.#category ?? "")?.parent ?? null);
    const what = h("select", {
      class: "aw-select",
      "aria-label": "What",
      onchange: () => {
        this.#op = what.value as Proposable;
        this.#draw();
      },
    });
    what.append(...PROPOSABLE.map((op) => h("option", { value: op }, VERBS[op])));
    what.value = this.#op;
    this.#sending = new Sending(place, community, schema, close, () => this.#change());
    this.root = h("div", { class: "aw-dialog-body" }, what, this.#fields, ...this.#sending.parts);
    this.#draw();
  }

  /** The change as the form has it; in words what is missing. */
  #change(): SchemaChange | string {
    const id = this.#category;
    const name = this.#name.trim();
    switch (this.#op) {
      case "add": {
        if (!name) return "Write the name of the new category.";
        const colour = freeColour(this.schema);
        const category = {
          category_id: idFrom(name, this.schema, this.#identity),
          name,
          colour,
          hotkey: null,
          parent: this.#parent,
        };
        return { op: "add", category, before: null };
      }
      case "rename":
        if (!id) return "Choose the category.";
        if (!name) return "Write the new name.";
        if (name === this.schema.get(id)?.name) return "That is its name already.";
        return { op: "edit", category_id: id, set: { name } };
      case "move":
        if (!id) return "Choose the category.";
        return { op: "move", category_id: id, parent: this.#parent, before: this.#before };
      case "merge":
        if (!this.#gone.length) return "Choose the categories that go.";
        if (!this.#into) return "Choose the category that stays.";
        return { op: "merge", categories: [...this.#gone], into: this.#into };
      case "split":
        if (!id) return "Choose the category.";
        if (this.#parts.length < 2) return "Write the names of the parts, one a line.";
        return { op: "split", category_id: id, parts: this.#parts, then: this.#goesTo };
      case "drop":
        if (!id) return "Choose the category.";
        return { op: "drop", category_id: id };
    }
  }

  #draw(): void {
    this.#fields.replaceChildren(...this.#inputs());
    this.#sending.judge();
  }

  #inputs(): HTMLElement[] {
    switch (this.#op) {
      case "add":
        return [
          this.#nameField("Name of the new category", ""),
          this.#place("Below", "at the top"),
        ];
      case "rename":
        return [
          this.#which("Category", () => this.#draw()),
          this.#nameField("New name", this.schema.get(this.#category ?? "")?.name ?? ""),
        ];
      case "move":
        return [
          this.#which("Category", () => this.#draw()),
          this.#place("To below", "to the top"),
          this.#beforeField(),
        ];
      case "merge":
        return [this.#goneField(), this.#intoField()];
      case "split":
        return [this.#which("Category", () => this.#draw()), ...this.#splitFields()];
      case "drop":
        return [this.#which("Category", () => this.#draw())];
    }
  }

  #which(label: string, changed: () => void): HTMLElement {
    return new CategoryPicker({
      label,
      schema: this.schema,
      chosen: this.#category,
      changed: (id) => {
        this.#category = id;
        this.#before = null;
        changed();
      },
    }).root;
  }

  #nameField(label: string, value: string): HTMLElement {
    this.#name = value;
    const input = h("input", {
      type: "text",
      class: "aw-input",
      maxlength: LONGEST_NAME,
      dir: "auto",
      value,
      oninput: () => {
        this.#name = input.value;
        this.#sending.judge();
      },
    });
    return h("label", { class: "aw-field" }, h("span", {}, label), input);
  }

  #place(label: string, none: string): HTMLElement {
    return new CategoryPicker({
      label,
      schema: this.schema,
      none,
      chosen: this.#parent,
      allows: (one) => this.#op === "add" || this.#mayHold(one),
      changed: (id) => {
        this.#parent = id;
        this.#before = null;
        this.#draw();
      },
    }).root;
  }

  #mayHold({ category_id: id }: Category): boolean {
    return id !== this.#category && !this.schema.isBelow(id, this.#category ?? "");
  }

  #beforeField(): HTMLElement {
    return new CategoryPicker({
      label: "Before",
      schema: this.schema,
      none: "nothing: as the last one",
      chosen: this.#before,
      allows: (one) => one.parent === this.#parent && one.category_id !== this.#category,
      changed: (id) => {
        this.#before = id;
        this.#sending.judge();
      },
    }).root;
  }

  #goneField(): HTMLElement {
    const chips = this.#gone.map((id) =>
      h(
        "button",
        {
          type: "button",
          class: "aw-chip",
          title: "Leave it out",
          onclick: () => {
            this.#gone = this.#gone.filter((one) => one !== id);
            this.#draw();
          },
        },
        h("bdi", {}, this.schema.get(id)?.name ?? id),
        " ✕",
      ),
    );
    const picker = new CategoryPicker({
      label: "These go",
      schema: this.schema,
      allows: ({ category_id: id }) => id !== this.#into && !this.#gone.includes(id),
      changed: (id) => {
        if (id) this.#gone.push(id);
        this.#draw();
        this.#fields.querySelector("input")?.focus();
      },
    });
    return h("div", {}, picker.root, h("div", { class: "aw-chips" }, ...chips));
  }

  #intoField(): HTMLElement {
    return new CategoryPicker({
      label: "and become this one, which stays",
      schema: this.schema,
      chosen: this.#into,
      allows: ({ category_id: id }) => !this.#gone.includes(id),
      changed: (id) => {
        this.#into = id;
        this.#sending.judge();
      },
    }).root;
  }

  #splitFields(): HTMLElement[] {
    const whole = this.schema.get(this.#category ?? "");
    const names = h(
      "textarea",
      {
        class: "aw-input",
        rows: 3,
        dir: "auto",
        oninput: () => {
          this.#parts = whole ? partsOf(whole, names.value, this.schema) : [];
          this.#goesTo = null;
          fill();
          this.#sending.judge();
        },
      },
      this.#parts.map((one) => one.name).join("\n"),
    );
    const then = h("select", {
      class: "aw-select",
      onchange: () => {
        this.#goesTo = then.value || null;
        this.#sending.judge();
      },
    });
    const fill = () => {
      then.replaceChildren(
        h("option", { value: "" }, "wait until a person chooses for each"),
        ...this.#parts.map((one) =>
          h("option", { value: one.category_id }, `all go to ${quoted(one.name)}`),
        ),
      );
      then.value = this.#goesTo ?? "";
    };
    fill();
    return [
      h("label", { class: "aw-field" }, h("span", {}, "Its parts, one a line"), names),
      h("label", { class: "aw-field" }, h("span", {}, "Its annotations"), then),
    ];
  }
}

/** Parts with the attributes and key points of the whole; one of the same name stays what it was. */
function partsOf(whole: Category, text: string, schema: Schema): Category[] {
  const names = [...new Set(text.split("\n").map((one) => one.trim()))].filter(Boolean);
  const { attributes, skeleton } = whole;
  const taken = new Set<string>();
  const colours: string[] = [];
  return names.map((given, n) => {
    const name = given.slice(0, LONGEST_NAME);
    if (name === whole.name) return whole;
    const colour = n ? freeColour(schema, colours) : whole.colour;
    colours.push(colour);
    const category_id = idFrom(name, schema, newId(), taken);
    taken.add(category_id);
    return {
      category_id,
      name,
      colour,
      hotkey: null,
      parent: whole.parent,
      ...(attributes ? { attributes } : {}),
      ...(skeleton ? { skeleton } : {}),
    };
  });
}

/** The first colour that no category has, nor any of those beside it. */
function freeColour(schema: Schema, beside: readonly string[] = []): string {
  const used = new Set([...schema.categories.map((one) => one.colour.toLowerCase()), ...beside]);
  const free = COLOURS.find((one) => !used.has(one));
  return free ?? (COLOURS[(schema.categories.length + beside.length) % COLOURS.length] as string);
}

/** `Left hand` is `left-hand`, as long as nothing else is; else it has a number of its own. */
function idFrom(
  name: string,
  schema: Schema,
  otherwise: string,
  taken: ReadonlySet<string> = new Set(),
): string {
  const id = name
    .toLocaleLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
  if (id && !schema.has(id) && !taken.has(id)) return id;
  return `${id || "category"}-${otherwise.slice(0, 8)}`;
}

function refusalOf(schema: Schema, change: SchemaChange): string | null {
  try {
    apply(schema, change);
    return null;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}
