import type { Category } from "../../core/wire";
import type { CategoriesAction } from "../actions";
import type { Fields } from "../changes";
import type { Designer } from "../designer";

/** What a section of the details works with. */
export interface DetailsPlace {
  readonly designer: Designer;
  /** The one category that is selected. */
  readonly category: Category | null;
  /** Set fields of it; whether it was taken. */
  set(fields: Fields, said: string): boolean;
  /** Back to the tree. */
  leave(): void;
}

/** One part of what is known of a category. */
export interface Section {
  readonly root: HTMLElement;
  show(category: Category): void;
  /** Run one of its actions; whether it is one. */
  run?(action: CategoriesAction): boolean;
}
