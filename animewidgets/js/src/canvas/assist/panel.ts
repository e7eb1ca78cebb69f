import { h, setAttribute, setText } from "../../core/dom";
import type { ActionButtons } from "../../ui/buttons";
import type { CanvasAction } from "../actions";
import type { AssistDesk } from "./desk";
import { inWords } from "./prompts";

/** Who is asked, whether an answer is on its way, and what is to be done with what was proposed. */
export class AssistPanel {
  readonly root: HTMLElement;
  #choice = h("select", { class: "aw-assistant", "aria-label": "Assistant" });
  #state = h("p", { class: "aw-assist-state", role: "status" });
  #count = h("span", { class: "aw-count" });
  #live = h("input", { type: "checkbox" });
  #ask: HTMLButtonElement;
  #onOne: HTMLButtonElement[];
  #names = "";

  constructor(
    readonly desk: AssistDesk,
    buttons: ActionButtons<CanvasAction>,
    focus: () => void,
  ) {
    this.#choice.addEventListener("change", () => {
      desk.use(this.#choice.value);
      focus();
    });
    this.#live.addEventListener("change", () => {
      desk.live = this.#live.checked;
      focus();
    });
    this.#ask = buttons.make("canvas.ask", "ask", "Ask");
    this.#onOne = [
      buttons.make("canvas.accept", "accept"),
      buttons.make("canvas.reject", "reject"),
      buttons.make("canvas.nextProposal", "nextProposal"),
      buttons.make("canvas.acceptAll", "acceptAll"),
      buttons.make("canvas.rejectAll", "rejectAll"),
    ];
    this.root = h(
      "section",
      { class: "aw-assist", "aria-label": "Assistant" },
      h("header", { class: "aw-panel-head" }, h("h3", {}, "Assistant"), this.#count),
      h("div", { class: "aw-assist-line" }, this.#choice, this.#ask),
      h(
        "div",
        { class: "aw-assist-line" },
        ...this.#onOne,
        h(
          "label",
          { class: "aw-assist-live", title: "Ask again after every mark" },
          this.#live,
          "Live",
        ),
      ),
      this.#state,
    );
  }

  show(frame: number): void {
    const { desk } = this;
    const { assistants, current, state } = desk;
    const here = desk.on(frame);
    setAttribute(this.root, "hidden", !assistants.length && !here.length);
    if (this.root.hidden) return;
    const names = JSON.stringify(assistants);
    if (names !== this.#names) {
      this.#names = names;
      this.#choice.replaceChildren(
        ...assistants.map(({ name, about }) => h("option", { value: name, title: about }, name)),
      );
    }
    if (current !== null) this.#choice.value = current;
    this.#live.checked = desk.live;
    setText(this.#count, here.length ? `${here.length} proposed` : "");
    for (const button of this.#onOne) setAttribute(button, "disabled", here.length === 0);
    setAttribute(this.#ask, "disabled", !assistants.length);
    setAttribute(this.#ask, "aria-pressed", String(state.is === "asking"));
    const about = assistants.find(({ name }) => name === current)?.about ?? "";
    setAttribute(this.#choice, "title", about);
    const marked = inWords(desk.promptsOn(frame));
    setAttribute(this.#state, "data-state", state.is);
    setText(
      this.#state,
      state.is === "failed"
        ? state.why
        : state.is === "asking"
          ? `Asking ${state.name} …`
          : marked
            ? `Marked: ${marked}`
            : about,
    );
  }
}
