import { type Binding, KeyMap } from "../core/keys";
import type { Category } from "../core/wire";

/** Everything that one can do in the editor, with its keys: the one table that keys, buttons and help read. */
export const ACTIONS = {
  play: ["Play or pause", "Moving", "Space"],
  stepBack: ["One frame back", "Moving", "Left"],
  stepForward: ["One frame on", "Moving", "Right"],
  leapBack: ["Ten frames back", "Moving", "Shift+Left"],
  leapForward: ["Ten frames on", "Moving", "Shift+Right"],
  secondBack: ["One second back", "Moving", "Ctrl+Left"],
  secondForward: ["One second on", "Moving", "Ctrl+Right"],
  first: ["First frame", "Moving", "Home"],
  last: ["Last frame", "Moving", "End"],
  previousCut: ["Previous cut", "Moving", "Up"],
  nextCut: ["Next cut", "Moving", "Down"],
  previousCandidate: ["Previous candidate", "Moving", "PageUp"],
  nextCandidate: ["Next candidate", "Moving", "PageDown"],
  goTo: ["Go to a frame or time", "Moving", "G"],
  cut: ["Cut here", "Cutting", "C", "Enter"],
  deleteCut: ["Delete the cut here", "Cutting", "Delete", "Backspace"],
  nudgeBack: ["Move the cut here one frame back", "Cutting", ","],
  nudgeForward: ["Move the cut here one frame on", "Cutting", "."],
  accept: ["Accept the candidate, go to the next", "Cutting", "A"],
  clearCategory: ["No category for this shot", "Cutting", "0"],
  undo: ["Undo", "Cutting", "Ctrl+Z"],
  redo: ["Redo", "Cutting", "Ctrl+Shift+Z", "Ctrl+Y"],
  zoomIn: ["Zoom in", "Looking", "+", "="],
  zoomOut: ["Zoom out", "Looking", "-"],
  fit: ["Show the whole episode", "Looking", "F"],
  list: ["Show or hide the list", "Looking", "L"],
  help: ["Keys and help", "Looking", "?"],
  escape: ["Let go, close", "Looking", "Escape"],
} as const satisfies Record<string, readonly [label: string, group: string, ...keys: string[]]>;

export type StandardAction = keyof typeof ACTIONS;
export type CategoryAction = `category:${string}`;
export type Action = StandardAction | CategoryAction;

export const isCategory = (action: Action): action is CategoryAction =>
  action.startsWith("category:");

export const labelOf = (action: StandardAction): string => ACTIONS[action][0];
export const groupOf = (action: StandardAction): string => ACTIONS[action][1];

/** The keys of every action. A category takes its hotkey; a standard action goes before it. */
export function keyMapFor(categories: readonly Category[]): KeyMap<Action> {
  const standard = (Object.keys(ACTIONS) as StandardAction[]).map(
    (action): Binding<Action> => ({ action, keys: ACTIONS[action].slice(2) }),
  );
  const own = categories.flatMap(({ category_id, hotkey }): Binding<Action>[] =>
    hotkey ? [{ action: `category:${category_id}`, keys: [hotkey] }] : [],
  );
  return new KeyMap<Action>([...standard, ...own]);
}

/** Keys as they are shown: arrows as arrows. */
export function showKey(key: string): string {
  const signs: Record<string, string> = {
    Left: "←",
    Right: "→",
    Up: "↑",
    Down: "↓",
    Escape: "Esc",
    PageUp: "PgUp",
    PageDown: "PgDn",
    Backspace: "⌫",
    Delete: "Del",
    Enter: "↵",
    "-": "−",
  };
  return key
    .split("+")
    .map((part) => signs[part] ?? (part || "+"))
    .filter((part, i, all) => !(part === "+" && i > 0 && all[i - 1] === "+"))
    .join(" ");
}

/** A key as `aria-keyshortcuts` wants it: the names of keyboard events. */
export function ariaKey(key: string): string {
  return key
    .replace("Ctrl+", "Control+")
    .replace(/(Left|Right|Up|Down)$/, "Arrow$1")
    .replace(/PageArrow(Up|Down)$/, "Page$1");
}
