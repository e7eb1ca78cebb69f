/** What media is at hand: what the page was given, and the user's library, which grows by folders. */
import { h } from "../core/dom";
import { icon } from "../core/icons";
import type { PairsModel } from "./model";
import { WorkLine } from "./parts";
import { counted } from "./words";

/** Files of a library that are named one by one. */
const MOST = 8;

export class MediaBox {
  readonly root: HTMLElement;
  readonly #list = h("ul", { class: "aw-p-list", "aria-label": "Your media" });
  readonly #work: WorkLine;
  #drawn: unknown = null;

  constructor(readonly model: PairsModel) {
    this.#work = new WorkLine(model, ["library"]);
    const folder = h("input", {
      type: "text",
      class: "aw-input",
      placeholder: "~/anime",
      "aria-label": "A folder of the kernel's machine that has media in it",
    });
    this.root = h(
      "div",
      { class: "aw-p-media" },
      this.#list,
      model.hello.paths
        ? h(
            "form",
            {
              class: "aw-p-row",
              onsubmit: (event: Event) => {
                event.preventDefault();
                if (!folder.value.trim()) return;
                void model.addFolder(folder.value).then((added) => {
                  if (added) folder.value = "";
                });
              },
            },
            folder,
            h(
              "button",
              { type: "submit", class: "aw-button aw-wide" },
              icon("plus"),
              "Add a folder",
            ),
            h(
              "button",
              {
                type: "button",
                class: "aw-button aw-wide",
                title: "Look through the folders of the library again",
                onclick: () => void model.scan(),
              },
              icon("find"),
              "Look again",
            ),
          )
        : null,
      this.#work.root,
    );
  }

  show(): void {
    this.#work.show();
    const { library } = this.model.hello;
    if (this.#drawn === library) return;
    this.#drawn = library;
    const { media, folders, troubles } = library;
    const more = media.length - MOST;
    this.#list.replaceChildren(
      ...media
        .slice(0, MOST)
        .map((one) =>
          h(
            "li",
            { class: "aw-p-item", title: one.release_id },
            icon("shot"),
            h(
              "span",
              {},
              one.name,
              h("small", {}, one.from === "page" ? " — given to this page" : " — of your library"),
            ),
          ),
        ),
      ...(more > 0 ? [h("li", { class: "aw-p-item" }, `and ${counted(more, "file")} more`)] : []),
      ...(media.length
        ? []
        : [
            h(
              "li",
              { class: "aw-p-item" },
              icon("warning"),
              "No media is at hand: add the folder that has yours.",
            ),
          ]),
      ...(folders.length
        ? [h("li", { class: "aw-p-item" }, icon("open"), `Folders: ${folders.join(", ")}`)]
        : []),
      ...troubles.map((why) => h("li", { class: "aw-p-item" }, icon("warning"), why)),
    );
  }
}
