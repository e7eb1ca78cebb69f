/** Reading a document that somebody else may have written: what is not of the right form counts as absent. */
import type { Category, Json } from "../core/wire";
import { isTable, type Path, type TemplateJson, valueAt } from "./draft";

export function textAt(document: Json, ...path: Path): string {
  const value = valueAt(document, path);
  return typeof value === "string" ? value : "";
}

export function numberAt(document: Json, ...path: Path): number | null {
  const value = valueAt(document, path);
  return typeof value === "number" ? value : null;
}

export function listAt(document: Json, ...path: Path): readonly Json[] {
  const value = valueAt(document, path);
  return Array.isArray(value) ? value : [];
}

export function textsAt(document: Json, ...path: Path): readonly string[] {
  return listAt(document, ...path).filter((one) => typeof one === "string");
}

export function tableAt(document: Json, ...path: Path): { readonly [key: string]: Json } {
  const value = valueAt(document, path);
  return isTable(value) ? value : {};
}

/** The categories, as far as they are any. */
export function categoriesOf(document: TemplateJson): Category[] {
  return listAt(document, "categories", "categories").flatMap((one) => {
    if (!isTable(one) || typeof one.category_id !== "string") return [];
    return [
      {
        ...(one as unknown as Category),
        name: textAt(one, "name") || textAt(one, "category_id"),
        colour: textAt(one, "colour"),
        hotkey: textAt(one, "hotkey") || null,
        parent: textAt(one, "parent") || null,
      },
    ];
  });
}

export type PageName = "timing" | "shapes" | "sounds";

/** The page that the template opens: the one that it names, or the one that its kinds ask for. */
export function pageOf(document: TemplateJson): PageName {
  const named = textAt(document, "page");
  if (named === "timing" || named === "shapes" || named === "sounds") return named;
  const kinds = new Set(textsAt(document, "kinds"));
  if (kinds.has("audio_event")) return "sounds";
  const some = (...names: string[]) => names.some((one) => kinds.has(one));
  return some("box", "polygon", "mask", "point", "track") || !some("cut", "segment", "text")
    ? "shapes"
    : "timing";
}
