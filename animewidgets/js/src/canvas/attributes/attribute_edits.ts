/** Edits of what is said by attributes, as outcomes. Pure. */
import { update } from "../../core/edits";
import { done, type Outcome, refuse } from "../../core/outcome";
import type { Annotation, AttributeValue, Category, CategoryAttribute } from "../../core/wire";
import type { Bounds } from "../geometry";
import { valuesOf, whyNoValue, withValues } from "./values";

/** Stands for a value that is not the same in all that are selected. */
export const MIXED = Symbol("mixed");

/** The attributes that all of some things have: those of their categories that are the same. */
export function attributesOf(
  annotations: readonly Annotation[],
  categories: ReadonlyMap<string, Category>,
): readonly CategoryAttribute[] {
  const ids = [...new Set(annotations.map(({ category }) => category ?? null))];
  const [first, ...rest] = ids.map((id) =>
    id === null ? [] : (categories.get(id)?.attributes ?? []),
  );
  const same = (a: CategoryAttribute, b: CategoryAttribute) =>
    a.name === b.name && a.kind === b.kind && `${a.choices}` === `${b.choices}`;
  return (first ?? []).filter((one) =>
    rest.every((list) => list.some((other) => same(one, other))),
  );
}

/** What things say of an attribute; `undefined` where none says anything. */
export function saidOf(
  annotations: readonly Annotation[],
  { name }: CategoryAttribute,
): AttributeValue | typeof MIXED | undefined {
  const [first, ...rest] = annotations.map((one) => valuesOf(one)[name]);
  return rest.every((one) => one === first) ? first : MIXED;
}

/** Have things say something, or with `undefined` nothing; those that say so already are left alone. */
export function say(
  annotations: readonly Annotation[],
  attribute: CategoryAttribute,
  value: AttributeValue | undefined,
  bounds: Bounds,
): Outcome {
  const { name } = attribute;
  const why = value === undefined ? null : whyNoValue(value, attribute, bounds);
  if (why) return refuse(`${name}: ${why}`);
  const edits = annotations
    .filter((one) => valuesOf(one)[name] !== value)
    .map((one) => {
      const { [name]: _, ...values } = valuesOf(one);
      const said = value === undefined ? values : { ...values, [name]: value };
      return update(one, { attributes: withValues(one.attributes, said) });
    });
  const told =
    value === undefined ? "not said" : typeof value === "boolean" ? (value ? "yes" : "no") : value;
  return done(edits, `${name}: ${told}`);
}
