import type { Category } from "../core/wire";

/**
 * Everything that one can do in the editor, with the keys of our own map: the one table that keys,
 * buttons and help read. The keys of the other maps stand in keymaps.ts, where they differ.
 */
export const ACTIONS = {
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
  previousKeyFrame: ["Previous key frame of the file", "Moving", "Shift+Up"],
  nextKeyFrame: ["Next key frame of the file", "Moving", "Shift+Down"],
  previousUnlabelled: ["Previous shot without a category", "Moving", "Shift+N"],
  nextUnlabelled: ["Next shot without a category", "Moving", "N"],
  previousCategory: ["Previous shot of the category here", "Moving", "Ctrl+Up"],
  nextCategory: ["Next shot of the category here", "Moving", "Ctrl+Down"],
  goTo: ["Go to a frame or time", "Moving", "G"],

  play: ["Play or pause", "Playing", "Space"],
  playShot: ["Play the shot, segment or line here", "Playing", "R"],
  playBefore: ["Play the last 500 ms before the mark", "Playing", "Q"],
  playAfter: ["Play the first 500 ms after the mark", "Playing", "E"],
  playAround: ["Play 500 ms before and after the mark", "Playing", "W"],
  loop: ["Play over and over, or once", "Playing", "Shift+R"],
  lockSegment: ["Keep playing inside the shot or segment, or let go", "Playing", "Shift+Space"],
  shuttleBack: ["Shuttle back, again: faster", "Playing", "J"],
  shuttleStop: ["Stop the shuttle", "Playing", "K"],
  shuttleForward: ["Shuttle on, again: faster", "Playing", "L"],
  slower: ["Play slower", "Playing", "<"],
  faster: ["Play faster", "Playing", ">"],
  normalSpeed: ["Play at normal speed", "Playing", "Shift+K"],
  mute: ["Sound off or on", "Playing", "M"],
  scrubSound: ["Sound while scrubbing, or none", "Playing", "Shift+M"],

  cut: ["Cut here", "Cutting", "C", "Enter"],
  markLive: ["Mark a cut while playing, less one's reaction time", "Cutting", "S"],
  deleteCut: ["Delete the cut here", "Cutting", "Delete", "Backspace"],
  nudgeBack: ["Move the mark here one frame back", "Cutting", ","],
  nudgeForward: ["Move the mark here one frame on", "Cutting", "."],
  mergeNext: ["Merge with the next", "Cutting", "P"],
  mergePrevious: ["Merge with the previous", "Cutting", "Shift+P"],
  split: ["Split the segment or shot here", "Cutting", "Y"],
  cycleTransition: ["Cut, dissolve, fade or wipe: the next kind", "Cutting", "T"],
  transitionFrom: ["The transition begins here", "Cutting", "["],
  transitionUntil: ["The transition ends here", "Cutting", "]"],
  clearCategory: ["No category for this shot", "Cutting", "0"],
  undo: ["Undo", "Cutting", "Ctrl+Z"],
  redo: ["Redo", "Cutting", "Ctrl+Shift+Z", "Ctrl+Y"],

  findShots: ["Find shots: propose cuts; again: stop", "Candidates", "Alt+F"],
  accept: ["Accept the candidate, go to the next", "Candidates", "A"],
  reject: ["Reject the candidate, go to the next", "Candidates", "X"],
  bringBack: ["Bring back the candidates that were passed over", "Candidates", "Shift+X"],
  acceptAbove: ["Accept all above the threshold in view", "Candidates", "Shift+A"],

  segmentIn: ["The segment begins here", "Segments", "I"],
  segmentOut: ["The segment ends here", "Segments", "O"],
  previousLane: ["Lane above", "Segments", "Alt+PageUp"],
  nextLane: ["Lane below", "Segments", "Alt+PageDown"],
  newLane: ["New lane", "Segments", "Alt+L"],
  deleteSegment: ["Delete the segment here", "Segments", "Shift+Delete", "Shift+Backspace"],
  leadIn: ["Add the lead-in", "Segments", "Alt+I"],
  leadOut: ["Add the lead-out", "Segments", "Alt+O"],
  joinNext: ["Join to the next, closing the gap", "Segments", "Alt+J"],
  applyPreset: ["Apply the timing preset", "Segments", "Alt+P"],

  linePrevious: ["Previous line", "Subtitles", "Alt+Up"],
  lineNext: ["Next line", "Subtitles", "Alt+Down"],
  lineStartHere: ["The line begins here", "Subtitles", "Shift+I"],
  lineEndHere: ["The line ends here", "Subtitles", "Shift+O"],
  commitAndNext: ["Keep the line's times, go to the next", "Subtitles", "Ctrl+Enter"],

  comment: ["Comment on the mark here", "Remarks", "D"],
  previousComment: ["Previous comment", "Remarks", "Shift+B"],
  nextComment: ["Next comment", "Remarks", "B"],
  uncertain: ["Uncertain, or not", "Remarks", "U"],
  previousUncertain: ["Previous uncertain mark", "Remarks", "Shift+V"],
  nextUncertain: ["Next uncertain mark", "Remarks", "V"],

  zoomIn: ["Zoom in", "Looking", "+", "="],
  zoomOut: ["Zoom out", "Looking", "-"],
  fit: ["Show the whole episode", "Looking", "F"],
  zoomToShot: ["Show the shot or segment here", "Looking", "Z"],
  panLeft: ["Move the view back", "Looking", "Shift+PageUp"],
  panRight: ["Move the view on", "Looking", "Shift+PageDown"],
  waveform: ["Show or hide the waveform", "Looking", "Shift+W"],
  spectrogram: ["Show or hide the spectrogram", "Looking", "Shift+E"],
  soundTaller: ["Sound drawn taller", "Looking", "Alt+=", "Alt++"],
  soundLower: ["Sound drawn lower", "Looking", "Alt+-"],
  timecode: ["Times as frames, h:m:s, SMPTE or ticks", "Looking", "Shift+D"],
  snap: ["Snap to marks, or not", "Looking", "Shift+S"],
  fullScreen: ["Full screen, or not", "Looking", "Alt+Enter"],
  list: ["Show or hide the list", "Looking", "Shift+L"],
  timingSettings: ["Timing: leads, joining, reaction time", "Looking", "Alt+,"],
  keySettings: ["Choose and change keys", "Looking", "Ctrl+,"],
  help: ["Keys and help", "Looking", "?"],
  escape: ["Let go, close", "Looking", "Escape"],
} as const satisfies Record<string, readonly [label: string, group: Group, ...keys: string[]]>;

