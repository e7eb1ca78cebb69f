import type { FrameIndex } from "../video/frame_index";
import type { UnitKind, UnitRule, UnitsReply } from "./wire";

const NAMES: Readonly<Record<UnitKind, string>> = {
  episode: "whole release",
  shot: "shot",
  span: "span",
  "every-nth-frame": "frame",
  drawing: "drawing",
  "key-frames": "key frame",
  "chosen-frames": "chosen frame",
};

/** What a unit is, in words. */
export function unitInWords({ of, every, seconds, overlap }: UnitRule): string {
  if (of === "every-nth-frame")
    return every === 1 ? "every frame" : `every ${nth(every ?? 1)} frame`;
  if (of === "span") return `spans of ${seconds} s${overlap ? `, which share ${overlap} s` : ""}`;
  return NAMES[of];
}

function nth(n: number): string {
  const teens = n % 100 > 10 && n % 100 < 14;
  return `${n}${(!teens && ["", "st", "nd", "rd"][n % 10]) || "th"}`;
}

/** The units of a release in columns, in order of their start, and which of them are done. */
export class Units {
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** Ordinals of the first frames. */
  readonly first: Int32Array;
  /** Ordinals of the last frames. */
  readonly last: Int32Array;
  readonly mine: Set<number>;
  readonly others: Set<number>;

  constructor(
    readonly of: UnitKind,
    start: ArrayLike<bigint | number>,
    end: ArrayLike<bigint | number>,
    index: FrameIndex,
    done: { mine?: Iterable<number>; others?: Iterable<number> } = {},
  ) {
    this.start = Float64Array.from({ length: start.length }, (_, n) => Number(start[n]));
    this.end = Float64Array.from({ length: end.length }, (_, n) => Number(end[n]));
    this.first = Int32Array.from(this.start, (pts) => index.ordinalAt(pts));
    this.last = Int32Array.from(this.end, (pts, n) =>
      Math.max(this.first[n] as number, index.ordinalAt(pts - 1)),
    );
    this.mine = new Set(done.mine ?? []);
    this.others = new Set(done.others ?? []);
  }

  static fromReply(reply: UnitsReply, buffers: readonly DataView[], index: FrameIndex): Units {
    const column = (n: number): bigint[] => {
      const view = buffers[n];
      if (!view) return [];
      return Array.from({ length: view.byteLength >> 3 }, (_, at) =>
        view.getBigInt64(at << 3, true),
      );
    };
    return new Units(reply.of, column(0), column(1), index, reply);
  }

  get count(): number {
    return this.start.length;
  }

  get name(): string {
    return NAMES[this.of];
  }

  isDone(n: number): boolean {
    return this.mine.has(n) || this.others.has(n);
  }

  get done(): number {
    return this.others.size ? new Set([...this.mine, ...this.others]).size : this.mine.size;
  }

  /** The unit that a frame belongs to: the last one that begins at it or before. */
  at(ordinal: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.first[middle] as number) <= ordinal) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }

  /** Whether a frame lies in a unit; frames between two units belong to none. */
  holds(n: number, ordinal: number): boolean {
    return ordinal >= (this.first[n] ?? 0) && ordinal <= (this.last[n] ?? -1);
  }

  /** The next unit after one that is not done, going round at the end; `null` where all are. */
  nextUndone(after: number): number | null {
    for (let step = 1; step <= this.count; step++) {
      const n = (after + step) % this.count;
      if (!this.isDone(n)) return n;
    }
    return null;
  }
}
