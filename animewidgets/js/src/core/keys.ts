/**
 * Keys as people write them: `Ctrl+Shift+Z`, `Space`, `?`. `Ctrl` stands for Cmd as well. Shift is
 * part of a key only for letters and named keys; for signs such as `?` the keyboard layout decides
 * whether Shift is needed.
 */
export interface Binding<Action extends string> {
  readonly action: Action;
  readonly keys: readonly string[];
}

export interface KeyConflict<Action extends string> {
  readonly key: string;
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
      .map(([key, actions]) => ({ key, actions }));
  }

  actionOf(press: Press): Action | null {
    if (press.altKey) return null;
    for (const key of keysOf(press)) {
      const action = this.#actions.get(key);
      if (action !== undefined) return action;
    }
    return null;
  }

  keysFor(action: Action): readonly string[] {
    return this.bindings.filter((one) => one.action === action).flatMap((one) => one.keys);
  }
}

const NAMED: Record<string, string> = {
  space: " ",
  left: "arrowleft",
  right: "arrowright",
  up: "arrowup",
  down: "arrowdown",
  esc: "escape",
  plus: "+",
};

/** One spelling for each key: modifiers in order, lower case. */
function canonicalKey(written: string): string {
  // A plus at the end is the key itself, not a joint: `Ctrl++`.
  const parts = written.endsWith("+")
    ? [...written.slice(0, -1).split("+").filter(Boolean), "+"]
    : written.split("+");
  const name = (parts.pop() ?? "").toLowerCase();
  const modifiers = parts.map((part) => part.toLowerCase());
  return spell(NAMED[name] ?? name, modifiers.includes("ctrl"), modifiers.includes("shift"));
}

function spell(key: string, ctrl: boolean, shift: boolean): string {
  return `${ctrl ? "ctrl+" : ""}${shift ? "shift+" : ""}${key}`;
}

/** The spellings that a press may be bound under, likeliest first. */
function keysOf(press: Press): string[] {
  const ctrl = press.ctrlKey || press.metaKey;
  const key = press.key.toLowerCase();
  const isSign = key.length === 1 && key.toLowerCase() === key.toUpperCase() && key !== " ";
  const spellings = [spell(key, ctrl, isSign ? false : press.shiftKey)];
  // Digits are where the keyboard has them, even where that row gives other signs without Shift.
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(press.code)?.[1];
  if (digit !== undefined && digit !== key) spellings.push(spell(digit, ctrl, press.shiftKey));
  return spellings;
}

/** Whether keys belong to what is focused there: a field that is typed into. */
export function typesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  return (
    target instanceof HTMLInputElement && !["range", "checkbox", "button"].includes(target.type)
  );
}

/** Whether a focused control uses this key itself. */
function controlUses(target: EventTarget | null, key: string): boolean {
  if (target instanceof HTMLButtonElement) return key === " " || key === "Enter";
  if (target instanceof HTMLSelectElement) return !["Escape", "?"].includes(key);
  if (target instanceof HTMLInputElement && target.type === "range")
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
