import type { Schema } from "../schema";
import { filteredRows, finder, type Row, rowsOf } from "./rows";
import type { Blank, Line } from "./tree_view";

/** Where a name that is being typed would become a category. */
export interface NewPlace {
  readonly parent: string | null;
  readonly before: string | null;
}

/** Which lines are shown: made anew only when schema, folds or filter are others. */
export class Outline {
  readonly folded = new Set<string>();
  filter = "";
  rows: readonly Row[] = [];
  #at = new Map<string, number>();
  #schema: Schema | null = null;
  #stale = true;

  /** Look again: folds or filter changed. */
  touch(): void {
    this.#stale = true;
  }

  update(schema: Schema): void {
    if (schema === this.#schema && !this.#stale) return;
    this.#schema = schema;
    this.#stale = false;
    const keeps = finder(this.filter);
    this.rows = keeps ? filteredRows(schema, keeps) : rowsOf(schema, this.folded);
    this.#at = new Map(this.rows.map((row, n) => [row.category.category_id, n]));
  }

  /** The identities of what is shown, from top to bottom. */
  get order(): string[] {
    return this.rows.map((row) => row.category.category_id);
  }

  /** The line of a category, or -1 where it is folded away or filtered out. */
  lineOf(id: string | null): number {
    return id === null ? -1 : (this.#at.get(id) ?? -1);
  }

  /** Unfold all that lies above; no filter may hide it. */
  reveal(schema: Schema, ids: Iterable<string>): void {
    for (const id of ids) {
      for (const above of schema.ancestors(id))
        if (this.folded.delete(above.category_id)) this.touch();
      if (this.filter && this.lineOf(id) < 0) {
        this.filter = "";
        this.touch();
      }
    }
  }

  fold(schema: Schema, id: string, all: boolean): void {
    const shut = this.folded.has(id);
    const ids = all ? [id, ...below(schema, id)] : [id];
    for (const one of ids) {
      if (shut) this.folded.delete(one);
      else if (schema.children(one).length) this.folded.add(one);
    }
    this.touch();
  }

  foldAll(schema: Schema, shut: boolean): void {
    this.folded.clear();
    if (shut)
      for (const { parent } of schema.categories) if (parent !== null) this.folded.add(parent);
    this.touch();
  }

  /** The lines with a blank one for what is being typed, and which one that is. */
  withBlank(schema: Schema, { parent, before }: NewPlace): { lines: readonly Line[]; at: number } {
    const siblings = schema.children(parent);
    const until =
      before === null ? siblings.length : siblings.findIndex((one) => one.category_id === before);
    const previous = siblings[(until < 0 ? siblings.length : until) - 1];
    const above = this.lineOf(parent);
    const depth = above >= 0 ? (this.rows[above]?.depth ?? 0) + 1 : 0;
    let at = above + 1;
    if (previous) {
      at = this.lineOf(previous.category_id) + 1;
      while (at > 0 && (this.rows[at]?.depth ?? -1) > depth) at++;
    }
    const blank: Blank = { blank: true, depth };
    return { lines: [...this.rows.slice(0, at), blank, ...this.rows.slice(at)], at };
  }
}

function below(schema: Schema, id: string): string[] {
  return schema
    .children(id)
    .flatMap(({ category_id }) => [category_id, ...below(schema, category_id)]);
}
