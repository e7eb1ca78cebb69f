import { ActionBook } from "../core/action_book";

/** Everything that one can do on the page of pairs files: what keys, buttons, menus and help read. */
const ACTIONS = {
  "pairs.give": ["Give labels away", "Page", "Alt+G"],
  "pairs.take": ["Take labels in", "Page", "Alt+T"],
  "pairs.cancel": ["Stop what is going on", "Page", "Alt+C"],

  "pairs.make": ["Make the pairs file", "Give", "Ctrl+Enter"],

  "pairs.open": ["Open a pairs file", "Take", "Ctrl+O"],
  "pairs.bind": ["Bind it to your media", "Take", "B"],
  "pairs.file": ["What the file holds; media and time maps", "Take", "V"],
  "pairs.import": ["Import what was accepted", "Take", "I"],

  "pairs.accept": ["Accept the label, and go on", "Review", "Enter", "A"],
  "pairs.reject": ["Reject the label, and go on", "Review", "X", "Backspace"],
  "pairs.undecide": ["Decide nothing of it", "Review", "U"],
  "pairs.nudgeBack": ["A frame earlier", "Review", ","],
  "pairs.nudgeForward": ["A frame later", "Review", "."],
  "pairs.nudgeBack10": ["Ten frames earlier", "Review", "Alt+,"],
  "pairs.nudgeForward10": ["Ten frames later", "Review", "Alt+."],
  "pairs.next": ["Next label", "Review", "Down", "J"],
  "pairs.previous": ["Previous label", "Review", "Up", "K"],
  "pairs.nextUndecided": ["Next undecided label", "Review", "N"],
  "pairs.previousUndecided": ["Previous undecided label", "Review", "Shift+N"],
  "pairs.first": ["First label", "Review", "Home"],
  "pairs.last": ["Last label", "Review", "End"],
  "pairs.acceptOutcome": ["Accept all undecided ones of this outcome", "Review", "Shift+Enter"],
  "pairs.rejectOutcome": ["Reject all undecided ones of this outcome", "Review", "Shift+X"],
  undo: ["Undo", "Review", "Ctrl+Z"],
  redo: ["Redo", "Review", "Ctrl+Shift+Z", "Ctrl+Y"],

  "pairs.all": ["Show all labels", "Filter", "0"],
  "pairs.exact": ["Show exact ones, or not", "Filter", "1"],
  "pairs.moved": ["Show moved ones, or not", "Filter", "2"],
  "pairs.in_hold": ["Show those in held drawings, or not", "Filter", "3"],
  "pairs.changed": ["Show those whose picture changed, or not", "Filter", "4"],
  "pairs.review": ["Show those that need review, or not", "Filter", "5"],
  "pairs.unmappable": ["Show unmappable ones, or not", "Filter", "6"],

  "pairs.stepBack": ["Look at the frame before", "Looking", "Left"],
  "pairs.stepForward": ["Look at the frame after", "Looking", "Right"],
  "pairs.frame": ["Back to the label's frame", "Looking", "F"],
  "pairs.end": ["The end of a span, or its beginning", "Looking", "E"],
  "pairs.part": ["The next part of a label that was split", "Looking", "P"],
  "pairs.zoom": ["Zoom to the shape, or the whole picture", "Looking", "Z"],
  "pairs.hide": ["Hide the shape, or show it", "Looking", "H"],
  keySettings: ["Choose and change keys", "Looking", "Ctrl+,"],
  help: ["Keys and help", "Looking", "?", "F1"],
  escape: ["Close; leave a field", "Looking", "Escape"],
} as const satisfies Record<string, readonly [label: string, group: string, ...keys: string[]]>;

export type PairsAction = keyof typeof ACTIONS;

export const book = new ActionBook<PairsAction>({
  table: ACTIONS,
  groups: ["Page", "Give", "Take", "Review", "Filter", "Looking"],
  repeated: new Set([
    "undo",
    "redo",
    "pairs.next",
    "pairs.previous",
    "pairs.stepBack",
    "pairs.stepForward",
    "pairs.nudgeBack",
    "pairs.nudgeForward",
  ]),
  presets: { animewidgets: {}, Aegisub: {}, ELAN: {} },
  isElsewhere: (action) => !action.startsWith("pairs."),
});
