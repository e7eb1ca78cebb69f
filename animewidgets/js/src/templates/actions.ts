import { ActionBook } from "../core/action_book";

/** Everything that one can do in the template designer: what keys, buttons, menus and help read. */
const ACTIONS = {
  "template.nextStep": ["Next step", "Steps", "Alt+PageDown", "PageDown"],
  "template.previousStep": ["Previous step", "Steps", "Alt+PageUp", "PageUp"],
  "template.about": ["What it is", "Steps", "1"],
  "template.kinds": ["What is drawn or marked", "Steps", "2"],
  "template.categories": ["Categories", "Steps", "3"],
  "template.unit": ["What a unit is", "Steps", "4"],
  "template.guidelines": ["Guidelines", "Steps", "5"],
  "template.hotkeys": ["Keys of the page", "Steps", "6"],
  "template.prelabels": ["Pre-labels", "Steps", "7"],
  "template.overlap": ["Overlap and review", "Steps", "8"],
  "template.rules": ["Required fields and rules", "Steps", "9"],
  "template.share": ["Share", "Steps", "0"],
  "template.problem": ["Go to the next thing to mend", "Steps", "F8", "M"],

  "template.new": ["Choose another template to start from", "Template", "Alt+N"],
  "template.open": ["Open a file", "Template", "Ctrl+O"],
  "template.fork": ["Fork: go on under a new identity", "Template", "Alt+K"],
  "template.publish": ["Publish a version", "Template", "Ctrl+Enter"],
  "template.versions": ["Versions, and what differs", "Template", "Alt+V"],
  "template.copy": ["Copy as JSON", "Template", "Alt+C"],
  "template.download": ["Download as a file", "Template", "Alt+S"],
  undo: ["Undo", "Template", "Ctrl+Z"],
  redo: ["Redo", "Template", "Ctrl+Shift+Z", "Ctrl+Y"],

  "template.bold": ["Bold", "Guidelines", "Ctrl+B"],
  "template.italic": ["Italic", "Guidelines", "Ctrl+I"],
  "template.heading": ["Heading", "Guidelines", "Ctrl+Alt+H"],
  "template.list": ["List", "Guidelines", "Ctrl+Alt+L"],
  "template.numbered": ["Numbered list", "Guidelines", "Ctrl+Alt+O"],
  "template.quote": ["Quotation", "Guidelines", "Ctrl+Alt+Q"],
  "template.code": ["Key or code", "Guidelines", "Ctrl+E"],
  "template.link": ["Link", "Guidelines", "Ctrl+K"],
  "template.frame": ["The frame of the preview as an example", "Guidelines", "Alt+F"],

  "template.preview": ["Show the preview anew", "Looking", "Alt+P"],
  "template.layout": ["Preview beside, below, or away", "Looking", "Alt+L"],
  keySettings: ["Choose and change keys", "Looking", "Ctrl+,"],
  help: ["Keys and help", "Looking", "?", "F1"],
  escape: ["Close; leave a field", "Looking", "Escape"],
} as const satisfies Record<string, readonly [label: string, group: string, ...keys: string[]]>;

export type TemplateAction = keyof typeof ACTIONS;

/** What the guidelines' toolbar does to the text. */
export type TextAction = Extract<
  TemplateAction,
  `template.${"bold" | "italic" | "heading" | "list" | "numbered" | "quote" | "code" | "link"}`
>;

export const TEXT_ACTIONS: readonly TextAction[] = [
  "template.bold",
  "template.italic",
  "template.heading",
  "template.list",
  "template.numbered",
  "template.quote",
  "template.code",
  "template.link",
];

export const book = new ActionBook<TemplateAction>({
  table: ACTIONS,
  groups: ["Steps", "Template", "Guidelines", "Looking"],
  repeated: new Set(["undo", "redo", "template.nextStep", "template.previousStep"]),
  presets: { animewidgets: {}, Aegisub: {}, ELAN: {} },
  isElsewhere: (action) => !action.startsWith("template."),
});
