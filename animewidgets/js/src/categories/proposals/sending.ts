import { h, setText } from "../../core/dom";
import { changeWords } from "../change_words";
import { apply, Refused, type SchemaChange } from "../changes";
import { collision } from "../collision";
import { type Community, reasonOf } from "../community";
import type { CommunityPlace } from "../community_place";
import { namesFrom } from "../names";
import type { Schema } from "../schema";

const LONGEST_REASON = 10_000;

/** The lower part of a dialog that proposes: why, what it would come to, and the button that sends it. */
export class Sending {
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

function refusalOf(schema: Schema, change: SchemaChange): string | null {
  try {
    apply(schema, change);
    return null;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}
