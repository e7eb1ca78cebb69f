import type { Category, CategoryGroup, CategorySchema } from "../core/wire";

/** What can be looked up by the order and the parents of categories: the same as long as neither changes. */
interface Places {
  readonly at: ReadonlyMap<string, number>;
  children: ReadonlyMap<string | null, readonly number[]> | null;
}

/**
 * A category schema that never changes: an edit makes another one, which shares with it all that the edit did
 * not touch. So one category of 5,000 costs a copy of the list, and no look-up is made again.
 */
export class Schema {
  readonly #places: Places;

  /** `like` has the same categories in the same order under the same parents. */
  constructor(
    readonly schemaId: string,
    readonly version: number,
    readonly categories: readonly Category[],
    readonly groups: readonly CategoryGroup[] = [],
    like?: Schema,
  ) {
    this.#places = like
      ? like.#places
      : {
          at: new Map(categories.map(({ category_id }, at) => [category_id, at])),
          children: null,
        };
  }

  static fromJson({ schema_id, version, categories, groups = [] }: CategorySchema): Schema {
    return new Schema(schema_id, version, categories, groups);
  }

  toJson(): CategorySchema {
    const { schemaId, version, categories, groups } = this;
    const told = { schema_id: schemaId, version, categories: [...categories] };
    return groups.length ? { ...told, groups: [...groups] } : told;
  }

  has(id: string): boolean {
    return this.#places.at.has(id);
  }

  get(id: string): Category | undefined {
    const at = this.#places.at.get(id);
    return at === undefined ? undefined : this.categories[at];
  }

  /** Where it stands in the list, or -1. */
  indexOf(id: string): number {
    return this.#places.at.get(id) ?? -1;
  }

  /** The categories right under one, or those at the top, in the order in which they are shown. */
  children(parent: string | null): Category[] {
    this.#places.children ??= childrenOf(this.categories);
    const found = this.#places.children.get(parent) ?? [];
    return found.map((at) => this.categories[at] as Category);
  }

  /** All that have children; `null` where some stand at the top. */
  get parents(): Iterable<string | null> {
    this.#places.children ??= childrenOf(this.categories);
    return this.#places.children.keys();
  }

  /** Those above it, the nearest first. */
  ancestors(id: string): Category[] {
    const above = new Set<Category>();
    for (let at = this.get(id)?.parent; at; ) {
      const parent = this.get(at);
      if (!parent || above.has(parent)) break; // round and round it would go
      above.add(parent);
      at = parent.parent;
    }
    return [...above];
  }

  /** Whether it lies below another, at any depth. */
  isBelow(id: string, other: string): boolean {
    return this.ancestors(id).some((one) => one.category_id === other);
  }

  /** The group that it is in. */
  groupOf(id: string): CategoryGroup | undefined {
    return this.groups.find((group) => group.members.includes(id));
  }

  /** Its name with the names of those above it: `Character › Face`. */
  pathOf(id: string): string {
    const names = this.ancestors(id).map((one) => one.name);
    return [this.get(id)?.name ?? id, ...names].reverse().join(" › ");
  }
}

function childrenOf(categories: readonly Category[]): Map<string | null, number[]> {
  const children = new Map<string | null, number[]>();
  for (const [at, { parent }] of categories.entries()) {
    const siblings = children.get(parent);
    if (siblings) siblings.push(at);
    else children.set(parent, [at]);
  }
  return children;
}
