import type { TemplateJson } from "./draft";

/** Fields that change nothing on the annotation page. */
const UNSEEN = new Set([
  "name",
  "description",
  "licence",
  "authors",
  "forked_from",
  "version",
  "overlap",
  "review",
]);

/** Two documents with the same key make the same annotation page. */
export function previewKey(document: TemplateJson): string {
  return JSON.stringify(
    Object.entries(document)
      .filter(([name]) => !UNSEEN.has(name))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
