import { NoAnswer } from "../core/channel";
import { h } from "../core/dom";
import { icon } from "../core/icons";
import { communityOf } from "./community_place";
import type { Designer } from "./designer";

/** What the person should know: a newer version, a kernel that is away, gestures that were refused. */
export class DesignerNotices {
  readonly root = h("div", { class: "aw-cat-notices" });
  #shown = "";

  constructor(readonly designer: Designer) {}

  show(): void {
    const { draft } = this.designer;
    const { outbox, save, unsent, trouble } = draft;
    const texts: [string, string][] = [];
    if (trouble)
      texts.push([
        "trouble",
        `Your draft does not fit what is published (${trouble}), and is not shown. It is kept in the store.`,
      ]);
    if (this.designer.hello.newest)
      texts.push([
        "newest",
        `Version ${this.designer.hello.newest.version} was published since you began. Your draft still stands on version ${this.designer.draft.base.version}.`,
      ]);
    const { newest } = communityOf(this.designer).state;
    if (newest > Math.max(draft.base.version, this.designer.hello.newest?.version ?? 0))
      texts.push(["published", `Version ${newest} was published by somebody else.`]);
    if (outbox.trouble)
      texts.push([
        "store",
        `The store does not take changes now: ${outbox.trouble} They are sent again.`,
      ]);
    else if (save === "offline")
      texts.push([
        "offline",
        `The kernel does not answer. Go on: changes are kept in this browser and sent when it is back.${unsent ? ` ${unsent} unsent.` : ""}`,
      ]);
    if (outbox.notKept)
      texts.push([
        "unkept",
        `This browser cannot keep changes over a reload (${outbox.notKept}). Leave the page open until it says “Saved”.`,
      ]);
    const key = JSON.stringify([texts, outbox.refused.map((one) => one.commit.commit_id)]);
    if (key === this.#shown) return;
    this.#shown = key;
    this.root.replaceChildren(
      ...texts.map(([name, text]) =>
        h(
          "div",
          { class: "aw-notice", role: "status", "data-notice": name },
          icon(name === "offline" ? "offline" : "warning"),
          h("p", {}, text),
          name === "newest"
            ? h(
                "button",
                {
                  type: "button",
                  class: "aw-button aw-wide",
                  onclick: () => this.designer.dialogs.rebase(),
                },
                "Put my changes on top",
              )
            : null,
          name === "published"
            ? h(
                "button",
                {
                  type: "button",
                  class: "aw-button aw-wide",
                  onclick: () => void this.designer.reload().catch(quiet),
                },
                "Show it",
              )
            : null,
        ),
      ),
      ...outbox.refused.map(({ commit, refused }) =>
        h(
          "div",
          { class: "aw-notice aw-refused", role: "alert" },
          icon("warning"),
          h("p", {}, h("strong", {}, "Not saved: "), refused.message),
          h(
            "button",
            {
              type: "button",
              class: "aw-button aw-wide",
              onclick: () => this.designer.draft.discard(commit.commit_id),
            },
            "Discard",
          ),
        ),
      ),
    );
  }
}

/** A page that cannot ask now shows what it has. */
export function quiet(error: unknown): void {
  if (!(error instanceof NoAnswer)) throw error;
}
