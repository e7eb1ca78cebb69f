import type { Json } from "../core/wire";

/**
 * Thrown where geometry breaks a rule: what the kernel would answer, before it is asked. `kind` is the
 * kernel's own error.
 */
export class BadGeometry extends Error {
  override name = "BadGeometry";

  constructor(
    message: string,
    readonly kind: "MalformedMessage" | "CutOutsideMedia" = "MalformedMessage",
  ) {
    super(message);
  }
}

export type JsonRecord = { [key: string]: Json };

/** A value for an error message, cut short. */
function show(value: unknown): string {
  const text = typeof value === "string" ? `'${value}'` : (JSON.stringify(value) ?? "nothing");
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}

/** A JSON object with all of the required fields and no unknown one. */
export function record(
  value: unknown,
  at: string,
  required: readonly string[],
  optional: readonly string[] = [],
): JsonRecord {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new BadGeometry(`${at}: expected an object, got ${show(value)}`);
  const missing = required.filter((name) => !(name in value)).sort()[0];
  if (missing !== undefined) throw new BadGeometry(`${at}: the field '${missing}' is missing`);
  const unknown = Object.keys(value)
    .filter((name) => !required.includes(name) && !optional.includes(name))
    .sort()[0];
  if (unknown !== undefined) throw new BadGeometry(`${at}: the field ${show(unknown)} is unknown`);
  return value as JsonRecord;
}

/** A JSON array of bounded length. */
export function array(value: unknown, at: string, least: number, most: number): Json[] {
  if (!Array.isArray(value)) throw new BadGeometry(`${at}: expected an array, got ${show(value)}`);
  if (value.length < least || value.length > most)
    throw new BadGeometry(`${at}: expected ${least} to ${most} elements, got ${value.length}`);
  return value;
}

/** A finite number. */
export function number(value: unknown, at: string): number {
  if (typeof value !== "number")
    throw new BadGeometry(`${at}: expected a number, got ${show(value)}`);
  if (!Number.isFinite(value))
    throw new BadGeometry(`${at}: expected a finite number, got ${value}`);
  return value;
}

/** A whole number that is exact. */
export function integer(value: unknown, at: string): number {
  if (!Number.isSafeInteger(value))
    throw new BadGeometry(`${at}: expected an integer, got ${show(value)}`);
  return value as number;
}

/** A name of 1 to 200 characters. */
export function name(value: unknown, at: string): string {
  if (typeof value !== "string")
    throw new BadGeometry(`${at}: expected a string, got ${show(value)}`);
  const { length } = [...value];
  if (length < 1 || length > 200)
    throw new BadGeometry(`${at}: expected 1 to 200 characters, got ${length}`);
  return value;
}

/** One of some words. */
export function choice<T extends string>(value: unknown, at: string, of: readonly T[]): T {
  if (!of.includes(value as T))
    throw new BadGeometry(
      `${at}: expected one of ${of.map((one) => `'${one}'`).join(", ")}, got ${show(value)}`,
    );
  return value as T;
}

/** A flag, false where it is absent. */
export function flag(of: JsonRecord, name: string, at: string): boolean {
  const value = of[name] ?? false;
  if (typeof value !== "boolean" || of[name] === null)
    throw new BadGeometry(`${at}.${name}: expected true or false, got ${show(of[name])}`);
  return value;
}
