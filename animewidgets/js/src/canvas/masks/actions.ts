/** Everything that one can do to masks, as it stands in the canvas's table of actions. */
export const MASK_ACTIONS = {
  "canvas.mask": ["Paint masks; again: the next mask", "Masks", "M"],
  "canvas.eraser": ["Erase from masks", "Masks", "Shift+M"],
  "canvas.lasso": ["Add what a line holds (Alt takes it)", "Masks", "Alt+M"],
  "canvas.cut": ["Cut a polygon out of masks", "Masks", "Alt+K"],
  "canvas.fill": ["Fill a flat colour", "Masks", "C"],
  "canvas.lineFill": ["Fill a flat colour and its line", "Masks", "Shift+C"],
  "canvas.brushSmaller": ["Smaller brush", "Masks", "["],
  "canvas.brushLarger": ["Larger brush", "Masks", "]"],
  "canvas.brushShape": ["Round or square brush", "Masks", "Alt+Q"],
  "canvas.toleranceLess": ["Fill: less tolerance", "Masks", "{"],
  "canvas.toleranceMore": ["Fill: more tolerance", "Masks", "}"],
  "canvas.fillHoles": ["Fill the holes of what is selected", "Masks", "Alt+F"],
  "canvas.grow": ["Grow by one pixel", "Masks", "Alt+G"],
  "canvas.shrink": ["Shrink by one pixel", "Masks", "Alt+Shift+G"],
  "canvas.invert": ["Invert within the box", "Masks", "Alt+I"],
  "canvas.overlap": ["Overlap: allowed, in front, or behind", "Masks", "Alt+V"],
  "canvas.scope": ["One thing, or all of its category", "Masks", "Alt+Y"],
  "canvas.toFront": ["Bring to the front", "Masks", "Alt+PageUp"],
  "canvas.toBack": ["Send to the back", "Masks", "Alt+PageDown"],
  "canvas.convert": ["Make masks of polygons, polygons of masks", "Masks", "Alt+C"],
} as const satisfies Record<string, readonly [label: string, group: string, ...keys: string[]]>;

export type MaskAction = keyof typeof MASK_ACTIONS;

/** What a key that is held down does again and again. */
export const MASK_REPEATED: readonly MaskAction[] = [
  "canvas.brushSmaller",
  "canvas.brushLarger",
  "canvas.toleranceLess",
  "canvas.toleranceMore",
  "canvas.grow",
  "canvas.shrink",
];

/** Where the ready maps have other things on our keys. */
export const MASK_AEGISUB: Partial<Record<MaskAction, string>> = {
  "canvas.lineFill": "Alt+Shift+M",
  "canvas.convert": "Alt+Shift+K",
};
export const MASK_ELAN: Partial<Record<MaskAction, string>> = {
  "canvas.lasso": "Alt+Shift+M",
};

export const MASK_POINTER: readonly (readonly [what: string, how: string])[] = [
  ["A mask", "paint it; strokes go on with the one that is selected, M again begins the next"],
  ["Erase", "with the eraser, or with Alt and the brush"],
  ["A straight stroke", "Shift and press: from where the last one ended"],
  ["Fill a colour", "click; drag to the right or left for more or less tolerance; Alt takes away"],
];
