import { type ActionBook, categoryAction } from "../core/action_book";
import { h, setText } from "../core/dom";
import { icon } from "../core/icons";
import { showKey } from "../core/key_names";
import { canonicalKey, type KeyMap, keyOf, whyNotBound } from "../core/keys";
import { KEY_MAPS, type KeyMapName, type KeyOverrides } from "../core/settings";
import type { Category } from "../core/wire";
import { type KeyRowHost, keyRow, type Wanted } from "./key_row";
import { type KeyChoice, KeyText } from "./key_text";

export interface KeySettingsHost {
  changed(choice: KeyChoice): void;
  close(): void;
}

/**
 * The dialog in which keys are looked up and changed. It is modal: no key that is pressed in it
 * reaches the editor or the page around. Every change is told at once; there is nothing to confirm.
 */
export class KeySettings implements KeyRowHost {
  readonly root: HTMLElement;
  #choice: KeyChoice;
  #map: KeyMap<string>;
  #wanted: Wanted | null = null;
  #preset: HTMLSelectElement;
  #filter: HTMLInputElement;
  #problems = h("div", { class: "aw-keys-problems" });
  #list = h("div", { class: "aw-keys-list" });
  #said = h("p", { class: "aw-keys-said", role: "status" });
  #text = new KeyText(
    (choice) => this.#change(choice, "The keys are those of the text"),
    (text) => setText(this.#said, text),
  );

