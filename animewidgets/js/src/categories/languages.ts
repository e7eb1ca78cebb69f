import type { Schema } from "./schema";

/** Offered always, whether or not a category has a name in them. */
export const OFFERED = ["en", "ja", "zh"] as const;

/** The form of a BCP 47 tag, as Python checks it. */
export const LANGUAGE = /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/;

const NAMES: Readonly<Record<string, string>> = { en: "English", ja: "日本語", zh: "中文" };

/** What a language is called by those who speak it, where the browser knows. */
export function languageName(tag: string): string {
  const known = NAMES[tag];
  if (known) return known;
  try {
    return new Intl.DisplayNames([tag, "en"], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

const FOUND = new WeakMap<Schema, readonly string[]>();

/** The languages in which a schema can be shown. */
export function languagesOf(schema: Schema): readonly string[] {
  let found = FOUND.get(schema);
  if (!found) {
    const tags = new Set<string>(OFFERED);
    for (const { translations = [] } of schema.categories)
      for (const { language } of translations) tags.add(language);
    found = [...tags];
    FOUND.set(schema, found);
  }
  return found;
}
