import { h, setText } from "../core/dom";
import { Bar } from "../ui/bar";
import type { ActionButtons } from "../ui/buttons";
import type { TemplateAction } from "./actions";
import type { TemplateModel } from "./model";
import { textAt } from "./read";

/** The line over all: which template, which version it becomes, whether it is saved, and what one does with it. */
export class DesignerBar {
  readonly root: HTMLElement;
  #title = h("span", { class: "aw-title", dir: "auto" });
  #version = h("span", { class: "aw-badge aw-t-version" });
  #bar: Bar;

  constructor(
    buttons: Pick<ActionButtons<TemplateAction>, "make">,
    more: (at: { x: number; y: number }) => void,
  ) {
    const publish = buttons.make("template.publish", "publish", "Publish");
    publish.classList.add("aw-t-main");
    this.#bar = new Bar(buttons, {
      what: [buttons.make("template.new", "list"), this.#title, this.#version],
      actions: [
        buttons.make("template.versions", "compare"),
        buttons.make("template.fork", "fork"),
        publish,
        buttons.make("template.layout", "layout"),
      ],
      more,
    });
    this.root = this.#bar.root;
  }

  show(model: TemplateModel): void {
    const { document, hello, published, save } = model;
    const { canUndo, canRedo } = model;
    this.#bar.show({ canUndo, canRedo, save, unsent: save === "saved" ? 0 : 1 });
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
