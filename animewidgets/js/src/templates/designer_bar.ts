import { h, setAttribute, setText } from "../core/dom";
import { icon } from "../core/icons";
import type { ActionButtons } from "../ui/buttons";
import { SaveBadge } from "../ui/notices";
import type { TemplateAction } from "./actions";
import type { TemplateModel } from "./model";
import { textAt } from "./read";

/** The line over all: which template, which version it becomes, whether it is saved, and what one does with it. */
export class DesignerBar {
  readonly root: HTMLElement;
  #title = h("span", { class: "aw-title", dir: "auto" });
  #version = h("span", { class: "aw-badge aw-t-version" });
  #save = new SaveBadge();
  #undo: HTMLButtonElement;
  #redo: HTMLButtonElement;

  constructor(
    make: Pick<ActionButtons<TemplateAction>, "make">,
    more: (at: { x: number; y: number }) => void,
  ) {
    this.#undo = make.make("undo", "undo");
    this.#redo = make.make("redo", "redo");
    const publish = make.make("template.publish", "publish", "Publish");
    publish.classList.add("aw-t-main");
    this.root = h(
      "header",
      { class: "aw-top" },
      make.make("template.new", "list"),
      this.#title,
      this.#version,
      h("span", { class: "aw-spring" }),
      this.#save.root,
      h(
        "div",
        { class: "aw-group", role: "group", "aria-label": "History" },
        this.#undo,
        this.#redo,
      ),
      make.make("template.versions", "compare"),
      make.make("template.fork", "fork"),
      publish,
      make.make("template.layout", "layout"),
      h(
        "button",
        {
          type: "button",
          class: "aw-button",
          "aria-label": "All actions",
          "aria-haspopup": "menu",
          title: "All actions",
          onclick: (event: MouseEvent) => {
            const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
            more({ x: box.left, y: box.bottom });
          },
        },
        icon("more"),
      ),
      make.make("help", "help"),
    );
  }

  show(model: TemplateModel): void {
    const { document, hello, published, save } = model;
    setAttribute(this.#undo, "disabled", !model.canUndo);
    setAttribute(this.#redo, "disabled", !model.canRedo);
    this.#save.show({ save, unsent: save === "saved" ? 0 : 1 });
    const name = document && (textAt(document, "name") || "Template without a name");
    setText(this.#title, name ?? "Templates");
    setText(
      this.#version,
      !document
        ? `project ${hello?.project ?? ""}`
        : published
          ? `draft of version ${published + 1}`
          : "draft",
    );
  }
}
