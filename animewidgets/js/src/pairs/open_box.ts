/** Opening a pairs file: dropped, chosen, by its path, or one that was open before. */
import { h } from "../core/dom";
import { icon } from "../core/icons";
import type { PairsModel } from "./model";
import { card, WorkLine } from "./parts";
import type { Recent } from "./wire";
import { bytesInWords, counted } from "./words";

export class OpenBox {
  readonly root: HTMLElement;
  readonly #work: WorkLine;
  readonly #recent = h("ul", { class: "aw-p-list", "aria-label": "Opened before" });
  readonly #none = h("p", { class: "aw-p-hint" }, "None yet.");
  readonly #key = h("input", {
    type: "text",
    class: "aw-input",
    maxlength: 64,
    spellcheck: "false",
    name: "key",
    placeholder: "64 hexadecimal digits",
  });
  readonly input = h("input", { type: "file", accept: ".pairs", hidden: true, "data-pairs": true });
  #drawn: unknown = null;

  constructor(readonly model: PairsModel) {
    this.#work = new WorkLine(model, ["open"]);
    const path = h("input", {
      type: "text",
      class: "aw-input",
      name: "path",
      spellcheck: "false",
      placeholder: "~/Downloads/faces.pairs",
    });
    this.input.addEventListener("change", () => {
      const file = this.input.files?.[0];
      this.input.value = "";
      if (file) this.take(file);
    });
    const drop = h(
      "button",
      { type: "button", class: "aw-p-drop", onclick: () => this.input.click() },
      icon("openFile"),
      h("strong", {}, "Drop a pairs file here, or click to choose one"),
      h(
        "span",
        {},
        `At most ${bytesInWords(model.hello.take.largest)}. It stays on the kernel's machine.`,
      ),
    );
    this.root = h(
      "div",
      { class: "aw-p-columns" },
      h(
        "div",
        { class: "aw-p-column" },
        drop,
        this.input,
        this.#work.root,
        model.hello.paths
          ? card(
              "Or a file of the kernel's machine",
              h(
                "form",
                {
                  class: "aw-p-row",
                  onsubmit: (event: Event) => {
                    event.preventDefault();
                    if (path.value.trim())
                      void model.openPath(path.value, this.#key.value).then((opened) => {
                        if (opened) path.value = "";
                      });
                  },
                },
                h("label", { class: "aw-field" }, h("span", {}, "Its path"), path),
                h("button", { type: "submit", class: "aw-button aw-wide" }, icon("open"), "Open"),
              ),
            )
          : null,
        h(
          "details",
          { class: "aw-p-card" },
          h("summary", {}, "Only if a certain person signed it"),
          h("label", { class: "aw-field" }, h("span", {}, "Their public key"), this.#key),
          h(
            "p",
            { class: "aw-p-hint" },
            "A file that is not signed by it is refused. Empty: signatures are checked, whoever made them.",
          ),
        ),
      ),
      h("div", { class: "aw-p-column" }, card("Opened before", this.#none, this.#recent)),
    );
  }

  take(file: File): void {
    void this.model.openUpload(file, this.#key.value);
  }

  show(): void {
    this.#work.show();
    const { recent } = this.model.hello.take;
    if (this.#drawn === recent) return;
    this.#drawn = recent;
    this.#none.hidden = recent.length > 0;
    this.#recent.replaceChildren(...recent.map((one) => this.#line(one)));
  }

  #line(one: Recent): HTMLElement {
    return h(
      "li",
      { class: "aw-p-item", "data-digest": one.digest },
      h(
        "button",
        {
          type: "button",
          class: "aw-p-again",
          onclick: () => void this.model.openKept(one.digest, this.#key.value),
        },
        icon("book"),
        h(
          "span",
          {},
          h("strong", {}, one.name),
          h(
            "small",
            {},
            `${one.file} · ${counted(one.labels, "label")} · ${bytesInWords(one.bytes)} · ` +
              new Date(one.opened * 1000).toLocaleString("en-GB", {
                dateStyle: "medium",
                timeStyle: "short",
              }),
          ),
        ),
      ),
      h(
        "button",
        {
          type: "button",
          class: "aw-button",
          "aria-label": `Throw away what is kept of ${one.file}`,
          title: "Throw away what is kept of it",
          onclick: () => void this.model.forget(one.digest),
        },
        icon("close"),
      ),
    );
  }
}
