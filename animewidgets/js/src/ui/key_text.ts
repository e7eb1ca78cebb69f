import { h } from "../core/dom";
import { whyNotBound } from "../core/keys";
import { KEY_MAPS, keyOverrides, type SettingsValues } from "../core/settings";

/** A ready map, and one's own keys over it. */
export type KeyChoice = Pick<SettingsValues, "keyMap" | "keys">;

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

/** The part of the key dialog that gives map and own keys as text, and takes them from text. */
export class KeyText {
  readonly root: HTMLElement;
  #text = h("textarea", {
    class: "aw-keys-text",
    rows: 8,
    spellcheck: "false",
    "aria-label": "Map and own keys as text (JSON)",
  });

  constructor(
    readonly use: (choice: KeyChoice) => void,
    readonly say: (text: string) => void,
  ) {
    const button = (text: string, onclick: () => void) =>
      h("button", { type: "button", class: "aw-button aw-wide", onclick }, text);
    this.root = h(
      "details",
      { class: "aw-keys-as-text" },
      h("summary", {}, "As text, to keep or to pass on"),
      this.#text,
      h(
        "div",
        { class: "aw-keys-keys" },
        button("Copy", () => void this.#copy()),
        button("Use this text", () => this.#use()),
      ),
    );
  }

  show(choice: KeyChoice): void {
    this.#text.value = JSON.stringify(choice, null, 1);
  }

  async #copy(): Promise<void> {
    this.#text.select();
    try {
      await navigator.clipboard.writeText(this.#text.value);
      this.say("Copied");
    } catch {
      this.say("The browser does not let this page copy: the text is selected, press Ctrl C");
    }
  }

  #use(): void {
    const read = readChoice(this.#text.value);
    if (typeof read === "string") this.say(read);
    else this.use(read);
  }
}
