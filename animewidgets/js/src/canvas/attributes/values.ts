/** What is said of a thing by the attributes of its category. Pure; `annotations/values.py` checks the same. */
import { placeIn } from "../../core/sorted";
import type {
  Annotation,
  AnnotationState,
  AttributeValue,
  Category,
  CategoryAttribute,
  Json,
} from "../../core/wire";
import type { Bounds } from "../geometry";
import { BadGeometry, choice, integer, type JsonRecord, number } from "../read_json";

const LONGEST_TEXT = 2_000;

export type Values = Readonly<Record<string, AttributeValue>>;
type Attributes = { [key: string]: Json };

/** The values of an annotation by name; none where some program wrote something else. */
export function valuesOf({ attributes }: Pick<AnnotationState, "attributes">): Values {
  const values = attributes?.values;
  return isRecord(values) ? (values as Record<string, AttributeValue>) : {};
}

const isRecord = (value: Json | undefined): value is JsonRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The attributes of an annotation with other values; without any, it says nothing of them. */
export function withValues(attributes: Attributes | undefined, values: Values): Attributes {
  const { values: _, ...rest } = attributes ?? {};
  return Object.keys(values).length ? { ...rest, values: { ...values } } : rest;
}

/** What a new thing of a category says by itself. */
export function startingValues(category: Category | null): Values {
  const said: Record<string, AttributeValue> = {};
  for (const one of category?.attributes ?? []) {
    const { name, default: first } = one;
    if (first !== undefined) said[name] = first;
  }
  return said;
}

/** What a thing says once it has another category: what both know stays, the rest falls out. */
export function carriedOver(values: Values, category: Category | null, bounds: Bounds): Values {
  const said: Record<string, AttributeValue> = { ...startingValues(category) };
  for (const one of category?.attributes ?? []) {
    const value = values[one.name];
    if (value !== undefined && whyNoValue(value, one, bounds) === null) said[one.name] = value;
  }
  return said;
}

/** Names of the required attributes that a thing of a category does not say. */
export function missingIn(annotation: Annotation, category: Category | null | undefined): string[] {
  const said = valuesOf(annotation);
  return (category?.attributes ?? [])
    .filter(({ name, required }) => required && said[name] === undefined)
    .map(({ name }) => name);
}

/** Why something is no value of an attribute, in words; `null` where it is one. */
export function whyNoValue(value: unknown, of: CategoryAttribute, bounds: Bounds): string | null {
  try {
    checkValue(value, of, "", bounds);
    return null;
  } catch (error) {
    if (error instanceof BadGeometry) return error.message.replace(/^: /, "");
    throw error;
  }
}

/** Refuse what is no value of an attribute, as the kernel does; `at` is where it stands. */
export function checkValue(
  value: unknown,
  of: CategoryAttribute,
  at: string,
  bounds: Bounds,
): void {
  switch (of.kind) {
    case "text":
      checkText(value, at);
      return;
    case "number":
      checkRange(number(value, at), of, at);
      return;
    case "choice":
      choice(value, at, of.choices ?? []);
      return;
    case "flag":
      if (typeof value !== "boolean")
        throw new BadGeometry(`${at}: expected true or false, got ${shown(value)}`);
      return;
    case "time":
      checkTime(integer(value, at), at, bounds);
  }
}

/** Refuse values that a category does not take. */
export function checkValues(
  values: unknown,
  category: Category | null,
  at: string,
  bounds: Bounds,
): void {
  if (typeof values !== "object" || values === null || Array.isArray(values))
    throw new BadGeometry(`${at}: expected an object, got ${shown(values)}`);
  for (const [name, value] of Object.entries(values)) {
    if (!category)
      throw new BadGeometry(`${at}: '${name}' is said of something that has no category`);
    const attribute = category.attributes?.find((one) => one.name === name);
    if (!attribute) {
      const known = (category.attributes ?? []).map((one) => `'${one.name}'`).join(", ") || "none";
      throw new BadGeometry(
        `${at}: category '${category.category_id}' has no attribute '${name}'; it has ${known}`,
      );
    }
    checkValue(value, attribute, `${at}.${name}`, bounds);
  }
}

function checkText(value: unknown, at: string): void {
  if (typeof value !== "string")
    throw new BadGeometry(`${at}: expected a string, got ${shown(value)}`);
  const { length } = [...value];
  if (length < 1 || length > LONGEST_TEXT)
    throw new BadGeometry(`${at}: expected 1 to ${LONGEST_TEXT} characters, got ${length}`);
}

function checkRange(value: number, { minimum, maximum }: CategoryAttribute, at: string): void {
  if (minimum !== undefined && value < minimum)
    throw new BadGeometry(`${at}: expected at least ${minimum}, got ${value}`);
  if (maximum !== undefined && value > maximum)
    throw new BadGeometry(`${at}: expected at most ${maximum}, got ${value}`);
}

function checkTime(tick: number, at: string, { pts, name }: Bounds): void {
  const low = placeIn(pts, tick);
  if (pts[low] === tick) return;
  const where = !pts.length
    ? `cannot stand in '${name}', which has no frames`
    : low === 0
      ? `lies before the first frame (tick ${pts[0]}) of '${name}'`
      : low === pts.length
        ? `lies after the last frame (tick ${pts[low - 1]}) of '${name}'`
        : `lies between the frames at ticks ${pts[low - 1]} and ${pts[low]} of '${name}'`;
  throw new BadGeometry(`${at}: the time at tick ${tick} ${where}`, "CutOutsideMedia");
}

const shown = (value: unknown): string =>
  typeof value === "string" ? `'${value}'` : (JSON.stringify(value) ?? "nothing");
