import { type Binding, canonicalKey, KeyMap, whyNotBound } from "../core/keys";
import type { KeyMapName, KeyOverrides } from "../core/settings";
import type { Category } from "../core/wire";
import {
  ACTIONS,
  type Action,
  categoryAction,
  isCategory,
  isStandard,
  STANDARD,
  type StandardAction,
} from "./actions";

/** Keys in one line, with spaces between. */
type Keys = string;

/**
 * Where the keys of Aegisub's audio display, grid and video differ from ours. What Aegisub does to a
 * line (play it, lead in, commit) is done here to what stands here: the shot, the segment or the line.
 */
const AEGISUB: Partial<Record<StandardAction, Keys>> = {
  leapBack: "Alt+Left",
  leapForward: "Alt+Right",
  secondBack: "Ctrl+Shift+Left",
  secondForward: "Ctrl+Shift+Right",
  previousCut: "Up Ctrl+Left",
  nextCut: "Down Ctrl+Right",
  previousKeyFrame: "Shift+Left",
  nextKeyFrame: "Shift+Right",
  previousUnlabelled: "Shift+Up",
  nextUnlabelled: "Shift+Down",
  goTo: "Ctrl+G",
  play: "B T Ctrl+P",
  playShot: "S Space R Num5",
  playBefore: "Q D Num1",
  playAfter: "E W Num3",
  playAround: "Shift+Q",
  shuttleStop: "K H Num8",
  mute: "Shift+M",
  scrubSound: "Alt+M",
  cut: "N Insert",
  markLive: "M",
  deleteCut: "Delete Backspace Ctrl+Delete",
  nudgeBack: ", Num4",
  nudgeForward: ". Num6",
  split: "Shift+Y",
  cycleTransition: "Shift+T",
  accept: "G",
  reject: "Y",
  acceptAbove: "Shift+G",
  leadIn: "C",
  leadOut: "V",
  linePrevious: "Z Num0",
  lineNext: "X Num2",
  commitAndNext: "Enter NumEnter",
  comment: "Shift+C",
  previousComment: "Alt+Shift+C",
  nextComment: "Alt+C",
  previousUncertain: "Alt+Shift+U",
  nextUncertain: "Alt+U",
  fit: "Shift+F",
  zoomToShot: "Shift+Z",
  panLeft: "A Shift+PageUp",
  panRight: "F Shift+PageDown",
  keySettings: "Alt+O Ctrl+,",
  help: "? F1",
};

/** Where the keys of ELAN's annotation and segmentation modes differ from ours. */
const ELAN: Partial<Record<StandardAction, Keys>> = {
  stepBack: "Ctrl+Left Left",
  stepForward: "Ctrl+Right Right",
  leapBack: "Ctrl+Shift+Left",
  leapForward: "Ctrl+Shift+Right",
  secondBack: "Shift+Left",
  secondForward: "Shift+Right",
  first: "Ctrl+B Home",
  last: "Ctrl+E End",
  previousCut: "Alt+Left Up",
  nextCut: "Alt+Right Down",
  previousCategory: "Ctrl+Shift+Up",
  nextCategory: "Ctrl+Shift+Down",
  goTo: "Ctrl+G G",
  play: "Ctrl+Space Space",
  playShot: "Shift+Space R",
  playAround: "Ctrl+Shift+Space W",
  loop: "Ctrl+L Shift+R",
  lockSegment: "Ctrl+Alt+Space Shift+Q",
  normalSpeed: "Ctrl+Alt+R Shift+K",
  cut: "Enter Alt+N C",
  deleteCut: "Alt+D Backspace Delete",
  nudgeBack: "Ctrl+J ,",
  nudgeForward: "Ctrl+U .",
  mergeNext: "Ctrl+Shift+A P",
  mergePrevious: "Ctrl+Shift+B Shift+P",
  redo: "Ctrl+Y Ctrl+Shift+Z",
  previousLane: "Ctrl+Up Alt+PageUp",
  nextLane: "Ctrl+Down Alt+PageDown",
  comment: "Alt+M D",
  zoomIn: "Ctrl+= + =",
  zoomOut: "Ctrl+- -",
  fit: "Ctrl+0 F",
};

const PRESETS: Record<KeyMapName, Partial<Record<StandardAction, Keys>>> = {
  animewidgets: {},
  Aegisub: AEGISUB,
  ELAN,
};

/** The way out of whatever is open stays where everybody finds it. */
export const FIXED: ReadonlySet<Action> = new Set<StandardAction>(["escape"]);

/** The keys of an action on one of the ready maps; a category's are its project's. */
export function presetKeys(
  name: KeyMapName,
  action: Action,
  categories: readonly Category[] = [],
): readonly string[] {
  if (isCategory(action)) {
    const id = action.slice("category:".length);
    const hotkey = categories.find((one) => one.category_id === id)?.hotkey;
    return hotkey ? [hotkey] : [];
  }
  return PRESETS[name][action]?.split(" ") ?? ACTIONS[action].slice(2);
}

/**
 * The keys of every action: a ready map, over it one's own keys, and the categories' hotkeys. Where
 * two actions want one key, one's own wish goes before the map's, and that before a category's.
 */
export function keyMapFrom(
  name: KeyMapName,
  overrides: KeyOverrides,
  categories: readonly Category[],
): KeyMap<Action> {
  const all: Action[] = [...STANDARD, ...categories.map(categoryAction)];
  const isOwn = (action: Action) => Object.hasOwn(overrides, action) && !FIXED.has(action);
  const bindings = all.map((action): Binding<Action> => {
    const keys = isOwn(action) ? overrides[action] : presetKeys(name, action, categories);
    return { action, keys: (keys ?? []).filter((key) => FIXED.has(action) || !whyNotBound(key)) };
  });
  const first = (action: Action) => (FIXED.has(action) ? 0 : isOwn(action) ? 1 : 2);
  return new KeyMap<Action>(bindings.sort((a, b) => first(a.action) - first(b.action)));
}

/**
 * What of one's own keys means nothing here, in words: actions that this version does not have and
 * keys that cannot be bound. Categories of other projects are no fault.
 */
export function overrideProblems(overrides: KeyOverrides): string[] {
  return Object.entries(overrides).flatMap(([action, keys]) => {
    if (!isStandard(action) && !action.startsWith("category:"))
      return [
        `Keys are set for “${action}”, which this editor does not have; they are left alone.`,
      ];
    return keys.flatMap((key) => whyNotBound(key) ?? []);
  });
}

/** One's own keys, shortened: an action whose keys are those of the map needs none of its own. */
export function tidyOverrides(
  name: KeyMapName,
  overrides: KeyOverrides,
  categories: readonly Category[],
): KeyOverrides {
  // What is not known here is another project's category, or a newer editor's action: kept as it is.
  const known = new Set<string>([...STANDARD, ...categories.map(categoryAction)]);
  const spelled = (keys: readonly string[]) => keys.map(canonicalKey).join(" ");
  return Object.fromEntries(
    Object.entries(overrides).filter(
      ([action, keys]) =>
        !known.has(action) ||
        spelled(keys) !== spelled(presetKeys(name, action as Action, categories)),
    ),
  );
}