export const GROUPS = [
  "Moving",
  "Playing",
  "Cutting",
  "Candidates",
  "Segments",
  "Subtitles",
  "Remarks",
  "Looking",
] as const;

export type Group = (typeof GROUPS)[number];
export type StandardAction = keyof typeof ACTIONS;
export type CategoryAction = `category:${string}`;
export type Action = StandardAction | CategoryAction;

export const STANDARD = Object.keys(ACTIONS) as StandardAction[];

/** What a key that is held down does again and again: cutting the same frame twice helps nobody. */
const REPEATED: ReadonlySet<Action> = new Set<StandardAction>([
  "stepBack",
  "stepForward",
  "leapBack",
  "leapForward",
  "secondBack",
  "secondForward",
  "previousCut",
  "nextCut",
  "previousCandidate",
  "nextCandidate",
  "previousKeyFrame",
  "nextKeyFrame",
  "previousUnlabelled",
  "nextUnlabelled",
  "previousCategory",
  "nextCategory",
  "previousComment",
  "nextComment",
  "previousUncertain",
  "nextUncertain",
  "linePrevious",
  "lineNext",
  "nudgeBack",
  "nudgeForward",
  "undo",
  "redo",
  "zoomIn",
  "zoomOut",
  "panLeft",
  "panRight",
  "soundTaller",
  "soundLower",
]);

export const repeats = (action: Action): boolean => REPEATED.has(action);

export const isCategory = (action: Action): action is CategoryAction =>
  action.startsWith("category:");

export const categoryAction = ({ category_id }: Category): CategoryAction =>
  `category:${category_id}`;

export const isStandard = (action: string): action is StandardAction =>
  Object.hasOwn(ACTIONS, action);

export const labelOf = (action: StandardAction): string => ACTIONS[action][0];
export const groupOf = (action: StandardAction): Group => ACTIONS[action][1];

/** An action in words, a category by its name. */
export function nameOf(action: Action, categories: readonly Category[]): string {
  if (!isCategory(action)) return labelOf(action);
  const id = action.slice("category:".length);
  return `Category ${categories.find((one) => one.category_id === id)?.name ?? id}`;
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
    Insert: "Ins",
    Enter: "↵",
    NumEnter: "Num ↵",
    NumAdd: "Num +",
    NumSubtract: "Num −",
    NumMultiply: "Num ×",
    NumDivide: "Num ÷",
    NumDecimal: "Num .",
    "-": "−",
  };
  return key
    .split("+")
    .map((part) => signs[part] ?? (part.replace(/^Num(\d)$/, "Num $1") || "+"))
    .filter((part, i, all) => !(part === "+" && i > 0 && all[i - 1] === "+"))
    .join(" ");
}

/** A key as `aria-keyshortcuts` wants it: the names of keyboard events. */
export function ariaKey(key: string): string {
  return key
    .replace("Ctrl+", "Control+")
    .replace(/\b(Left|Right|Up|Down)$/, "Arrow$1")
    .replace(/\bNum(\d)$/, "$1")
    .replace(/\bNumEnter$/, "Enter")
    .replace(/\+\+$/, "+Plus")
    .replace(/^\+$/, "Plus");
}
