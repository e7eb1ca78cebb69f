import { ActionBook } from "../core/action_book";

/**
 * Everything that one can do in the alignment editor. What other editors do as well has the same name and keys.
 * Tab leads through the page everywhere, so 1 and 2 choose the side.
 */
const ACTIONS = {
  stepBack: ["One frame back", "Moving", "Left"],
  stepForward: ["One frame on", "Moving", "Right"],
  leapBack: ["Ten frames back", "Moving", "Shift+Left"],
  leapForward: ["Ten frames on", "Moving", "Shift+Right"],
  secondBack: ["One second back", "Moving", "Ctrl+Left"],
  secondForward: ["One second on", "Moving", "Ctrl+Right"],
  first: ["First frame", "Moving", "Home"],
  last: ["Last frame", "Moving", "End"],
  "align.previousBorder": ["Previous border of a piece", "Moving", "PageUp", "Up"],
  "align.nextBorder": ["Next border of a piece", "Moving", "PageDown", "Down"],
  "align.previousDoubtful": ["Previous doubtful piece", "Moving", "Shift+N"],
  "align.nextDoubtful": ["Next doubtful piece", "Moving", "N"],
  goTo: ["Go to a frame or time", "Moving", "G"],

  play: ["Play or pause", "Playing", "Space"],
  playAround: ["Play a second around here", "Playing", "Q"],
  mute: ["Sound off or on", "Playing", "M"],
  "align.leadA": ["A leads and is heard", "Playing", "1"],
  "align.leadB": ["B leads and is heard", "Playing", "2"],
  "align.link": ["Link both, or let them go their own ways", "Playing", "L"],

  "align.wipe": ["Wipe between both", "Comparing", "W"],
  "align.difference": ["Difference of both", "Comparing", "D"],
  "align.blink": ["Blink from one to the other", "Comparing", "B"],
  "align.flip": ["Blink once, by hand", "Comparing", "Shift+B"],
  "align.overlay": ["Lay B over A", "Comparing", "O"],
  "align.sideBySide": ["Both side by side", "Comparing", "V"],
  "align.more": ["Further, stronger, faster", "Comparing", "Shift+Up"],
  "align.less": ["Less far, weaker, slower", "Comparing", "Shift+Down"],
  "align.closer": ["Pictures larger", "Comparing", "Z"],
  "align.wholePicture": ["Whole pictures", "Comparing", "Shift+Z"],

  "align.accept": ["Accept the piece, go to the next doubtful", "Map", "Enter"],
  "align.nudgeBack": ["Move B's side one frame back", "Map", ","],
  "align.nudgeForward": ["Move B's side one frame on", "Map", "."],
  "align.leapNudgeBack": ["Move B's side ten frames back", "Map", "<"],
  "align.leapNudgeForward": ["Move B's side ten frames on", "Map", ">"],
  "align.startHere": ["The match begins here", "Map", "["],
  "align.endHere": ["The match ends with this frame", "Map", "]"],
  "align.anchor": ["These two frames are the same: an anchor", "Map", "A"],
  "align.unanchor": ["Take the nearest anchor away", "Map", "Shift+A"],
  "align.changed": ["Picture changed, or not", "Map", "C"],
  "align.unmatch": ["Not the same after all", "Map", "U"],
  "align.split": ["Split the piece here", "Map", "S"],
  "align.role": ["Choose the role", "Map", "R"],
  undo: ["Undo", "Map", "Ctrl+Z"],
  redo: ["Redo", "Map", "Ctrl+Shift+Z", "Ctrl+Y"],

  "align.run": ["Align, anchors kept; again: stop", "File", "Alt+F"],
  "align.save": ["Download the patch file", "File", "Alt+S"],
  "align.otio": ["Download as OpenTimelineIO", "File", "Alt+T"],
  "align.load": ["Take a patch file", "File", "Alt+O"],

  zoomIn: ["Zoom in", "Looking", "+", "="],
  zoomOut: ["Zoom out", "Looking", "-"],
  fit: ["Show all of both", "Looking", "F"],
  "align.zoomToPiece": ["Show the piece here", "Looking", "E"],
  panLeft: ["Move the view back", "Looking", "Shift+PageUp"],
  panRight: ["Move the view on", "Looking", "Shift+PageDown"],
  "align.laying": ["How B's axis lies under A's", "Looking", "T"],
  waveform: ["Show or hide the waveforms", "Looking", "Shift+W"],
  timecode: ["Times as frames, h:m:s, SMPTE or ticks", "Looking", "Shift+D"],
  fullScreen: ["Full screen, or not", "Looking", "Alt+Enter"],
  list: ["Show or hide the list", "Looking", "Shift+L"],
  keySettings: ["Choose and change keys", "Looking", "Ctrl+,"],
  help: ["Keys and help", "Looking", "?"],
  escape: ["Let go, close", "Looking", "Escape"],
} as const satisfies Record<string, readonly [string, string, ...string[]]>;

export type AlignAction = keyof typeof ACTIONS;

const REPEATED: ReadonlySet<AlignAction> = new Set<AlignAction>([
  "stepBack",
  "stepForward",
  "leapBack",
  "leapForward",
  "secondBack",
  "secondForward",
  "align.previousBorder",
  "align.nextBorder",
  "align.previousDoubtful",
  "align.nextDoubtful",
  "align.nudgeBack",
  "align.nudgeForward",
  "align.more",
  "align.less",
  "align.closer",
  "align.flip",
  "undo",
  "redo",
  "zoomIn",
  "zoomOut",
  "panLeft",
  "panRight",
]);

export const ALIGNMENT = new ActionBook<AlignAction>({
  table: ACTIONS,
  groups: ["Moving", "Playing", "Comparing", "Map", "File", "Looking"],
  repeated: REPEATED,
  // Aegisub and ELAN have nothing of the kind, and their other keys would take ours.
  presets: { animewidgets: {}, Aegisub: {}, ELAN: {} },
  isElsewhere: (action) => !action.startsWith("align."),
});

/** What the pointer does, for the help. */
export const POINTER: readonly (readonly [what: string, how: string])[] = [
  ["Let a side lead", "click on its picture"],
  ["Move the line of the wipe", "drag it"],
  ["Look closer at both", "wheel, or Ctrl + wheel, on the pictures"],
  ["Look elsewhere", "drag the pictures; double click shows all"],
  ["Go to a frame", "click or drag on an axis"],
  ["Move a border of a match", "drag it; Esc lets go"],
  ["Move B's side of a match", "drag its band"],
  ["Zoom the axes", "wheel, or Ctrl + wheel"],
  ["Pan the axes", "Shift + wheel, middle button, or drag above"],
  ["Everything else", "right click"],
  ["Take a patch file", "drop it"],
];
