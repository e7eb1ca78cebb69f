/** Categories as Python writes them: what says nothing is left out, so that equal ones read alike. */
import type { Category, Json } from "../core/wire";

/** These are told though they are null. */
const ALWAYS: ReadonlySet<string> = new Set(["hotkey", "parent"]);

/** A category without the fields that have their default. */
export function tidy(category: Category): Category {
  const { hotkey = null, parent = null } = category;
  return lean({ ...category, hotkey, parent }) as unknown as Category;
}

function lean(record: object): { [name: string]: Json } {
  const kept: { [name: string]: Json } = {};
  for (const [name, value] of Object.entries(record)) {
    if (value === null && ALWAYS.has(name)) kept[name] = null;
    else if (!saysNothing(name, value)) kept[name] = leanValue(value);
  }
  return kept;
}

function leanValue(value: Json): Json {
  if (Array.isArray(value)) return value.map((one) => (isRecord(one) ? lean(one) : one));
  return isRecord(value) ? lean(value) : value;
}

function saysNothing(name: string, value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  return (Array.isArray(value) && !value.length) || (name === "required" && value === false);
}

function isRecord(value: unknown): value is { [name: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether two things say the same, whatever the order of their fields. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((one, n) => same(one, b[n]));
  if (!isRecord(a) || !isRecord(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => name in b && same(a[name], b[name]))
  );
}
