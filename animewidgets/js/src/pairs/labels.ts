/** Bound labels in columns, what was decided of each, and which of them are shown. Pure. */
import { type BindingTold, OUTCOMES, type Outcome } from "./wire";

export type Sign = 1 | 0 | -1;
/** What was said of a label: accepted, rejected or nothing; and by how many frames it was moved. */
export interface Said {
  readonly sign: Sign;
  readonly by: number;
}

type Column =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Int32Array
  | Float32Array
  | Float64Array;

const TYPES: Readonly<
  Record<string, { new (buffer: ArrayBuffer): Column; readonly BYTES_PER_ELEMENT: number }>
> = {
  "|u1": Uint8Array,
  "|i1": Int8Array,
  "<u2": Uint16Array,
  "<i2": Int16Array,
  "<i4": Int32Array,
  "<f4": Float32Array,
  "<f8": Float64Array,
};

/** A change of what is said, that can be taken back: rows with what was said of them before. */
export interface Step {
  readonly rows: readonly number[];
  readonly before: readonly Said[];
  readonly after: readonly Said[];
  readonly what: string;
}

export class Labels {
  readonly count: number;
  readonly kind: Column;
  readonly category: Column;
  readonly release: Column;
  readonly reason: Column;
  readonly outcome: Column;
  readonly confidence: Column;
  readonly distance: Column;
  readonly fromFrame: Column;
  readonly toFrame: Column;
  readonly fromSeconds: Column;
  readonly toSeconds: Column;
  readonly #sign: Column;
  readonly #by: Column;

  constructor(
    readonly told: BindingTold,
    buffers: readonly DataView[],
  ) {
    const columns = new Map(
      told.columns.map(([name, type], n) => [name, columnOf(type, buffers[n])]),
    );
    const of = (name: string): Column => {
      const column = columns.get(name);
      if (column?.length !== told.total) throw new Error(`labels came without “${name}”`);
      return column;
    };
    this.count = told.total;
    this.kind = of("kind");
    this.category = of("category");
    this.release = of("release");
    this.reason = of("reason");
    this.outcome = of("outcome");
    this.confidence = of("confidence");
    this.distance = of("distance");
    this.fromFrame = of("from_frame");
    this.toFrame = of("to_frame");
    this.fromSeconds = of("from_seconds");
    this.toSeconds = of("to_seconds");
    this.#sign = of("decision");
    this.#by = of("by");
  }

  outcomeOf(row: number): Outcome {
    return OUTCOMES[this.outcome[row] as number] ?? "review";
  }

  kindOf(row: number): string {
    return this.told.kinds[this.kind[row] as number] ?? "";
  }

  categoryOf(row: number): string | null {
    return this.told.category_ids[this.category[row] as number] ?? null;
  }

  reasonOf(row: number): string {
    return this.told.reasons[this.reason[row] as number] ?? "";
  }

  routeOf(row: number) {
    const release = this.told.releases[this.release[row] as number];
    return this.told.routes.find((one) => one.release_id === release) ?? null;
  }

  said(row: number): Said {
    return { sign: (this.#sign[row] ?? 0) as Sign, by: this.#by[row] ?? 0 };
  }

  /** Whether anything can be decided: what is nowhere cannot be taken. */
  isOpen(row: number): boolean {
    return this.outcomeOf(row) !== "unmappable";
  }

  /** What will be done with it: exact ones are taken unless somebody says otherwise. */
  effect(row: number): "accepted" | "rejected" | "undecided" | "none" {
    if (!this.isOpen(row)) return "none";
    const sign = this.#sign[row];
    if (sign === 1 || (sign === 0 && this.outcome[row] === 0)) return "accepted";
    return sign === -1 ? "rejected" : "undecided";
  }

  /** The step that says something of rows; `null` where all of it was said already. */
  step(rows: readonly number[], after: (said: Said) => Said, what: string): Step | null {
    const changed = rows.filter((row) => {
      if (!this.isOpen(row)) return false;
      const [now, then] = [this.said(row), after(this.said(row))];
      return now.sign !== then.sign || now.by !== then.by;
    });
    if (!changed.length) return null;
    const before = changed.map((row) => this.said(row));
    return { rows: changed, before, after: before.map(after), what };
  }

  /** Say what a step says, or with `back` what was said before it. */
  apply(step: Step, back = false): void {
    const all = back ? step.before : step.after;
    step.rows.forEach((row, n) => {
      const said = all[n] as Said;
      this.#sign[row] = said.sign;
      this.#by[row] = said.by;
    });
  }

  counts(): Counts {
    const outcomes = Object.fromEntries(OUTCOMES.map((one) => [one, 0])) as Record<Outcome, number>;
    const counts = { accepted: 0, rejected: 0, undecided: 0, none: 0, nudged: 0 };
    for (let row = 0; row < this.count; row++) {
      outcomes[this.outcomeOf(row)]++;
      const effect = this.effect(row);
      counts[effect]++;
      if (effect === "accepted" && this.#by[row]) counts.nudged++;
    }
    return { outcomes, ...counts };
  }
}

export interface Counts {
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly accepted: number;
  readonly rejected: number;
  readonly undecided: number;
  readonly none: number;
  readonly nudged: number;
}

/** Which labels are shown; empty sets and texts show all. */
export interface Filter {
  readonly outcomes: ReadonlySet<Outcome>;
  readonly effect: "" | "accepted" | "rejected" | "undecided";
  readonly kind: string;
}

export const ALL: Filter = { outcomes: new Set(), effect: "", kind: "" };

export function rowsOf(labels: Labels, { outcomes, effect, kind }: Filter): number[] {
  const rows: number[] = [];
  for (let row = 0; row < labels.count; row++) {
    if (outcomes.size && !outcomes.has(labels.outcomeOf(row))) continue;
    if (effect && labels.effect(row) !== effect) continue;
    if (kind && labels.kindOf(row) !== kind) continue;
    rows.push(row);
  }
  return rows;
}

/** The next row of some, after one, of which nothing was decided; round from the end. -1: there is none. */
export function nextUndecided(
  labels: Labels,
  rows: readonly number[],
  from: number,
  step: 1 | -1,
): number {
  const at = rows.indexOf(from);
  for (let n = 1; n <= rows.length; n++) {
    const row = rows[(((at + n * step) % rows.length) + rows.length) % rows.length] as number;
    if (labels.effect(row) === "undecided") return row;
  }
  return -1;
}

/** A step as it is told to the kernel: labels of which one thing is said go together. */
export function changesOf(step: Step, back = false) {
  const groups = new Map<string, { said: Said; rows: number[] }>();
  const all = back ? step.before : step.after;
  step.rows.forEach((row, n) => {
    const said = all[n] as Said;
    const key = `${said.sign} ${said.by}`;
    const group = groups.get(key);
    if (group) group.rows.push(row);
    else groups.set(key, { said, rows: [row] });
  });
  return [...groups.values()].map(({ said, rows }) => ({
    rows,
    decision: said.sign === 1 ? "accept" : said.sign === -1 ? "reject" : null,
    by: said.by,
  }));
}

function columnOf(type: string, view: DataView | undefined): Column {
  const make = TYPES[type];
  if (!make || !view) throw new Error(`a column of labels of the type “${type}” cannot be read`);
  // A copy: the buffer may begin anywhere, and typed arrays may not.
  return new make(
    view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength) as ArrayBuffer,
  );
}
