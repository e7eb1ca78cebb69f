/** Names of people's making within sentences of ours. */
import type { Schema } from "./schema";

/** A name in quotes; its direction of writing does not reach beyond them. */
export function quoted(name: string): string {
  return `“\u2068${name}\u2069”`;
}

/** Names of categories in quotes, as a list in words. */
export function listed(names: readonly string[], last = "and"): string {
  const all = names.map(quoted);
  if (all.length < 2) return all.join("");
  return `${all.slice(0, -1).join(", ")} ${last} ${all.at(-1)}`;
}

/** Looks the name of a category up. */
export type NameOf = (categoryId: string) => string;

/** Names by the first of the schemas that has the category; its identity where none has. */
export function namesFrom(...schemas: readonly (Schema | null | undefined)[]): NameOf {
  return (id) => {
    for (const schema of schemas) {
      const found = schema?.get(id);
      if (found) return found.name;
    }
    return id;
  };
}

/** `1 annotation`, `1,204 annotations`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/** When something was said or done, in the reader's own way of writing dates. */
export function when(microseconds: number): string {
  return new Date(microseconds / 1000).toLocaleString(undefined, {
    dateStyle: "medium",
    timeStyle: "short",
  });
}
