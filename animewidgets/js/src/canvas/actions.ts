import { ActionBook, type CategoryAction } from "../core/action_book";
import {
  MASK_ACTIONS,
  MASK_AEGISUB,
  MASK_ELAN,
  MASK_POINTER,
  MASK_REPEATED,
} from "./masks/actions";

/**
 * Everything that one can do on the canvas. What the timeline editor does as well has the same name and the
 * same keys, one's own included; what only the canvas does is called `canvas.…`.
 */
const ACTIONS = {
  stepBack: ["One frame back", "Moving", "Left", ","],
  stepForward: ["One frame on", "Moving", "Right", "."],
  leapBack: ["Ten frames back", "Moving", "Shift+Left"],
  leapForward: ["Ten frames on", "Moving", "Shift+Right"],
  secondBack: ["One second back", "Moving", "Ctrl+Left"],
  secondForward: ["One second on", "Moving", "Ctrl+Right"],
  first: ["First frame", "Moving", "Home"],
  last: ["Last frame", "Moving", "End"],
  "canvas.previousMarked": ["Previous frame with a shape", "Moving", "Up", "Alt+Up"],
  "canvas.nextMarked": ["Next frame with a shape", "Moving", "Down", "Alt+Down"],
  goTo: ["Go to a frame or time", "Moving", "G"],
  play: ["Play or pause", "Moving", "Space"],
  shuttleBack: ["Shuttle back, again: faster", "Moving", "J"],
  shuttleStop: ["Stop the shuttle", "Moving", "K"],
  shuttleForward: ["Shuttle on, again: faster", "Moving", "L"],

  "canvas.select": ["Select and move", "Drawing", "S"],
  "canvas.box": ["Draw boxes", "Drawing", "R"],
  "canvas.polygon": ["Draw polygons", "Drawing", "P"],
  "canvas.point": ["Set points", "Drawing", "O"],
  "canvas.again": ["The last tool again", "Drawing", "N"],
  "canvas.finish": ["Close the polygon", "Drawing", "Enter"],
  clearCategory: ["No category", "Drawing", "0"],

  ...MASK_ACTIONS,

  "canvas.previousFigure": ["Select the previous shape of the frame", "Shapes", "Q"],
  "canvas.nextFigure": ["Select the next shape of the frame", "Shapes", "W"],
  "canvas.selectAll": ["Select all shapes of the frame", "Shapes", "Ctrl+A"],
  "canvas.delete": ["Delete what is selected", "Shapes", "Delete", "Backspace"],
  "canvas.copy": ["Copy", "Shapes", "Ctrl+C"],
  "canvas.paste": ["Paste onto this frame", "Shapes", "Ctrl+V"],
  "canvas.toNext": ["Duplicate to the next frame, and go there", "Shapes", "E"],
  "canvas.left": ["Move what is selected 1 px left", "Shapes", "Ctrl+Alt+Left"],
  "canvas.right": ["Move what is selected 1 px right", "Shapes", "Ctrl+Alt+Right"],
  "canvas.up": ["Move what is selected 1 px up", "Shapes", "Ctrl+Alt+Up"],
  "canvas.down": ["Move what is selected 1 px down", "Shapes", "Ctrl+Alt+Down"],
  "canvas.negative": ["Point: negative or positive", "Shapes", "Shift+N"],
  "canvas.occluded": ["Point: occluded or visible", "Shapes", "Shift+O"],
  "canvas.hide": ["Hide what is selected, or show all again", "Shapes", "H"],
  "canvas.lock": ["Lock or unlock what is selected", "Shapes", "Alt+L"],
  undo: ["Undo", "Shapes", "Ctrl+Z"],
  redo: ["Redo", "Shapes", "Ctrl+Shift+Z", "Ctrl+Y"],

  comment: ["Comment on what is selected", "Remarks", "D"],
  previousComment: ["Previous comment", "Remarks", "Shift+B"],
  nextComment: ["Next comment", "Remarks", "B"],
  uncertain: ["Uncertain, or not", "Remarks", "U"],
  previousUncertain: ["Previous uncertain shape", "Remarks", "Shift+V"],
  nextUncertain: ["Next uncertain shape", "Remarks", "V"],

  zoomIn: ["Zoom in", "Looking", "+", "="],
  zoomOut: ["Zoom out", "Looking", "-"],
  fit: ["Show the whole picture", "Looking", "F"],
  "canvas.actualSize": ["1:1, one pixel on one of the screen", "Looking", "Shift+0"],
  "canvas.zoomToSelection": ["Show what is selected", "Looking", "Z"],
  panLeft: ["Look further left", "Looking", "Shift+PageUp"],
  panRight: ["Look further right", "Looking", "Shift+PageDown"],
  "canvas.panUp": ["Look further up", "Looking", "PageUp"],
  "canvas.panDown": ["Look further down", "Looking", "PageDown"],
  snap: ["Snap to the picture's border, or not", "Looking", "Shift+S"],
  timecode: ["Times as frames, h:m:s, SMPTE or ticks", "Looking", "Shift+D"],
  fullScreen: ["Full screen, or not", "Looking", "Alt+Enter"],
  list: ["Show or hide the list", "Looking", "Shift+L"],
  keySettings: ["Choose and change keys", "Looking", "Ctrl+,"],
  help: ["Keys and help", "Looking", "?"],
  escape: ["Let go, close", "Looking", "Escape"],
} as const satisfies Record<string, readonly [label: string, group: string, ...keys: string[]]>;

