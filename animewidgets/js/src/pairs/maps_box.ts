/** Time maps that a person gives from files: to go along in a pairs file, and to bind by. */
import { h } from "../core/dom";
import { icon } from "../core/icons";
import { decoded } from "../core/text_files";
import type { PairsModel } from "./model";
import { WorkLine } from "./parts";
import { counted } from "./words";

export class MapsBox {
  readonly root: HTMLElement;
  readonly #list = h("ul", { class: "aw-p-list", "aria-label": "Time maps" });
  readonly #work: WorkLine;
  readonly #input = h("input", {
    type: "file",
    multiple: true,
    accept: ".json,application/json",
    hidden: true,
    "data-maps": true,
  });
  #drawn: unknown = null;

  constructor(readonly model: PairsModel) {
    this.#work = new WorkLine(model, ["maps"]);
    this.#input.addEventListener("change", () => void this.#add([...(this.#input.files ?? [])]));
    this.root = h(
      "div",
      { class: "aw-p-maps" },
      this.#list,
      h(
        "button",
        {
          type: "button",
          class: "aw-button aw-wide",
          title: "A patch file, as “animewidgets align” and the alignment page write it",
          onclick: () => this.#input.click(),
        },
        icon("fileIn"),
        "Add a time map …",
      ),
      this.#input,
      this.#work.root,
    );
  }

  show(): void {
    this.#work.show();
    const { maps } = this.model.hello;
    if (this.#drawn === maps) return;
    this.#drawn = maps;
    this.#list.replaceChildren(
      ...maps.map((one, at) =>
        h(
          "li",
          { class: "aw-p-item" },
          icon("link"),
          h(
            "span",
            {},
            one.name,
            h(
              "small",
              {},
              ` — ${counted(one.matches, "match", "matches")}, least confidence ${one.confidence.toFixed(2)}`,
            ),
          ),
          h(
            "button",
            {
              type: "button",
              class: "aw-button",
              "aria-label": `Take ${one.name} away`,
              onclick: () => void this.model.changeMaps("maps.remove", { at }),
            },
            icon("close"),
          ),
        ),
      ),
    );
  }

  async #add(files: File[]): Promise<void> {
    for (const file of files) {
      try {
        const text = decoded(await file.arrayBuffer(), file.name);
        if (!(await this.model.changeMaps("maps.add", { name: file.name.slice(0, 200), text })))
          break;
      } catch (error) {
        this.model.troubles.set("maps", error instanceof Error ? error.message : String(error));
        this.model.tell();
        break;
      }
    }
    this.#input.value = "";
  }
}
