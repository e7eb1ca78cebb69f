import { h, setText } from "../core/dom";
import { icon } from "../core/icons";
import { canonicalKey, type KeyMap, keyOf, whyNotBound } from "../core/keys";
import {
  KEY_MAPS,
  type KeyMapName,
  type KeyOverrides,
  keyOverrides,
  type SettingsValues,
} from "../core/settings";
import type { Category } from "../core/wire";
import { type Action, categoryAction, GROUPS, groupOf, nameOf, STANDARD, showKey } from "./actions";
import { FIXED, keyMapFrom, overrideProblems, presetKeys, tidyOverrides } from "./keymaps";

/** What the dialog changes: the ready map, and one's own keys over it. */
export type KeyChoice = Pick<SettingsValues, "keyMap" | "keys">;

export interface KeySettingsHost {
  changed(choice: KeyChoice): void;
  close(): void;
}

/** A key that somebody is about to press, for an action; in place of one of its keys, or beside them. */
interface Wanted {
  action: Action;
  instead: string | null;
  /** The key that was pressed and is another action's: whose shall it be? */
  pressed: string | null;
  /** Why the key that was pressed cannot be had. */
  refused: string | null;
}

/**
 * The dialog in which keys are looked up and changed. It is modal: no key that is pressed in it
 * reaches the editor or the page around. Every change is told at once; there is nothing to confirm.
 */
export class KeySettings {
  readonly root: HTMLElement;
  #choice: KeyChoice;
  #map: KeyMap<Action>;
  #wanted: Wanted | null = null;
  #preset: HTMLSelectElement;
  #filter: HTMLInputElement;
  #problems = h("div", { class: "aw-keys-problems" });
  #list = h("div", { class: "aw-keys-list" });
  #text: HTMLTextAreaElement;
  #said = h("p", { class: "aw-keys-said", role: "status" });

