/** The tab on which labels are taken in: a file is opened, bound to one's own media, reviewed, imported. */
import { h, setAttribute } from "../core/dom";
import { icon } from "../core/icons";
import type { ActionButtons } from "../ui/buttons";
import type { PairsAction } from "./actions";
import { MapsBox } from "./maps_box";
import { MediaBox } from "./media_box";
import type { PairsModel } from "./model";
import { OpenBox } from "./open_box";
import { card, chip, contentsTold, fact, WorkLine } from "./parts";
import { ReviewPanel, type ReviewPlace } from "./review/review_panel";

export class TakePanel {
  readonly root = h("section", {
    class: "aw-p-panel aw-p-take",
    role: "tabpanel",
    "aria-label": "Take",
  });
  readonly opening: OpenBox;
  readonly review: ReviewPanel;
  readonly #head = h("header", { class: "aw-p-file" });
  readonly #bind: HTMLElement;
  readonly #work: WorkLine;
  readonly #media: MediaBox;
  readonly #maps: MapsBox;
  readonly #holds = h("input", { type: "checkbox", name: "holds" });
  readonly #contents = h("div", { class: "aw-p-facts" });
  #drawn: unknown = null;

  constructor(
    readonly model: PairsModel,
    readonly place: ReviewPlace,
    readonly buttons: ActionButtons<PairsAction>,
  ) {
    this.opening = new OpenBox(model);
    this.#media = new MediaBox(model);
    this.#maps = new MapsBox(model);
    this.#work = new WorkLine(model, ["bind"]);
    this.review = new ReviewPanel(model, place, buttons);
    const bind = buttons.make("pairs.bind", "link", "Bind to my media");
    bind.classList.add("aw-p-main");
    this.#bind = h(
      "div",
      { class: "aw-p-columns" },
      h("div", { class: "aw-p-column" }, card("What it holds", this.#contents)),
      h(
        "div",
        { class: "aw-p-column" },
        card("Your media", this.#media.root),
        card(
          "Time maps, beside those of the file",
          h(
            "p",
            { class: "aw-p-hint" },
            "Needed only where your release is another one than that which was labelled, and the file has neither a map " +
              "nor a fingerprint: by fingerprints releases are aligned here.",
          ),
          this.#maps.root,
        ),
        card(
          "Bind",
          h(
            "label",
            { class: "aw-check" },
            this.#holds,
            h(
              "span",
              {},
              "Look for held drawings first",
              h("small", {}, " — reads your media once; fewer labels need review then"),
            ),
          ),
          h("div", { class: "aw-p-buttons" }, bind),
          this.#work.root,
        ),
      ),
    );
    this.root.append(this.#head, this.opening.root, this.#bind, this.review.root);
  }

  get holds(): boolean {
    return this.#holds.checked;
  }

  show(): void {
    const { model } = this;
    const { file, labels, showFile } = model;
    const state = !file ? "none" : labels && !showFile ? "review" : "file";
    setAttribute(this.root, "data-state", state);
    setAttribute(this.opening.root, "hidden", state !== "none");
    setAttribute(this.#bind, "hidden", state !== "file");
    setAttribute(this.review.root, "hidden", state !== "review");
    setAttribute(this.#head, "hidden", !file);
    if (file && this.#drawn !== `${file.digest} ${state} ${!!labels}`) {
      this.#drawn = `${file.digest} ${state} ${!!labels}`;
      this.#drawHead();
      this.#contents.replaceChildren(
        fact(
          "Made",
          `${file.contents.created.replace("T", " ").slice(0, 16)} with ${file.contents.made_with}`,
        ),
        ...contentsTold(file.contents),
      );
    }
    if (state === "none") this.opening.show();
    if (state === "file") {
      this.#media.show();
      this.#maps.show();
      this.#work.show();
    }
    if (state === "review") this.review.show();
  }

  #drawHead(): void {
    const { file, labels, showFile } = this.model;
    if (!file) return;
    this.#head.replaceChildren(
      icon("book"),
      h("strong", { class: "aw-p-name", dir: "auto" }, file.contents.name),
      h("span", { class: "aw-detail" }, file.file),
      chip("saved", "checked", "All digests, columns and rows are in order."),
      chip(
        "publish",
        file.contents.licence || "no licence said",
        "Under which the labels may be used",
      ),
      ...(file.signed_by
        ? [chip("lock", `signed by ${file.signed_by.slice(0, 12)}…`, file.signed_by)]
        : []),
      h("span", { class: "aw-spring" }),
      ...(labels
        ? [
            this.buttons.make(
              "pairs.file",
              showFile ? "list" : "layout",
              showFile ? "Back to its labels" : "File and media",
            ),
          ]
        : []),
      h(
        "button",
        { type: "button", class: "aw-button aw-wide", onclick: () => void this.model.closeFile() },
        icon("close"),
        "Close the file",
      ),
    );
  }
}
