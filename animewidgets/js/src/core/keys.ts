/**
 * Keys as people write them: `Ctrl+Shift+Z`, `Alt+N`, `Space`, `?`, `Num5`. `Ctrl` stands for Cmd as
 * well, `Alt` for Option. Shift is part of a key only for letters, digits and named keys; for signs
 * such as `?` the keyboard layout decides whether Shift is needed.
 */
export interface Binding<Action extends string> {
  readonly action: Action;
  readonly keys: readonly string[];
}

export interface KeyConflict<Action extends string> {
  readonly key: string;
  /** Who wants it; the first has it. */
  readonly actions: readonly Action[];
}

/** What of a keyboard event tells the key; a real event has it all. */
export interface Press {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
  getModifierState?(name: string): boolean;
}

export class KeyMap<Action extends string> {
  readonly conflicts: readonly KeyConflict<Action>[];
  #actions = new Map<string, Action>();

  /** Where two actions want one key, the first keeps it and the conflict is told. */
  constructor(readonly bindings: readonly Binding<Action>[]) {
    const wanted = new Map<string, Action[]>();
    for (const { action, keys } of bindings)
      for (const key of keys) {
        const canonical = canonicalKey(key);
        const actions = wanted.get(canonical);
        if (!actions) wanted.set(canonical, [action]);
        else if (!actions.includes(action)) actions.push(action);
      }
    for (const [key, [first]] of wanted) this.#actions.set(key, first as Action);
    this.conflicts = [...wanted]
      .filter(([, actions]) => actions.length > 1)
      .map(([key, actions]) => ({ key: writeKey(key), actions }));
  }

  actionOf(press: Press): Action | null {
    for (const key of spellings(press)) {
      const action = this.#actions.get(key);
      if (action !== undefined) return action;
    }
    return null;
  }

  /** Who has a key, as written. */
  holderOf(key: string): Action | null {
    return this.#actions.get(canonicalKey(key)) ?? null;
  }

  /** The keys that run an action: those that it wanted and got. */
  keysFor(action: Action): readonly string[] {
    return this.bindings
      .filter((one) => one.action === action)
      .flatMap((one) => one.keys)
      .filter((key) => this.holderOf(key) === action);
  }
}

/** Names of keys in events (lower case), as people write them. */
const WRITTEN: Record<string, string> = {
  " ": "Space",
  arrowleft: "Left",
  arrowright: "Right",
  arrowup: "Up",
  arrowdown: "Down",
  escape: "Escape",
  enter: "Enter",
  tab: "Tab",
  home: "Home",
  end: "End",
  pageup: "PageUp",
  pagedown: "PageDown",
  insert: "Insert",
  delete: "Delete",
  backspace: "Backspace",
  contextmenu: "ContextMenu",
  numenter: "NumEnter",
  numadd: "NumAdd",
  numsubtract: "NumSubtract",
  nummultiply: "NumMultiply",
  numdivide: "NumDivide",
  numdecimal: "NumDecimal",
};

const NAMED: Record<string, string> = {
  ...Object.fromEntries(Object.entries(WRITTEN).map(([key, name]) => [name.toLowerCase(), key])),
  esc: "escape",
  del: "delete",
  plus: "+",
};

const MODIFIERS: Record<string, "ctrl" | "alt" | "shift"> = {
  ctrl: "ctrl",
  control: "ctrl",
  cmd: "ctrl",
  meta: "ctrl",
  alt: "alt",
  option: "alt",
  shift: "shift",
};

/** Modifiers and name of a written key. A plus at the end is the key itself, not a joint: `Ctrl++`. */
function partsOf(written: string): { name: string; modifiers: string[] } {
  const lower = written.toLowerCase();
  const modifiers = lower.endsWith("+")
    ? [...lower.slice(0, -1).split("+").filter(Boolean), "+"]
    : lower.split("+");
  const name = modifiers.pop() ?? "";
  return { name: NAMED[name] ?? name, modifiers };
}

