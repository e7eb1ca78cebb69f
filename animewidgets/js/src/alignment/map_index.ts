import { lowerBound } from "../core/sorted";
import { isMatch, type Pair, type Piece } from "../timemaps/patch";
import type { TimeMap } from "../timemaps/time_map";
import { lentBy } from "./standing";
import type { SideName } from "./wire";
import { doubtsOf, type Lengths } from "./words";

/** The pieces that one side has, in the order of its time. */
export class SideOrder {
  /** Rows of the map, and where they begin and end, in ticks. */
  readonly rows: Int32Array;
  readonly starts: Float64Array;
  readonly ends: Float64Array;

  constructor(
    pieces: readonly Piece[],
    readonly spanOf: (piece: Piece) => Pair | null,
  ) {
    const found: number[] = [];
    for (let row = 0; row < pieces.length; row++) if (spanOf(pieces[row] as Piece)) found.push(row);
    const span = (row: number) => spanOf(pieces[row] as Piece) as Pair;
    found.sort((one, other) => span(one)[0] - span(other)[0]);
    this.rows = Int32Array.from(found);
    this.starts = Float64Array.from(found, (row) => span(row)[0]);
    this.ends = Float64Array.from(found, (row) => span(row)[1]);
  }

  get length(): number {
    return this.rows.length;
  }

  /** Place, in this order, of the last piece that begins at or before a tick; -1 before the first. */
  placeBefore(tick: number): number {
    return lowerBound(this.starts, Math.floor(tick) + 1, Number) - 1;
  }

  /** The row of the piece in which a tick lies; -1 where there is none. */
  rowAt(tick: number): number {
    const at = this.placeBefore(tick);
    return at >= 0 && tick < (this.ends[at] as number) ? (this.rows[at] as number) : -1;
  }
}

/** What is known of a map beside its pieces. */
export interface Known {
  /** Whether anybody has aligned the two yet: else it says nothing, however sure its pieces are. */
  readonly judged: boolean;
  /** Confidences of matches, which pieces of one side may have from them; see {@link lentBy}. */
  readonly lent: ReadonlySet<number>;
}

/** A map made ready to be looked at: what lies where on either side, and what somebody should look at. */
export class MapIndex {
  readonly pieces: readonly Piece[];
  readonly a: SideOrder;
  readonly b: SideOrder;
  /** Rows that somebody should look at, ascending. */
  readonly doubtful: readonly number[];
  /** How many pieces somebody has accepted or edited. */
  readonly looked: number;
  #places: { a: Int32Array; b: Int32Array } | null = null;

  constructor(
    readonly map: TimeMap,
    readonly lengths: Lengths,
    readonly known: Known = { judged: true, lent: lentBy([map.patch]) },
  ) {
    this.pieces = map.patch.pieces;
    this.a = new SideOrder(this.pieces, (piece) => piece.source);
    this.b = new SideOrder(this.pieces, (piece) => piece.target);
    const doubtful: number[] = [];
    let looked = 0;
    for (const [row, piece] of this.pieces.entries()) {
      if ((piece.status ?? "proposed") !== "proposed") looked++;
      else if (this.doubts(row).length) doubtful.push(row);
    }
    this.doubtful = doubtful;
    this.looked = looked;
  }

  get judged(): boolean {
    return this.known.judged;
  }

  /** How sure a piece is; `null` where nobody judged it, or has only what is beside it to go by. */
  sure(row: number): number | null {
    const piece = this.pieces[row];
    if (!piece || !this.judged) return null;
    const { confidence, status = "proposed" } = piece;
    if (isMatch(piece)) return confidence ?? 1;
    if (confidence === undefined || (piece.role ?? "unknown") === "unknown") return null;
    return status === "proposed" && this.known.lent.has(confidence) ? null : confidence;
  }

  /** Why somebody should look at a piece. */
  doubts(row: number): string[] {
    const piece = this.pieces[row];
    return piece && this.judged ? doubtsOf(piece, this.lengths, this.sure(row)) : [];
  }

  order(side: SideName): SideOrder {
    return side === "a" ? this.a : this.b;
  }

  /** Where a row stands in the order of a side; -1 where that side does not have it. */
  placeOf(side: SideName, row: number): number {
    this.#places ??= {
      a: placesOf(this.a, this.pieces.length),
      b: placesOf(this.b, this.pieces.length),
    };
    return this.#places[side][row] ?? -1;
  }

  isDoubtful(row: number): boolean {
    const at = lowerBound(this.doubtful, row, Number);
    return this.doubtful[at] === row;
  }

  /** The next row to look at, round and round; -1 where there is none. */
  nextDoubtful(from: number, step: 1 | -1): number {
    const { doubtful } = this;
    if (!doubtful.length) return -1;
    const at = lowerBound(doubtful, step > 0 ? from + 1 : from, Number);
    const wanted = step > 0 ? at : at - 1;
    return doubtful[(wanted + doubtful.length) % doubtful.length] as number;
  }

  /**
   * The first tick of a piece before or after a tick, on one side: where the cut check goes. `null` at either end.
   */
  border(side: SideName, tick: number, step: 1 | -1): number | null {
    const order = this.order(side);
    if (step > 0) {
      const end = order.ends[order.placeBefore(tick)] ?? Number.NEGATIVE_INFINITY;
      const start = order.starts[order.placeBefore(tick) + 1];
      // Where nothing is said between two pieces, the end of the one is a border as well.
      if (end > tick && (start === undefined || end < start)) return end;
      return start ?? null;
    }
    const at = order.placeBefore(tick - 1);
    if (at < 0) return null;
    const end = order.ends[at] as number;
    return end < tick ? end : (order.starts[at] as number);
  }
}

function placesOf(order: SideOrder, rows: number): Int32Array {
  const places = new Int32Array(rows).fill(-1);
  for (const [place, row] of order.rows.entries()) places[row] = place;
  return places;
}