export type CanvasAction = keyof typeof ACTIONS;
export type Action = CanvasAction | CategoryAction;

/** Where the ready maps differ in what both editors do; the rest of the canvas has its own keys on all. */
const AEGISUB: Partial<Record<CanvasAction, string>> = {
  leapBack: "Alt+Left",
  leapForward: "Alt+Right",
  secondBack: "Ctrl+Shift+Left",
  secondForward: "Ctrl+Shift+Right",
  goTo: "Ctrl+G G",
  play: "Space Ctrl+P",
  shuttleStop: "K Num8",
  comment: "Shift+C",
  previousComment: "Alt+Shift+C",
  nextComment: "Alt+C",
  previousUncertain: "Alt+Shift+U",
  nextUncertain: "Alt+U",
  keySettings: "Alt+O Ctrl+,",
  help: "? F1",
  ...MASK_AEGISUB,
};
const ELAN: Partial<Record<CanvasAction, string>> = {
  stepBack: "Ctrl+Left Left ,",
  stepForward: "Ctrl+Right Right .",
  leapBack: "Ctrl+Shift+Left",
  leapForward: "Ctrl+Shift+Right",
  secondBack: "Shift+Left",
  secondForward: "Shift+Right",
  first: "Ctrl+B Home",
  last: "Ctrl+E End",
  goTo: "Ctrl+G G",
  play: "Ctrl+Space Space",
  redo: "Ctrl+Y Ctrl+Shift+Z",
  comment: "Alt+M D",
  zoomIn: "Ctrl+= + =",
  zoomOut: "Ctrl+- -",
  fit: "Ctrl+0 F",
  ...MASK_ELAN,
};

/** All that one can do on the canvas. */
export const CANVAS = new ActionBook<CanvasAction>({
  table: ACTIONS,
  groups: ["Moving", "Drawing", "Masks", "Shapes", "Remarks", "Looking"],
  repeated: new Set<CanvasAction>([
    "stepBack",
    "stepForward",
    "leapBack",
    "leapForward",
    "secondBack",
    "secondForward",
    "canvas.previousMarked",
    "canvas.nextMarked",
    "canvas.previousFigure",
    "canvas.nextFigure",
    "canvas.toNext",
    "canvas.left",
    "canvas.right",
    "canvas.up",
    "canvas.down",
    "previousComment",
    "nextComment",
    "previousUncertain",
    "nextUncertain",
    "undo",
    "redo",
    "zoomIn",
    "zoomOut",
    "panLeft",
    "panRight",
    "canvas.panUp",
    "canvas.panDown",
    ...MASK_REPEATED,
  ]),
  presets: { animewidgets: {}, Aegisub: AEGISUB, ELAN },
  isElsewhere: () => true,
});

/** The actions of bare arrows while something is selected; with Shift ten pixels. */
export const ARROWS: Readonly<Record<string, readonly [right: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export const POINTER: readonly (readonly [what: string, how: string])[] = [
  ["A box", "drag, or click two corners"],
  [
    "A polygon",
    "click its vertices, or drag freehand; close it by Enter, double click, or on the first vertex",
  ],
  ["A point", "click; with Shift it joins the selected ones, with Alt it is negative"],
  ...MASK_POINTER,
  ["Take back the last vertex", "Backspace, while drawing"],
  ["Select", "click; Shift or Ctrl for more; drag on a free place for all in a rectangle"],
  ["Move, change", "drag it, or a handle or vertex of what is selected; Esc lets go"],
  ["New vertex", "drag the middle of an edge, or Ctrl and click on the edge"],
  ["Delete a vertex", "Alt and click on it; or click on it, and Delete"],
  [
    "Move what is selected",
    "arrow keys: 1 px, with Shift 10 px; Esc, and they go from frame to frame",
  ],
  ["Everything else", "right click"],
  ["Zoom", "wheel"],
  ["Pan", "Space and drag, or drag with the middle button"],
];