/** One spelling for each key: modifiers in order, lower case. */
export function canonicalKey(written: string): string {
  const { name, modifiers } = partsOf(written);
  const held = modifiers.map((one) => MODIFIERS[one] ?? one);
  return spell(name, held.includes("ctrl"), held.includes("alt"), held.includes("shift"));
}

function spell(key: string, ctrl: boolean, alt: boolean, shift: boolean): string {
  const shown = shift && !isSign(key);
  return `${ctrl ? "ctrl+" : ""}${alt ? "alt+" : ""}${shown ? "shift+" : ""}${key}`;
}

/** A key as people write it, whatever its spelling was: `ctrl+shift+z` is `Ctrl+Shift+Z`. */
export function writeKey(spelled: string): string {
  const canonical = canonicalKey(spelled);
  const { name, modifiers } = partsOf(canonical);
  return [...modifiers.map(capital), WRITTEN[name] ?? capital(name)].join("+");
}

/** With a capital, where that is one letter again: `ß` has none. */
function capital(name: string): string {
  const great = name.charAt(0).toUpperCase();
  return great.toLowerCase() === name.charAt(0) ? great + name.slice(1) : name;
}

/** The key that a press stands for, as written; `null` for a lone modifier or half a character. */
export function keyOf(press: Press): string | null {
  const [likeliest] = spellings(press);
  return likeliest === undefined ? null : writeKey(likeliest);
}

/**
 * Why a key cannot be bound, or `null` where it can. Browsers keep a few keys to themselves, Tab
 * must go on leading through the page, and Escape out of whatever is open.
 */
export function whyNotBound(written: string): string | null {
  const { name, modifiers } = partsOf(written);
  const known =
    name in WRITTEN || /^(?:f([1-9]|1\d|2[0-4])|num\d)$/.test(name) || [...name].length === 1;
  if (!known || modifiers.some((one) => !(one in MODIFIERS)))
    return `“${written}” is no key: write it as Ctrl+Shift+Z, Alt+N, Space, PageUp, Num5 or ?.`;
  const key = writeKey(written);
  if (name === "tab") return `${key} leads through the page and cannot be bound.`;
  if (name === "escape") return `${key} closes and lets go, and cannot be bound.`;
  return KEPT_BY_BROWSERS.has(canonicalKey(key))
    ? `${key} belongs to the browser: a page does not get it.`
    : null;
}

const KEPT_BY_BROWSERS: ReadonlySet<string> = new Set(
  [
    ..."NTWQ".split("").flatMap((letter) => [`Ctrl+${letter}`, `Ctrl+Shift+${letter}`]),
    ...["Ctrl+Shift+P", "Ctrl+PageUp", "Ctrl+PageDown", "F5", "Ctrl+F5", "F11", "F12", "Alt+F4"],
    // Tabs by number: with Ctrl on some systems, with Alt on others.
    ..."123456789".split("").flatMap((digit) => [`Ctrl+${digit}`, `Alt+${digit}`]),
  ].map(canonicalKey),
);

/** A sign is typed with or without Shift as the layout has it; letters, digits and names are not signs. */
function isSign(key: string): boolean {
  return [...key].length === 1 && key !== " " && !/^[\p{L}\p{Nd}]$/u.test(key);
}

/** A letter (or kana) of another script than Latin: what is meant is the key that it lies on. */
function isForeign(key: string): boolean {
  return /^[\p{L}\u3000-\u30ff]$/u.test(key) && !/^\p{Script=Latin}$/u.test(key);
}

/** What says no more than that some key is down. */
const MUTE = new Set(
  "alt altgraph capslock compose control dead fn fnlock hyper meta numlock process scrolllock shift super symbol unidentified".split(
    " ",
  ),
);

