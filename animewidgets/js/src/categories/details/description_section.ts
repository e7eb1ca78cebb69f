import { h, setAttribute } from "../../core/dom";
import type { Category } from "../../core/wire";
import { markdown } from "../../ui/markdown";
import type { CategoriesAction } from "../actions";
import { section, type TextField, textField } from "./fields";
import type { DetailsPlace, Section } from "./section";

/** When to choose the category, in Markdown, and how that reads. */
export class DescriptionSection implements Section {
  readonly root: HTMLElement;
  readonly #field: TextField;
  readonly #shown = h("div", { class: "aw-cat-preview", dir: "auto" });
  #text: string | null = null;

  constructor(readonly place: DetailsPlace) {
    this.#field = textField(
      {
        label: "When to choose it, in Markdown",
        name: "description",
        lines: 3,
        longest: 2_000,
        hidesLabel: true,
        placeholder: "When to choose it, in Markdown. A frame: [see here](frame:PTS@RELEASE)",
      },
      {
        say: (value) => {
          const description = value.trim();
          place.set({ description }, description ? "The description is set" : "No description");
          return null;
        },
        leave: () => place.leave(),
      },
    );
    this.#field.input.addEventListener("input", () => this.#render(this.#field.input.value));
    this.root = section("Description", "description", [], this.#field.root, this.#shown);
  }

  show({ description = "" }: Category): void {
    this.#field.show(description);
    this.#render(this.#field.input.value);
  }

  run(action: CategoriesAction): boolean {
    if (action !== "categories.description") return false;
    this.#field.input.focus();
    return true;
  }

  #render(text: string): void {
    if (text === this.#text) return;
    this.#text = text;
    setAttribute(this.#shown, "hidden", !text.trim());
    this.#shown.replaceChildren(markdown(text));
  }
}
