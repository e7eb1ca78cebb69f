import { ActionBook } from "../core/action_book";
import { COMMUNITY_ACTIONS, COMMUNITY_GROUPS } from "./community_actions";

/**
 * Everything that one can do in the category designer. Letters alone find categories by their names, so every
 * action has a named key, a sign or a modifier. What other editors do as well has the same name and keys.
 */
const ACTIONS = {
  "categories.previous": ["Category above", "Moving", "Up"],
  "categories.next": ["Category below", "Moving", "Down"],
  "categories.open": ["Unfold, or go to the first below it", "Moving", "Right", "+"],
  "categories.shut": ["Fold, or go to the one above it", "Moving", "Left", "-"],
  "categories.first": ["First category", "Moving", "Home"],
  "categories.last": ["Last category", "Moving", "End"],
  "categories.pageUp": ["One page up", "Moving", "PageUp"],
  "categories.pageDown": ["One page down", "Moving", "PageDown"],
  "categories.openAll": ["Unfold all", "Moving", "*", "Ctrl+Shift+Right"],
  "categories.shutAll": ["Fold all", "Moving", "_", "Ctrl+Shift+Left"],
  "categories.filter": ["Filter by name, key or description", "Moving", "/", "Ctrl+F"],
  "categories.nextProblem": ["Next category with a warning", "Moving", "F8"],
  "categories.language": ["Language that the tree shows", "Moving", "Alt+L"],

  "categories.extendUp": ["Select upwards", "Selecting", "Shift+Up"],
  "categories.extendDown": ["Select downwards", "Selecting", "Shift+Down"],
  "categories.extendFirst": ["Select up to the first", "Selecting", "Shift+Home"],
  "categories.extendLast": ["Select down to the last", "Selecting", "Shift+End"],
  "categories.walkUp": ["Go up and leave the selection", "Selecting", "Ctrl+Up"],
  "categories.walkDown": ["Go down and leave the selection", "Selecting", "Ctrl+Down"],
  "categories.toggle": ["Select this one, or let go of it", "Selecting", "Space"],
  "categories.selectAll": ["Select all that is shown", "Selecting", "Ctrl+A"],

  "categories.add": ["New category after this one", "Categories", "Ctrl+Enter", "Insert"],
  "categories.addBelow": [
    "New category below this one",
    "Categories",
    "Ctrl+Shift+Enter",
    "Shift+Insert",
  ],
  "categories.rename": ["Rename", "Categories", "F2", "Enter"],
  "categories.duplicate": ["Duplicate, with all below it", "Categories", "Ctrl+D"],
  "categories.remove": ["Remove", "Categories", "Delete", "Backspace"],
  "categories.moveUp": ["Move up", "Categories", "Alt+Up"],
  "categories.moveDown": ["Move down", "Categories", "Alt+Down"],
  "categories.moveIn": ["Move below the one above", "Categories", "Alt+Right"],
  "categories.moveOut": ["Move out, beside the one it lies below", "Categories", "Alt+Left"],
  "categories.merge": ["Merge what is selected into one", "Categories", "Alt+M"],
  "categories.split": ["Split into several", "Categories", "Alt+S"],
  "categories.copy": ["Copy the names, as a list", "Categories", "Ctrl+C"],
  "categories.paste": ["Paste a list of names", "Categories", "Ctrl+V"],

  "categories.details": ["To the details", "Details", "Alt+D", "F6"],
  "categories.colour": ["Choose a colour", "Details", "Alt+C"],
  "categories.spread": ["Colours that stay apart, for all selected", "Details", "Alt+Shift+C"],
  "categories.hotkey": ["Press a key for it", "Details", "Alt+K"],
  "categories.description": ["Describe when to choose it", "Details", "Alt+E"],
  "categories.example": ["Add an example frame", "Details", "Alt+X"],
  "categories.attribute": ["Add an attribute", "Details", "Alt+A"],
  "categories.group": ["Exclusive group", "Details", "Alt+G"],
  "categories.skeleton": ["Key points", "Details", "Alt+P"],
  "categories.translate": ["Add a translation", "Details", "Alt+T"],

  undo: ["Undo", "Draft", "Ctrl+Z"],
  redo: ["Redo", "Draft", "Ctrl+Shift+Z", "Ctrl+Y"],
  "categories.publish": ["Publish as a new version", "Draft", "Alt+Shift+P"],
  "categories.import": ["Import from a file", "Draft", "Alt+O"],
  "categories.export": ["Export to a file", "Draft", "Alt+Shift+E"],
  "categories.discard": ["Discard the whole draft", "Draft", "Alt+Shift+Delete"],

  ...COMMUNITY_ACTIONS,

  "categories.previousTab": ["Previous tab", "Page", "Alt+PageUp"],
  "categories.nextTab": ["Next tab", "Page", "Alt+PageDown"],
  fullScreen: ["Full screen, or not", "Page", "Alt+Enter"],
  keySettings: ["Choose and change keys", "Page", "Ctrl+,"],
  help: ["Keys and help", "Page", "?"],
  escape: ["Close what is open, let go", "Page", "Escape"],
} as const satisfies Record<string, readonly [string, string, ...string[]]>;

export type CategoriesAction = keyof typeof ACTIONS;

const REPEATED: ReadonlySet<CategoriesAction> = new Set([
  "categories.previous",
  "categories.next",
  "categories.pageUp",
  "categories.pageDown",
  "categories.extendUp",
  "categories.extendDown",
  "categories.walkUp",
  "categories.walkDown",
  "categories.moveUp",
  "categories.moveDown",
  "categories.nextProblem",
  "undo",
  "redo",
]);

export const CATEGORIES = new ActionBook<CategoriesAction>({
  table: ACTIONS,
  groups: ["Moving", "Selecting", "Categories", "Details", "Draft", ...COMMUNITY_GROUPS, "Page"],
  repeated: REPEATED,
  // Aegisub and ELAN have no tree of categories.
  presets: { animewidgets: {}, Aegisub: {}, ELAN: {} },
  isElsewhere: () => true,
});

/** What the pointer does, for the help. */
export const POINTER: readonly (readonly [what: string, how: string])[] = [
  ["Select", "click"],
  ["Select more", "Ctrl or Shift and click"],
  ["Rename", "double click"],
  ["Move", "drag: between two, or onto one to lay it below"],
  ["Copy instead", "Ctrl while letting go"],
  ["The same by touch", "rest on it, then drag; lift without dragging for the menu"],
  ["All that can be done with it", "right click"],
  ["Import", "drop a file onto the tree"],
];
