import { FIXED } from "../core/action_book";
import { h } from "../core/dom";
import { icon } from "../core/icons";
import { showKey } from "../core/key_names";
import type { KeyMap } from "../core/keys";

/** A key that somebody is about to press, for an action; in place of one of its keys, or beside them. */
export interface Wanted {
  action: string;
  instead: string | null;
  /** The key that was pressed and is another action's: whose shall it be? */
  pressed: string | null;
  /** Why the key that was pressed cannot be had. */
  refused: string | null;
}

/** What one line of the key dialog shows. */
export interface KeyRowState {
  action: string;
  /** The keys that it has by the map and by one's own wish, those that it lost included. */
  keys: readonly string[];
  /** The keys of the ready map, where its own are other ones. */
  mapKeys: readonly string[] | null;
  map: KeyMap<string>;
  wanted: Wanted | null;
  nameOf(action: string): string;
}

export interface KeyRowHost {
  want(wanted: Wanted): void;
  giveUp(): void;
  /** The focus went elsewhere while a key was wanted. */
  left(action: string): void;
  /** Give a key to an action, in place of one of its keys or beside them; whoever has it loses it. */
  give(key: string, action: string, instead: string | null): void;
  remove(action: string, key: string): void;
  reset(action: string): void;
}

/**
 * One line of the key dialog: an action, its keys, and what can be done about them. Controls carry
 * `data-focus`, so that the focus finds them again in a line that was drawn anew.
 */
export function keyRow(state: KeyRowState, host: KeyRowHost): HTMLElement {
  const { action, keys, mapKeys, map, wanted, nameOf } = state;
  const name = `“${nameOf(action)}”`;
  const fixed = FIXED.has(action);

  const button = (text: string, focus: string, onclick: () => void, label?: string) =>
    h(
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

  /** A key: pressing it replaces it, its cross removes it. */
  const chip = (key: string) =>
    h(
      "span",
      {
        class: map.holderOf(key) === action ? "aw-keys-chip" : "aw-keys-chip aw-keys-lost",
      },
      h(
        "button",
        {
          type: "button",
          class: "aw-keys-replace",
          "data-focus": `key ${action} ${key}`,
          "aria-label": `${showKey(key)}: replace this key of ${name}`,
          title: "Replace this key",
          onclick: () => host.want({ action, instead: key, pressed: null, refused: null }),
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
          onclick: () => host.remove(action, key),
        },
        icon("close"),
      ),
    );

  const take = (key: string, instead: string | null) => {
    const label = `Take ${showKey(key)} over for ${name}`;
    const taking = button(
      "Take it over",
      `take ${action}`,
      () => host.give(key, action, instead),
      label,
    );
    taking.classList.add("aw-keys-take");
    return taking;
  };

  /** The place where the key is pressed. */
  const pressing = (refused: string | null) =>
    h(
      "div",
      { class: "aw-keys-asking" },
      h("input", {
        class: "aw-keys-press",
        type: "text",
        readonly: true,
        placeholder: "Press the key; Esc gives up",
        "aria-label": `Press the key for ${name}; Escape gives up`,
        // Drawing anew takes the focus, too, and gives it back: look once that is done.
        onblur: () => setTimeout(() => host.left(action)),
      }),
      refused === null ? null : h("p", { class: "aw-keys-conflict", role: "alert" }, refused),
    );

  /** The key that was pressed is another's: whose shall it be? */
  const asking = (key: string, instead: string | null) => {
    const holder = map.holderOf(key);
    const whose = holder === null ? "nobody" : `“${nameOf(holder)}”`;
    return h(
      "div",
      { class: "aw-keys-asking", role: "alert" },
      h("p", { class: "aw-keys-conflict" }, `${showKey(key)} is the key of ${whose}. `),
      take(key, instead),
      button("Leave it", `leave ${action}`, () => host.giveUp()),
    );
  };

  /** Where the action wants a key and another has it: who, and what can be done. */
  const lost = (key: string) => {
    const holder = map.holderOf(key);
    if (holder === null || holder === action) return null;
    return h(
      "div",
      { class: "aw-keys-asking" },
      h("p", { class: "aw-keys-conflict" }, `${showKey(key)} runs “${nameOf(holder)}”. `),
      take(key, key),
    );
  };

  const add = () => host.want({ action, instead: null, pressed: null, refused: null });
  const back = mapKeys?.map(showKey).join(" or ") || "no key";
  return h(
    "div",
    {
      class: mapKeys ? "aw-keys-row aw-keys-own" : "aw-keys-row",
      role: "group",
      "aria-label": nameOf(action),
      "data-action": action,
    },
    h("span", { class: "aw-keys-name" }, nameOf(action)),
    h(
      "span",
      { class: "aw-keys-keys" },
      ...keys.map((key) => (fixed ? h("kbd", {}, showKey(key)) : chip(key))),
      fixed || wanted ? null : button("Add", `add ${action}`, add, `Add a key for ${name}`),
      mapKeys && !fixed
        ? button("Reset", `reset ${action}`, () => host.reset(action), `Reset ${name} to ${back}`)
        : null,
    ),
    wanted && wanted.pressed === null ? pressing(wanted.refused) : null,
    wanted && wanted.pressed !== null ? asking(wanted.pressed, wanted.instead) : null,
    ...keys.map(lost),
  );
}