  constructor(
    choice: KeyChoice,
    readonly categories: readonly Category[],
    readonly host: KeySettingsHost,
  ) {
    this.#choice = choice;
    this.#map = keyMapFrom(choice.keyMap, choice.keys, categories);
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
    this.#text = h("textarea", {
      class: "aw-keys-text",
      rows: 8,
      spellcheck: "false",
      "aria-label": "Map and own keys as text (JSON)",
    });
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
          this.#button("Reset all", "all", () => this.#resetAll()),
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
        this.#asText(),
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

  #change(choice: KeyChoice, said: string): void {
    const keys = tidyOverrides(choice.keyMap, choice.keys, this.categories);
    this.#choice = { keyMap: choice.keyMap, keys };
    this.#wanted = null;
    this.#show();
    setText(this.#said, said);
    this.host.changed(this.#choice);
  }

  #setKeys(changes: KeyOverrides, said: string): void {
    this.#change({ ...this.#choice, keys: { ...this.#choice.keys, ...changes } }, said);
  }

  /** The keys that an action has by the map and by one's own wish, those that it lost included. */
  #keysOf(action: Action): readonly string[] {
    return this.#map.bindings.find((one) => one.action === action)?.keys ?? [];
  }

  #reset(action: Action): void {
    const { [action]: _, ...keys } = this.#choice.keys;
    this.#change({ ...this.#choice, keys }, `${this.#name(action)}: the keys of the map again`);
  }

  #resetAll(): void {
    this.#change({ ...this.#choice, keys: {} }, "All keys are those of the map again");
  }

  #remove(action: Action, key: string): void {
    const rest = this.#keysOf(action).filter((one) => one !== key);
    this.#setKeys({ [action]: rest }, `${showKey(key)} removed from ${this.#name(action)}`);
  }

  /** Give a key to an action; whoever has it loses it. */
  #give(key: string, action: Action, instead: string | null): void {
    const same = (one: string) => canonicalKey(one) === canonicalKey(key);
    const changes: Record<string, readonly string[]> = {};
    for (const { action: other, keys } of this.#map.bindings)
      if (other !== action && keys.some(same)) changes[other] = keys.filter((one) => !same(one));
    const keys = this.#keysOf(action);
    changes[action] =
      instead === null
        ? [...keys.filter((one) => !same(one)), key]
        : keys.map((one) => (one === instead ? key : one));
    this.#setKeys(changes, `${showKey(key)}: ${this.#name(action)}`);
    this.#focusOn(`add ${action}`);
  }

  /** A key was pressed for an action: give it, refuse it, or ask whose it shall be. */
  #pressed(key: string, wanted: Wanted): void {
    const { action, instead } = wanted;
    const refused = whyNotBound(key);
    const holder = this.#map.holderOf(key);
    if (refused !== null) this.#want({ ...wanted, refused });
    else if (holder === action && instead === null)
      this.#want({ ...wanted, refused: `${showKey(key)} is its key already.` });
    else if (holder !== null && holder !== action) this.#want({ ...wanted, pressed: key });
    else this.#give(key, action, instead);
  }

  #want(wanted: Wanted | null): void {
    this.#wanted = wanted;
    this.#show();
    if (wanted) this.#list.querySelector<HTMLElement>(".aw-keys-press, .aw-keys-take")?.focus();
  }

  /** Give up waiting for a key, the focus back where it was. */
  #giveUp(): void {
    const action = this.#wanted?.action;
    this.#want(null);
    if (action) this.#focusOn(`add ${action}`);
  }

  #key(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") {
      event.preventDefault();
      if (this.#wanted) this.#giveUp();
      else this.host.close();
      return;
    }
    const wanted = this.#wanted;
    const pressing = event.target instanceof Element && event.target.matches(".aw-keys-press");
    if (wanted && pressing && event.key !== "Tab") {
      event.preventDefault();
      const key = keyOf(event);
      if (key !== null && !event.repeat) this.#pressed(key, wanted);
      return;
    }
    if (event.key === "Tab") this.#keepInside(event);
  }

  /** Tab goes round inside the dialog. */
  #keepInside(event: KeyboardEvent): void {
    const all = [
      ...this.root.querySelectorAll<HTMLElement>("button, select, input, textarea, summary"),
    ].filter(
      (one) => !one.closest("details:not([open]) > :not(summary)") && !one.closest("[hidden]"),
    );
    const [first, last] = [all[0], all.at(-1)];
    const edge = event.shiftKey ? first : last;
    if (this.#focused !== edge) return;
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  }

  get #focused(): Element | null {
    return (this.root.getRootNode() as Document | ShadowRoot).activeElement;
  }

  #name(action: Action): string {
    return `“${nameOf(action, this.categories)}”`;
  }

  #button(text: string, focus: string, onclick: () => void, label?: string): HTMLButtonElement {
    return h(
      "button",
      {
        type: "button",
        class: "aw-button aw-wide",
        "data-focus": focus,
        "aria-label": label,
        onclick,
      },
      text,
    );
  }

  #focusOn(name: string): void {
    for (const one of this.root.querySelectorAll<HTMLElement>("[data-focus]"))
      if (one.dataset.focus === name) one.focus();
  }

  #show(): void {
    const { keyMap, keys } = this.#choice;
    const focused = this.#focused instanceof HTMLElement ? this.#focused.dataset.focus : undefined;
    this.#map = keyMapFrom(keyMap, keys, this.categories);
    this.#preset.value = keyMap;
    setText(this.#said, "");
    const own = (action: string) => Object.hasOwn(keys, action);
    const problems = overrideProblems(keys);
    const { conflicts } = this.#map;
    if (conflicts.length)
      problems.push(
        conflicts.length === 1
          ? "One key is wanted by more than one action; see below."
          : `${conflicts.length} keys are wanted by more than one action; see below.`,
      );
    this.#problems.replaceChildren(...problems.map((text) => h("p", {}, text)));
    const sections: [string, Action[]][] = [
      ...GROUPS.map((group): [string, Action[]] => [
        group,
        STANDARD.filter((action) => groupOf(action) === group),
      ]),
      ["Categories", this.categories.map(categoryAction)],
    ];
    this.#list.replaceChildren(
      ...sections.flatMap(([title, actions]) => {
        const found = actions.filter((action) => this.#isFound(action));
        if (!found.length) return [];
        return h(
          "section",
          {},
          h("h4", {}, title),
          ...found.map((action) => this.#row(action, own(action))),
        );
      }),
    );
    if (!this.#list.firstChild) this.#list.append(h("p", {}, "No action or key reads like this."));
    this.#text.value = JSON.stringify(this.#choice, null, 1);
    // What had the focus was made anew.
    if (focused !== undefined) {
      this.#focusOn(focused);
      const [, action] = focused.split(" ");
      if (!this.root.contains(this.#focused)) this.#focusOn(`add ${action}`);
    }
    if (focused !== undefined && !this.root.contains(this.#focused)) this.focus();
  }

  #isFound(action: Action): boolean {
    const sought = this.#filter.value.trim().toLowerCase();
    if (!sought || this.#wanted?.action === action) return true;
    return (
      nameOf(action, this.categories).toLowerCase().includes(sought) ||
      this.#keysOf(action).some((key) =>
        [key, showKey(key)].some((one) => one.toLowerCase() === sought),
      )
    );
  }

  #row(action: Action, isOwn: boolean): HTMLElement {
    const wanted = this.#wanted?.action === action ? this.#wanted : null;
    const name = this.#name(action);
    const fixed = FIXED.has(action);
    const keys = this.#keysOf(action);
    return h(
      "div",
      {
        class: isOwn ? "aw-keys-row aw-keys-own" : "aw-keys-row",
        role: "group",
        "aria-label": nameOf(action, this.categories),
        "data-action": action,
      },
      h("span", { class: "aw-keys-name" }, nameOf(action, this.categories)),
      h(
        "span",
        { class: "aw-keys-keys" },
        ...(fixed
          ? keys.map((key) => h("kbd", {}, showKey(key)))
          : keys.map((key) => this.#chip(action, key))),
        fixed || wanted
          ? null
          : this.#button(
              "Add",
              `add ${action}`,
              () => this.#want({ action, instead: null, pressed: null, refused: null }),
              `Add a key for ${name}`,
            ),
        isOwn && !fixed
          ? this.#button(
              "Reset",
              `reset ${action}`,
              () => this.#reset(action),
              `Reset ${name} to ${this.#mapKeys(action)}`,
            )
          : null,
      ),
      wanted ? this.#asking(wanted) : null,
      ...keys.flatMap((key) => this.#lost(action, key)),
    );
  }

  #mapKeys(action: Action): string {
    const keys = presetKeys(this.#choice.keyMap, action, this.categories);
    return keys.map(showKey).join(" or ") || "no key";
  }

  /** A key of an action: pressing it replaces it, its cross removes it. */
  #chip(action: Action, key: string): HTMLElement {
    const name = this.#name(action);
    const held = this.#map.holderOf(key) === action;
    return h(
      "span",
      { class: held ? "aw-keys-chip" : "aw-keys-chip aw-keys-lost" },
      h(
        "button",
        {
          type: "button",
          class: "aw-keys-replace",
          "data-focus": `key ${action} ${key}`,
          "aria-label": `${showKey(key)}: replace this key of ${name}`,
          title: "Replace this key",
          onclick: () => this.#want({ action, instead: key, pressed: null, refused: null }),
        },
        h("kbd", {}, showKey(key)),
      ),
      h(
        "button",
        {
          type: "button",
          class: "aw-keys-remove",
          "data-focus": `remove ${action} ${key}`,
          "aria-label": `Remove ${showKey(key)} from ${name}`,
          title: "Remove this key",
          onclick: () => this.#remove(action, key),
        },
        icon("close"),
      ),
    );
  }

  /** The place where a key is pressed; or, where the key is another's, the question whose it shall be. */
  #asking({ action, instead, pressed, refused }: Wanted): HTMLElement {
    const name = this.#name(action);
    if (pressed === null)
      return h(
        "div",
        { class: "aw-keys-asking" },
        h("input", {
          class: "aw-keys-press",
          type: "text",
          readonly: true,
          placeholder: "Press the key; Esc gives up",
          "aria-label": `Press the key for ${name}; Escape gives up`,
          onblur: () => {
            // Drawing anew takes the focus, too; somebody who went elsewhere wants no key any more.
            if (this.#wanted?.action === action && this.#wanted.pressed === null)
              setTimeout(() => this.#leave(action));
          },
        }),
        refused === null ? null : h("p", { class: "aw-keys-conflict", role: "alert" }, refused),
      );
    const holder = this.#map.holderOf(pressed);
    const whose = holder === null ? "nobody" : this.#name(holder);
    return h(
      "div",
      { class: "aw-keys-asking", role: "alert" },
      h("p", { class: "aw-keys-conflict" }, `${showKey(pressed)} is the key of ${whose}. `),
      this.#take(pressed, action, instead),
      this.#button("Leave it", `leave ${action}`, () => this.#giveUp()),
    );
  }

  #take(key: string, action: Action, instead: string | null): HTMLButtonElement {
    const button = this.#button(
      "Take it over",
      `take ${action}`,
      () => this.#give(key, action, instead),
      `Take ${showKey(key)} over for ${this.#name(action)}`,
    );
    button.classList.add("aw-keys-take");
    return button;
  }

  /** Where an action wants a key and another has it: who, and what can be done. */
  #lost(action: Action, key: string): HTMLElement[] {
    const holder = this.#map.holderOf(key);
    if (holder === null || holder === action) return [];
    return [
      h(
        "div",
        { class: "aw-keys-asking" },
        h("p", { class: "aw-keys-conflict" }, `${showKey(key)} runs ${this.#name(holder)}. `),
        FIXED.has(holder) ? null : this.#take(key, action, key),
      ),
    ];
  }

  #leave(action: Action): void {
    const wanted = this.#wanted;
    if (wanted?.action !== action || wanted.pressed !== null) return;
    if (this.#focused?.matches(".aw-keys-press")) return;
    this.#wanted = null;
    this.#show();
  }

  #asText(): HTMLElement {
    return h(
      "details",
      { class: "aw-keys-as-text" },
      h("summary", {}, "As text, to keep or to pass on"),
      this.#text,
      h(
        "div",
        { class: "aw-keys-keys" },
        this.#button("Copy", "copy", () => void this.#copy()),
        this.#button("Use this text", "use", () => this.#use()),
      ),
    );
  }

  async #copy(): Promise<void> {
    this.#text.select();
    try {
      await navigator.clipboard.writeText(this.#text.value);
      setText(this.#said, "Copied");
    } catch {
      setText(
        this.#said,
        "The browser does not let this page copy: the text is selected, press Ctrl C",
      );
    }
  }

  #use(): void {
    const read = readChoice(this.#text.value);
    if (typeof read === "string") setText(this.#said, read);
    else this.#change(read, "The keys are those of the text");
  }
}

/** Read what somebody exported; a sentence where it is nothing of the kind. */
export function readChoice(text: string): KeyChoice | string {
  const wrong = "This text is no key map";
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return `${wrong}: it is not JSON.`;
  }
  if (typeof read !== "object" || read === null)
    return `${wrong}: it has no “keyMap” and no “keys”.`;
  const { keyMap = "animewidgets", keys: table = {} } = read as Record<string, unknown>;
  const name = KEY_MAPS.find((one) => one === keyMap);
  if (name === undefined)
    return `${wrong}: there is no map ${JSON.stringify(keyMap)}, only ${KEY_MAPS.join(", ")}.`;
  const keys = keyOverrides(table);
  if (keys === undefined)
    return `${wrong}: “keys” must give a list of keys, at most 8, for each action.`;
  const refused = Object.values(keys)
    .flat()
    .map(whyNotBound)
    .find((why) => why !== null);
  return refused ? `${wrong}: ${refused}` : { keyMap: name, keys };
}
