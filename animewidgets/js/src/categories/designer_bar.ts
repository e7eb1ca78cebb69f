import { h, setAttribute, setText } from "../core/dom";
import { Bar } from "../ui/bar";
import type { ActionButtons } from "../ui/buttons";
import type { CategoriesAction } from "./actions";
import type { Draft } from "./draft";
import type { DesignerHello } from "./hello";

/** The line over the designer: which schema and version, how far the draft is, and what becomes of it. */
export class DesignerBar {
  readonly root: HTMLElement;
  readonly #bar: Bar;
  readonly #publish: HTMLButtonElement;
  readonly #detail = h("span", { class: "aw-detail" });

  constructor(
    readonly hello: DesignerHello,
    buttons: Pick<ActionButtons<CategoriesAction>, "make">,
    more: (at: { x: number; y: number }) => void,
  ) {
    const { schema_id } = hello.schema;
    this.#publish = buttons.make(
      "categories.publish",
      "publish",
      hello.maintainer ? "Publish" : "Propose",
    );
    this.#bar = new Bar(buttons, {
      what: [
        h("bdi", { class: "aw-title", dir: "auto", title: schema_id }, schema_id),
        this.#detail,
      ],
      actions: [
        buttons.make("categories.import", "fileIn"),
        buttons.make("categories.export", "toNext"),
        this.#publish,
        buttons.make("fullScreen", "fullScreen"),
        buttons.make("keySettings", "keys"),
      ],
      more,
    });
    this.root = this.#bar.root;
  }

  show(draft: Draft): void {
    const { project, person } = this.hello;
    const count = draft.history.undo.length;
    const published = draft.base.version ? `Version ${draft.base.version}` : "Not published yet";
    const changes = count
      ? `${count} ${count === 1 ? "change" : "changes"} in your draft`
      : "no changes";
    this.#bar.show(draft);
    setText(this.#detail, `${published} · ${changes}`);
    setAttribute(this.#detail, "title", `${published}; ${changes}; project ${project}, ${person}`);
    setAttribute(this.#publish, "disabled", !count);
    setAttribute(this.#publish, "data-ready", count > 0);
  }
}
