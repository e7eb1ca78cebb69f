import { h } from "../core/dom";
import { CATEGORIES } from "./actions";
import { languageName, languagesOf } from "./languages";
import type { Schema } from "./schema";

/** In which language names are shown: a choice among those that the schema is translated into. */
export class LanguageChoice {
  readonly root: HTMLSelectElement;
  #shown = "";

  constructor(choose: (language: string | null) => void) {
    const label = CATEGORIES.labelOf("categories.language");
    this.root = h("select", {
      class: "aw-select aw-cat-language",
      "aria-label": label,
      title: label,
      onchange: () => choose(this.root.value || null),
    });
  }

  show(schema: Schema, language: string | null): void {
    const languages = languagesOf(schema);
    const key = languages.join(" ");
    if (this.#shown !== key || !this.root.options.length) {
      this.#shown = key;
      this.root.replaceChildren(
        h("option", { value: "" }, "As written"),
        ...languages.map((one) => h("option", { value: one }, languageName(one))),
      );
    }
    this.root.value = language ?? "";
  }
}

/** The language after another one; names as they are written (`null`) come after the last. */
export function nextLanguage(schema: Schema, language: string | null): string | null {
  const all = [null, ...languagesOf(schema)];
  return all[(all.indexOf(language) + 1) % all.length] ?? null;
}
