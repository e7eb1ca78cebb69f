import { h } from "../../core/dom";
import type { Category, Translation } from "../../core/wire";
import { askText } from "../../ui/dialog";
import type { CategoriesAction } from "../actions";
import { LANGUAGE, languageName, languagesOf } from "../languages";
import { tidyName } from "../tree/names";
import { section, small, textField } from "./fields";
import type { DetailsPlace, Section } from "./section";

/** What the category is called in other languages, and what is said of it there. */
export class TranslationsSection implements Section {
  readonly root: HTMLElement;
  readonly #list = h("div", { class: "aw-cat-translations" });
  #drawn = "";

  constructor(readonly place: DetailsPlace) {
    this.root = section(
      "Translations",
      "translations",
      [small("Another language", "+ Language", () => this.#another())],
      this.#list,
    );
  }

  show({ category_id, translations = [] }: Category): void {
    const languages = [
      ...new Set([
        ...languagesOf(this.place.designer.draft.schema),
        ...translations.map((t) => t.language),
      ]),
    ];
    const drawn = JSON.stringify([category_id, translations, languages]);
    if (drawn === this.#drawn) return;
    const field = (document.activeElement as HTMLElement | null)?.dataset?.field;
    this.#drawn = drawn;
    this.#list.replaceChildren(...languages.map((one) => this.#language(one, translations)));
    if (field?.startsWith("translation-"))
      this.#list.querySelector<HTMLElement>(`[data-field="${field}"]`)?.focus();
  }

  run(action: CategoriesAction): boolean {
    if (action !== "categories.translate") return false;
    const fields = [...this.#list.querySelectorAll<HTMLInputElement>("input")];
    (fields.find((one) => !one.value) ?? fields[0])?.focus();
    return true;
  }

  #language(language: string, all: readonly Translation[]): HTMLElement {
    const known = all.find((one) => one.language === language);
    const name = textField(
      {
        label: `Name in ${languageName(language)}`,
        name: `translation-${language}`,
        hidesLabel: true,
        placeholder: "Name",
        longest: 200,
      },
      {
        say: (value) => {
          const text = tidyName(value);
          const now = this.#known(language);
          if (text === null && now?.description)
            return "Its description needs a name beside it: take that away first.";
          this.#put(language, text === null ? null : { ...now, language, name: text });
          return null;
        },
        leave: () => this.place.leave(),
      },
    );
    const description = textField(
      {
        label: `Description in ${languageName(language)}`,
        name: `translation-description-${language}`,
        hidesLabel: true,
        placeholder: "Description",
        longest: 2_000,
      },
      {
        say: (value) => {
          const now = this.#known(language);
          if (!now) return "Give it a name in this language first.";
          this.#put(language, { ...now, description: value.trim() });
          return null;
        },
        leave: () => this.place.leave(),
      },
    );
    name.show(known?.name ?? "");
    description.show(known?.description ?? "");
    name.input.lang = description.input.lang = language;
    return h(
      "div",
      { class: "aw-cat-translation" },
      h("span", { title: language }, languageName(language)),
      name.root,
      description.root,
    );
  }

  /** As it is now, not as it was drawn. */
  #known(language: string): Translation | undefined {
    return this.place.category?.translations?.find((one) => one.language === language);
  }

  #put(language: string, to: Translation | null): void {
    const all = this.place.category?.translations ?? [];
    const at = all.findIndex((one) => one.language === language);
    const translations =
      to === null
        ? all.filter((one) => one.language !== language)
        : at < 0
          ? [...all, to]
          : all.map((one, n) => (n === at ? to : one));
    const said = to
      ? `In ${languageName(language)} it is “${to.name}”`
      : `No name in ${languageName(language)}`;
    this.place.set({ translations }, said);
  }

  #another(): void {
    const { designer, category } = this.place;
    if (!category) return;
    designer.dialog((closed) =>
      askText(
        designer.root,
        "Another language",
        "Its tag (BCP 47), such as ko, fr or zh-Hant",
        "",
        (text) => {
          const language = text.trim();
          if (!LANGUAGE.test(language)) return `“${language}” is no tag of a language.`;
          if (languagesOf(designer.draft.schema).includes(language))
            return "It is in the list already.";
          this.#put(language, { language, name: category.name });
          return null;
        },
        closed,
      ),
    );
  }
}
