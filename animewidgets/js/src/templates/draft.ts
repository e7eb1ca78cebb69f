/** A template as it is being made: the document, and what can be undone. Pure. */
import type { Json } from "../core/wire";

/** A template as JSON, as `template_to_json` writes it. What is not known here is carried along. */
export interface TemplateJson {
  readonly [field: string]: Json;
}

/** Where something stands in the document: `["categories", "categories", 2, "name"]`. */
export type Path = readonly (string | number)[];

interface Step {
  readonly document: TemplateJson;
  /** What was done then, in words. */
  readonly what: string;
}

export interface Draft {
  readonly document: TemplateJson;
  readonly undo: readonly Step[];
  readonly redo: readonly Step[];
  /** The run of typing that the next letter in the same place belongs to. */
  readonly run: { readonly place: string; readonly at: number } | null;
}

/** So many gestures can be taken back. */
const MOST_STEPS = 1_000;
/** Letters that follow on one another within this are one gesture, in milliseconds. */
const RUN = 1_500;

export const draftOf = (document: TemplateJson): Draft => ({
  document,
  undo: [],
  redo: [],
  run: null,
});

/** A draft as an earlier page left it: changes of fields lead back, and on to what was undone. */
export function draftWith(
  document: TemplateJson,
  told: { readonly undo: readonly TemplateJson[]; readonly redo: readonly TemplateJson[] } | null,
): Draft {
  const steps = (changes: readonly TemplateJson[] = []): Step[] => {
    let now = document;
    const found = changes.map((fields) => {
      now = Object.fromEntries(
        Object.entries({ ...now, ...fields }).filter(([, value]) => value !== null),
      );
      return { document: now, what: inWords(Object.keys(fields)) };
    });
    return found.reverse();
  };
  return { ...draftOf(document), undo: steps(told?.undo), redo: steps(told?.redo) };
}

function inWords(fields: readonly string[]): string {
  const words = fields.map((one) => one.replaceAll("_", " ")).sort();
  const [first = "nothing"] = words;
  const text = words.length > 2 ? `${first} and ${words.length - 1} more` : words.join(" and ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * The draft with another document. `typed` names the field that is typed into: letters that follow on one
 * another in it are undone together. `now` is a time in milliseconds.
 */
export function change(
  draft: Draft,
  document: TemplateJson,
  what: string,
  typed: { place: string; now: number } | null = null,
): Draft {
  if (same(draft.document, document)) return draft;
  const { run } = draft;
  const goesOn =
    typed !== null && run !== null && run.place === typed.place && typed.now - run.at < RUN;
  return {
    document,
    undo: goesOn
      ? draft.undo
      : [...draft.undo, { document: draft.document, what }].slice(-MOST_STEPS),
    redo: [],
    run: typed && { place: typed.place, at: typed.now },
  };
}

/** The draft before the newest gesture, and what that was; `null` where there is none. */
export function undo(draft: Draft): { draft: Draft; what: string } | null {
  const step = draft.undo.at(-1);
  if (!step) return null;
  return {
    what: step.what,
    draft: {
      document: step.document,
      undo: draft.undo.slice(0, -1),
      redo: [...draft.redo, { document: draft.document, what: step.what }],
      run: null,
    },
  };
}

/** The draft with the newest undone gesture again; `null` where there is none. */
export function redo(draft: Draft): { draft: Draft; what: string } | null {
  const step = draft.redo.at(-1);
  if (!step) return null;
  return {
    what: step.what,
    draft: {
      document: step.document,
      undo: [...draft.undo, { document: draft.document, what: step.what }],
      redo: draft.redo.slice(0, -1),
      run: null,
    },
  };
}

/** What stands at a place; `undefined` where nothing does. */
export function valueAt(document: Json, path: Path): Json | undefined {
  let value: Json | undefined = document;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Object.hasOwn(value, step) ? (value as { [key: string]: Json })[step] : undefined;
  }
  return value;
}

/**
 * The document with another value at a place; `undefined` takes it away. Objects on the way are made where
 * there are none; everything beside the way stays the same object.
 */
export function put<T extends Json | TemplateJson>(
  document: T,
  path: Path,
  value: Json | undefined,
): T {
  const [step, ...rest] = path;
  if (step === undefined) return value as T;
  if (Array.isArray(document) && typeof step === "number") {
    const list = [...document];
    if (!rest.length && value === undefined) list.splice(step, 1);
    else list[step] = put(list[step] ?? {}, rest, value);
    return list as T;
  }
  const table: { [key: string]: Json } = isTable(document) ? document : {};
  if (rest.length) {
    const inner = (Object.hasOwn(table, step) && table[step]) || {};
    return { ...table, [step]: put(inner, rest, value) } as unknown as T;
  }
  if (value !== undefined) return { ...table, [step]: value } as unknown as T;
  return Object.fromEntries(Object.entries(table).filter(([name]) => name !== String(step))) as T;
}

export const isTable = (value: unknown): value is { [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether two documents say the same; the order of fields does not count. */
export function same(a: Json | undefined, b: Json | undefined): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((one, i) => same(one, b[i]));
  if (!isTable(a) || !isTable(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && same(a[name], b[name]))
  );
}
