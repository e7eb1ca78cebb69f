import { type EditorKeys, Families, type Problem, problemsOf } from "./problems";
import type { Schema } from "./schema";

/** So many categories are looked through for warnings with each change. */
const AT_ONCE = 400;
/** Milliseconds without a change until more are. */
const PAUSE = 200;

/** The warnings of a schema that is being changed: at once where it is small, else when there is time. */
export class ProblemWatch {
  #seen: { schema: Schema; found: ReadonlyMap<string, Problem[]> } | null = null;
  #later: ReturnType<typeof setTimeout> | undefined;
  readonly #families = new Families();

  constructor(
    readonly schema: () => Schema,
    readonly editorKeys: () => EditorKeys,
    /** Called when it was looked anew. */
    readonly changed: () => void,
    readonly signal: AbortSignal,
  ) {}

  get found(): ReadonlyMap<string, Problem[]> {
    const schema = this.schema();
    if (this.#seen && this.#seen.schema !== schema && schema.categories.length > AT_ONCE) {
      // No key waits for the warnings of thousands: those of before stand until there is time.
      this.#later ??= setTimeout(() => this.#look(), PAUSE);
    } else if (this.#seen?.schema !== schema) this.#look();
    return this.#seen?.found ?? new Map();
  }

  /** The editors have other keys now. */
  forget(): void {
    this.#seen = null;
  }

  #look(): void {
    clearTimeout(this.#later);
    this.#later = undefined;
    if (this.signal.aborted) return;
    const schema = this.schema();
    this.#seen = { schema, found: problemsOf(schema, this.editorKeys(), this.#families) };
    this.changed();
  }
}
