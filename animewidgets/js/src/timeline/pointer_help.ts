/** What the pointer does in the timeline editor, for its help. */
export const POINTER: readonly [what: string, how: string][] = [
  ["Go to a frame", "click or drag on the axis"],
  ["Cut here", "double click on the film, the sound or the shots"],
  ["Accept a candidate", "double click on it"],
  ["Move what begins or ends", "drag it; Esc lets go"],
  ["Let it catch on things, or not", "Shift while dragging"],
  ["Move all that stand on a frame", "Ctrl while dragging"],
  ["Make a segment or an audio event", "drag on a free place of a lane"],
  ["Put an audio event on another lane", "drag it there"],
  ["Everything else", "right click"],
  ["Zoom", "wheel, or Ctrl + wheel"],
  ["Pan", "Shift + wheel, or drag with the middle button"],
];