/** The signs of the keys beside the letters, without and with Shift, on the layout that codes are named after. */
const SIGNS: Record<string, readonly [plain: string, shifted: string]> = {
  Backquote: ["`", "~"],
  Minus: ["-", "_"],
  Equal: ["=", "+"],
  BracketLeft: ["[", "{"],
  BracketRight: ["]", "}"],
  Backslash: ["\\", "|"],
  Semicolon: [";", ":"],
  Quote: ["'", '"'],
  Comma: [",", "<"],
  Period: [".", ">"],
  Slash: ["/", "?"],
};

/** The spellings that a press may be bound under, likeliest first. */
function spellings(press: Press): string[] {
  const { code, shiftKey: shift, altKey: alt } = press;
  const key = press.key.normalize("NFKC").toLowerCase();
  // AltGr types a sign; systems report it as Alt, as Ctrl and Alt, or as neither.
  if (isSign(key) && press.getModifierState?.("AltGraph")) return [key];
  const ctrl = press.ctrlKey || press.metaKey;
  const found: string[] = [];
  const add = (name: string) => found.push(spell(name, ctrl, alt, shift));

  const pad = /^Numpad(\w+)$/.exec(code)?.[1];
  if (pad !== undefined) add(`num${pad.toLowerCase()}`);
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  // Digits are where the keyboard has them, even where that row gives other signs without Shift.
  if (digit !== undefined && pad === undefined && !shift && !alt) add(digit);
  const letter = /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase();
  const placed = letter ?? SIGNS[code]?.[shift ? 1 : 0];
  // Other scripts, and Option on a Mac, give other characters than those that keys are named after.
  const usual = letter === undefined ? /^[!-~]$/ : /^[a-z]$/;
  if (placed !== undefined && (isForeign(key) || (alt && !usual.test(key)))) add(placed);
  if (!MUTE.has(key) && !isForeign(key)) {
    // A layout that gives digits with Shift only means the digit, not the digit with Shift.
    if (/^\d$/.test(key)) found.push(spell(key, ctrl, alt, false));
    else add(key);
    // Where Option gave a sign, it may be just that sign that was meant.
    if (alt && isSign(key) && /^(?:Key|Digit)/.test(code))
      found.push(spell(key, ctrl, false, false));
  }
  if (digit !== undefined) add(digit);
  return found;
}

/** Whether keys belong to what is focused there: a field that is typed into. */
export function typesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  return (
    target instanceof HTMLInputElement &&
    !["range", "checkbox", "radio", "button", "color", "file"].includes(target.type)
  );
}

/** Whether a focused control uses this key itself. */
function controlUses(target: EventTarget | null, key: string): boolean {
  if (target instanceof HTMLButtonElement) return key === " " || key === "Enter";
  if (target instanceof HTMLSelectElement) return !["Escape", "?"].includes(key);
  if (!(target instanceof HTMLInputElement)) return false;
  if (target.type === "checkbox") return key === " ";
  if (target.type === "radio") return key === " " || key.startsWith("Arrow");
  if (target.type === "range")
    return key.startsWith("Arrow") || ["Home", "End", "PageUp", "PageDown"].includes(key);
  return false;
}

/**
 * Run actions for keys pressed while the focus is inside `root`. What is handled goes no further, so
 * that the page around (JupyterLab, Voila) does not act on it as well; everything else passes.
 */
export function listenForKeys<Action extends string>(
  root: HTMLElement,
  map: () => KeyMap<Action>,
  run: (action: Action, event: KeyboardEvent) => boolean,
  signal: AbortSignal,
): void {
  root.addEventListener(
    "keydown",
    (event) => {
      // While an input method composes a character its keys are not ours (229: older browsers).
      if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
      if (typesText(event.target)) {
        // The page around must not act on what is typed here either.
        event.stopPropagation();
        return;
      }
      if (controlUses(event.target, event.key)) return;
      const action = map().actionOf(event);
      if (action === null || !run(action, event)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    { signal },
  );
}
