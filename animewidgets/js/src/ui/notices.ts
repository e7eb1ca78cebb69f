import { h, setAttribute, setText } from "../core/dom";
import { type IconName, icon, setIcon } from "../core/icons";
import type { Waiting } from "../core/outbox_store";
import type { SaveState, Session } from "../core/session";
import { clock } from "../core/timecode";
import type { Category, Edit } from "../core/wire";
import type { FrameIndex } from "../video/frame_index";

const WORDS: Record<SaveState, [name: IconName, word: string, meaning: string]> = {
  saved: ["saved", "Saved", "Every edit is in the store."],
  saving: ["saving", "Saving", "Edits are on their way to the store."],
  offline: ["offline", "Offline", "Edits are kept in this browser until the kernel is back."],
};

/** The autosave's state: an icon and a word, never colour alone. */
export class SaveBadge {
  readonly root: HTMLElement;
  #icon = icon("saved");
  #word = h("span", {});

  constructor() {
    this.root = h("span", { class: "aw-badge aw-save", role: "status" }, this.#icon, this.#word);
  }

  show({ save, unsent }: Pick<Session, "save" | "unsent">): void {
    const [name, word, meaning] = WORDS[save];
    setAttribute(this.root, "data-save", save);
    setIcon(this.#icon, name);
    setText(this.#word, save !== "saved" && unsent ? `${word} · ${unsent}` : word);
    setAttribute(this.root, "title", unsent ? `${meaning} Unsent: ${unsent}.` : meaning);
  }
}

/** What the person should know: a damaged file, edits offline, not kept, refused. Empty when all is well. */
export class Notices {
  readonly root = h("div", { class: "aw-notices" });
  #shown = "";
  #hidden = new Set<string>();

  constructor(
    readonly index: FrameIndex,
    readonly session: Session,
    readonly tool: string,
  ) {}

  show(): void {
    const { save, outbox, unsent } = this.session;
    const texts: string[] = [];
    if (outbox.trouble)
      texts.push(`The store does not take edits now: ${outbox.trouble} They are sent again.`);
    else if (save === "offline")
      texts.push(
        "The kernel does not answer. Go on: edits are kept in this browser and sent when the kernel is back." +
          (unsent ? ` ${unsent} unsent.` : ""),
      );
    if (outbox.notKept)
      texts.push(
        `This browser cannot keep edits over a reload (${outbox.notKept}). They are sent at once; ` +
          "leave the page open until it says “Saved”.",
      );
    const warnings = this.index.release.warnings.filter((text) => !this.#hidden.has(text));
    const refused = outbox.refused.map((one) => one.commit.commit_id);
    const moved = outbox.refused.some((one) => one.refused.kind === "SchemaMoved");
    const categories = moved
      ? this.session.hello.categories.map(({ category_id, name }) => [category_id, name])
      : [];
    const key = JSON.stringify([texts, warnings, refused, categories]);
    if (key === this.#shown) return;
    this.#shown = key;
    this.root.replaceChildren(
      ...warnings.map((text) => this.#warning(text)),
      ...texts.map((text) =>
        h("div", { class: "aw-notice", role: "status" }, icon("offline"), h("p", {}, text)),
      ),
      ...outbox.refused.map((one) => this.#refusal(one)),
    );
  }

  #warning(text: string): HTMLElement {
    const hide = () => {
      this.#hidden.add(text);
      this.show();
    };
    return h(
      "div",
      { class: "aw-notice aw-warning", role: "status" },
      icon("warning"),
      h("p", {}, text),
      h("button", { type: "button", class: "aw-button aw-wide", onclick: hide }, "Hide"),
    );
  }

  /** A category was split or dropped meanwhile: another one can be chosen, and nothing is lost until then. */
  #moved({ commit, refused }: Required<Waiting>): HTMLElement {
    const what = commit.edits.map((edit) => this.#tell(edit)).join("; ");
    const { commit_id } = commit;
    const { categories } = this.session.hello;
    const { targets, category } = refused.data ?? {};
    const was = this.session.categoryName(String(category));
    const likely = new Set(Array.isArray(targets) ? targets : []);
    const first = categories.filter((one) => likely.has(one.category_id));
    const others = categories.filter((one) => !likely.has(one.category_id));
    const option = ({ category_id, name }: Category) => h("option", { value: category_id }, name);
    const choice = h(
      "select",
      { class: "aw-select", "aria-label": `Category instead of ${was}` },
      ...(first.length
        ? [
            h("optgroup", { label: `What “${was}” became` }, ...first.map(option)),
            h("optgroup", { label: "All others" }, ...others.map(option)),
          ]
        : others.map(option)),
      h("option", { value: "" }, "no category"),
    );
    return h(
      "div",
      { class: "aw-notice aw-refused", role: "alert", "data-commit": commit_id },
      icon("warning"),
      h(
        "p",
        {},
        h("strong", {}, "Not saved yet: "),
        `${what}. The categories have changed: “${was}” `,
        first.length
          ? `was split into ${first.map(({ name }) => `“${name}”`).join(", ")}. Choose one.`
          : "is no longer there. Choose another one.",
      ),
      choice,
      h(
        "button",
        {
          type: "button",
          class: "aw-button aw-wide",
          onclick: () => this.session.recategorise(commit_id, choice.value || null, this.tool),
        },
        "Save with it",
      ),
      this.#discard(commit_id),
    );
  }

  #discard(commitId: string): HTMLElement {
    return h(
      "button",
      {
        type: "button",
        class: "aw-button aw-wide",
        onclick: () => this.session.discard(commitId),
      },
      "Discard",
    );
  }

  #refusal({ commit, refused }: Required<Waiting>): HTMLElement {
    if (refused.kind === "SchemaMoved") return this.#moved({ commit, refused });
    const what = commit.edits.map((edit) => this.#tell(edit)).join("; ");
    const { commit_id } = commit;
    return h(
      "div",
      { class: "aw-notice aw-refused", role: "alert", "data-commit": commit_id },
      icon("warning"),
      h(
        "p",
        {},
        h("strong", {}, "Not saved: "),
        `${what}. `,
        refused.kind === "CommitConflict"
          ? "Somebody changed it in the meantime; what is shown is theirs."
          : refused.message,
      ),
      h(
        "button",
        {
          type: "button",
          class: "aw-button aw-wide",
          onclick: () => this.session.applyAnyway(commit_id, this.tool),
        },
        "Apply anyway",
      ),
      this.#discard(commit_id),
    );
  }

  #tell({ op, before, after }: Edit): string {
    const state = after ?? before;
    const of = state?.category ? this.session.categoryName(state.category) : "";
    const name = state?.kind === "cut" ? "cut" : `${state?.kind} “${of}”`;
    const at = (pts: number) =>
      `frame ${this.index.ordinalAt(pts)} (${clock(pts, this.index.release.time_base)})`;
    if (before && after && before.start_pts !== after.start_pts)
      return `${name} moved from ${at(before.start_pts)} to ${at(after.start_pts)}`;
    const verb = { create: "set", update: "changed", delete: "deleted" }[op];
    return `${name} ${verb} on ${at(state?.start_pts ?? 0)}`;
  }
}