  constructor(
    readonly book: ActionBook<string>,
    choice: KeyChoice,
    readonly categories: readonly Category[],
    readonly host: KeySettingsHost,
  ) {
    this.#choice = choice;
    this.#map = this.book.keyMap(choice.keyMap, choice.keys, categories);
    this.#preset = h(
      "select",
      {
        class: "aw-select",
        onchange: () =>
          this.#change(
            { ...this.#choice, keyMap: this.#preset.value as KeyMapName },
            "Map changed",
          ),
      },
      ...KEY_MAPS.map((name) => h("option", { value: name }, name)),
    );
    this.#filter = h("input", {
      class: "aw-keys-filter",
      type: "search",
      autocomplete: "off",
      spellcheck: "false",
      placeholder: "Action or key",
      oninput: () => this.#show(),
    });
    const resetAll = () =>
      this.#change({ ...this.#choice, keys: {} }, "All keys are those of the map again");
    this.root = h(
      "div",
      {
        class: "aw-keys",
        role: "dialog",
        "aria-modal": "true",
        "aria-label": "Choose and change keys",
        onkeydown: (event: KeyboardEvent) => this.#key(event),
        // The editor keeps the focus when its buttons are clicked; here it goes where it is clicked.
        onmousedown: (event: MouseEvent) => event.stopPropagation(),
      },
      h(
        "div",
        { class: "aw-keys-sheet" },
        h(
          "header",
          { class: "aw-keys-head" },
          h("h3", {}, "Keys"),
          h("label", {}, "Map ", this.#preset),
          h("label", {}, "Find ", this.#filter),
          h(
            "button",
            { type: "button", class: "aw-button aw-wide", onclick: resetAll },
            "Reset all",
          ),
          h("span", { class: "aw-spring" }),
          h(
            "button",
            {
              type: "button",
              class: "aw-button",
              "aria-label": "Close keys",
              onclick: () => host.close(),
            },
            icon("close"),
          ),
        ),
        this.#said,
        this.#problems,
        this.#list,
        this.#text.root,
      ),
    );
    this.#show();
  }

  focus(): void {
    this.#filter.focus();
  }

  /** Show a choice that was made elsewhere: in another page, or in another view of the editor. */
  show(choice: KeyChoice): void {
    if (JSON.stringify(choice) === JSON.stringify(this.#choice)) return;
    this.#choice = choice;
    this.#show();
  }

  want(wanted: Wanted | null): void {
    this.#wanted = wanted;
    this.#show();
    if (wanted) this.#list.querySelector<HTMLElement>(".aw-keys-press, .aw-keys-take")?.focus();
  }

  giveUp(): void {
    const action = this.#wanted?.action;
    this.want(null);
    if (action) this.#focusOn(`add ${action}`);
  }

  left(action: string): void {
    const wanted = this.#wanted;
    if (wanted?.action !== action || wanted.pressed !== null) return;
    if (this.#focused?.matches(".aw-keys-press")) return;
    this.#wanted = null;
    // Its line only: the focus may have left for another line's button, whose click is under way.
    for (const row of this.#list.querySelectorAll<HTMLElement>("[data-action]"))
      if (row.dataset.action === action) row.replaceWith(this.#row(action));
  }

  give(key: string, action: string, instead: string | null): void {
    const same = (one: string) => canonicalKey(one) === canonicalKey(key);
    const changes: Record<string, readonly string[]> = {};
    for (const { action: other, keys } of this.#map.bindings)
      if (other !== action && keys.some(same)) changes[other] = keys.filter((one) => !same(one));
    const keys = this.#keysOf(action);
    const others = keys.filter((one) => one === instead || !same(one));
    changes[action] =
      instead === null ? [...others, key] : others.map((one) => (one === instead ? key : one));
    this.#setKeys(changes, `${showKey(key)}: ${this.#quoted(action)}`);
    this.#focusOn(`add ${action}`);
  }

  remove(action: string, key: string): void {
    const rest = this.#keysOf(action).filter((one) => one !== key);
    this.#setKeys({ [action]: rest }, `${showKey(key)} removed from ${this.#quoted(action)}`);
  }

  reset(action: string): void {
    const { [action]: _, ...keys } = this.#choice.keys;
    this.#change({ ...this.#choice, keys }, `${this.#quoted(action)}: the keys of the map again`);
  }

  #setKeys(changes: KeyOverrides, said: string): void {
    this.#change({ ...this.#choice, keys: { ...this.#choice.keys, ...changes } }, said);
  }

  #change({ keyMap, keys }: KeyChoice, said: string): void {
    this.#choice = { keyMap, keys: this.book.tidyOverrides(keyMap, keys, this.categories) };
    this.#wanted = null;
    this.#show();
    setText(this.#said, said);
    this.host.changed(this.#choice);
  }

  #keysOf(action: string): readonly string[] {
    return this.#map.bindings.find((one) => one.action === action)?.keys ?? [];
  }

  #quoted(action: string): string {
    return `“${this.book.nameOf(action, this.categories)}”`;
  }

  /** A key was pressed for an action: give it, refuse it, or ask whose it shall be. */
  #pressed(key: string, wanted: Wanted): void {
    const { action, instead } = wanted;
    const refused = whyNotBound(key);
    const holder = this.#map.holderOf(key);
    if (refused !== null) this.want({ ...wanted, refused });
    else if (holder === action && instead === null)
      this.want({ ...wanted, refused: `${showKey(key)} is its key already.` });
    else if (holder !== null && holder !== action) this.want({ ...wanted, pressed: key });
    else this.give(key, action, instead);
  }

  #key(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") {
      event.preventDefault();
      if (this.#wanted) this.giveUp();
      else this.host.close();
      return;
    }
    if (event.key === "Tab") {
      this.#keepInside(event);
      return;
    }
    const pressing = event.target instanceof Element && event.target.matches(".aw-keys-press");
    if (!this.#wanted || !pressing) return;
    event.preventDefault();
    const key = keyOf(event);
    if (key !== null && !event.repeat) this.#pressed(key, this.#wanted);
  }

  /** Tab goes round inside the dialog. */
  #keepInside(event: KeyboardEvent): void {
    const all = [
      ...this.root.querySelectorAll<HTMLElement>("button, select, input, textarea, summary"),
    ].filter((one) => !one.closest("details:not([open]) > :not(summary)"));
    const [first, last] = [all[0], all.at(-1)];
    if (this.#focused !== (event.shiftKey ? first : last)) return;
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  }

  get #focused(): Element | null {
    return (this.root.getRootNode() as Document | ShadowRoot).activeElement;
  }

  #focusOn(name: string): void {
    for (const one of this.root.querySelectorAll<HTMLElement>("[data-focus]"))
      if (one.dataset.focus === name) one.focus();
  }

  #show(): void {
    const { keyMap, keys } = this.#choice;
    const focus = this.#focused instanceof HTMLElement ? this.#focused.dataset.focus : undefined;
    this.#map = this.book.keyMap(keyMap, keys, this.categories);
    this.#preset.value = keyMap;
    setText(this.#said, "");
    this.#problems.replaceChildren(...this.#troubles().map((text) => h("p", {}, text)));
    const sections: [title: string, actions: string[]][] = [
      ...this.book.groups.map((group): [string, string[]] => [
        group,
        this.book.standard.filter((action) => this.book.groupOf(action) === group),
      ]),
      ["Categories", this.categories.map(categoryAction)],
    ];
    const found = sections.flatMap(([title, actions]) => {
      const rows = actions.filter((one) => this.#isFound(one)).map((one) => this.#row(one));
      return rows.length ? [h("section", {}, h("h4", {}, title), ...rows)] : [];
    });
    const none = h("p", {}, "No action or key reads like this.");
    this.#list.replaceChildren(...(found.length ? found : [none]));
    this.#text.show(this.#choice);
    if (focus !== undefined) this.#restore(focus);
  }

  /** What had the focus was drawn anew, or is gone: then the focus stays in its line, or in the dialog. */
  #restore(focus: string): void {
    this.#focusOn(focus);
    if (!this.root.contains(this.#focused)) this.#focusOn(`add ${focus.split(" ")[1]}`);
    if (!this.root.contains(this.#focused)) this.focus();
  }

  #troubles(): string[] {
    const { length } = this.#map.conflicts;
    const wanted = length === 1 ? "One key is" : `${length} keys are`;
    return [
      ...this.book.overrideProblems(this.#choice.keys),
      ...(length ? [`${wanted} wanted by more than one action; see below.`] : []),
    ];
  }

  #isFound(action: string): boolean {
    const sought = this.#filter.value.trim().toLowerCase();
    if (!sought || this.#wanted?.action === action) return true;
    return (
      this.book.nameOf(action, this.categories).toLowerCase().includes(sought) ||
      this.#keysOf(action).some((key) =>
        [key, showKey(key)].some((one) => one.toLowerCase() === sought),
      )
    );
  }

  #row(action: string): HTMLElement {
    const { keyMap, keys } = this.#choice;
    const isOwn = Object.hasOwn(keys, action);
    return keyRow(
      {
        action,
        keys: this.#keysOf(action),
        mapKeys: isOwn ? this.book.presetKeys(keyMap, action, this.categories) : null,
        map: this.#map,
        wanted: this.#wanted?.action === action ? this.#wanted : null,
        nameOf: (one) => this.book.nameOf(one, this.categories),
      },
      this,
    );
  }
}
