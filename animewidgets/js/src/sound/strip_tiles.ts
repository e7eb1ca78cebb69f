import type { Requester } from "../core/channel";
import type { TilesReply } from "../core/wire";
import type { FrameIndex } from "../video/frame_index";

/** How many columns of one level make one of the next. */
const FACTOR = 4;
const BATCH = 16;
const TIMEOUT = 60_000;
/** Milliseconds until tiles that were not whole yet are asked for again. */
const AGAIN = 400;
/** The coarsest tiles over the whole release, so many at most, come first and stay. */
const OVERVIEW = 4;

/** What distinguishes the strips of docs/wire.md. */
export interface StripKind {
  method: string;
  /** Microseconds of a column of level 0. */
  columnUs: number;
  levels: number;
  /** Columns of a tile, and bytes of a column. */
  tile: number;
  width: number;
  /** Tiles held at most. */
  held: number;
}

/** One tile: its columns as they came. */
export interface StripTile {
  readonly level: number;
  readonly number: number;
  readonly data: Int8Array;
  readonly complete: boolean;
}

/** A stretch of columns of one tile, and where it lies. */
export interface Run {
  tile: StripTile;
  /** Columns of the tile, half-open. */
  first: number;
  stop: number;
}

/**
 * Columns of sound to look at, on levels of which each is four times coarser: what was wanted last
 * comes first, and coarser columns stand in for finer ones on their way.
 */
export class StripTiles {
  /** Tick at which column 0 begins (fractions allowed), and ticks of a column of level 0. */
  readonly origin: number;
  readonly column: number;
  /** Why no more tiles come. */
  error: Error | undefined;

  #count: number;
  #tiles = new Map<string, StripTile>();
  #wanted: { level: number; number: number }[] = [];
  #overview: { level: number; number: number }[];
  #flight: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #listeners = new Set<() => void>();
  #closed = false;

  constructor(
    readonly index: FrameIndex,
    readonly channel: Requester,
    readonly stream: number,
    readonly kind: StripKind,
  ) {
    const second = 1 / index.seconds(1);
    // The same milliseconds as in animewidgets.analysis.sound.tiles.
    const originUs = Math.floor(index.microseconds(index.ptsOf(0)) / 1000) * 1000;
    const endUs = index.microseconds(index.release.end_pts);
    this.#count = Math.max(1, Math.ceil((endUs - originUs) / kind.columnUs));
    this.origin = (originUs / 1e6) * second;
    this.column = (kind.columnUs / 1e6) * second;
    let level = kind.levels - 1;
    while (level > 0 && this.#tilesOf(level - 1) <= OVERVIEW) level--;
    this.#overview = Array.from({ length: this.#tilesOf(level) }, (_, number) => ({
      level,
      number,
    }));
  }

  /** The coarsest level whose columns are no wider than a pixel. */
  levelFor(ticksPerPixel: number): number {
    const level = Math.floor(Math.log(ticksPerPixel / this.column) / Math.log(FACTOR) + 1e-9);
    return Math.min(this.kind.levels - 1, Math.max(0, level));
  }

  columnTicks(level: number): number {
    return this.column * FACTOR ** level;
  }

  /** Newest wish first: the tiles of [start, end) in ticks for this scale, and one either side. */
  want(start: number, end: number, ticksPerPixel: number): void {
    const level = this.levelFor(ticksPerPixel);
    const span = this.columnTicks(level) * this.kind.tile;
    const first = Math.max(0, Math.floor((start - this.origin) / span));
    const last = Math.min(this.#tilesOf(level) - 1, Math.floor((end - this.origin) / span));
    const numbers: number[] = [];
    for (let number = first; number <= last; number++) numbers.push(number);
    if (first > 0) numbers.push(first - 1);
    if (last + 1 < this.#tilesOf(level)) numbers.push(last + 1);
    this.#wanted = numbers.map((number) => ({ level, number }));
    this.error = undefined;
    this.#next();
  }

  /**
   * The columns that can be drawn between two ticks: of this level, or of the finest coarser one at
   * hand. In the order of time, without overlaps; where nothing is known there is a gap.
   */
  between(start: number, end: number, level: number): Run[] {
    const found: Run[] = [];
    const columns = Math.ceil(this.#count / FACTOR ** level);
    let at = Math.max(0, Math.floor((start - this.origin) / this.columnTicks(level)));
    const stop = Math.min(columns, Math.ceil((end - this.origin) / this.columnTicks(level)));
    const { tile: size } = this.kind;
    while (at < stop) {
      const after = Math.min(stop, (Math.floor(at / size) + 1) * size);
      for (let up = level; up < this.kind.levels; up++) {
        const factor = FACTOR ** (up - level);
        const first = Math.floor(at / factor);
        const tile = this.#tiles.get(`${up}/${Math.floor(first / size)}`);
        // A tile that is not whole yet shows what it has, unless a coarser one has it all.
        if (
          !tile ||
          (!tile.complete && up + 1 < this.kind.levels && this.#whole(at, up + 1, level))
        )
          continue;
        const base = tile.number * size;
        const to = Math.min(base + size, Math.ceil(after / factor));
        found.push({ tile, first: first - base, stop: to - base });
        break;
      }
      at = after;
    }
    return found;
  }

  /** Called after each batch that arrived; returns the function that stops it. */
  onArrival(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#flight?.abort();
    this.#tiles.clear();
    this.#listeners.clear();
  }

  #whole(at: number, from: number, level: number): boolean {
    for (let up = from; up < this.kind.levels; up++) {
      const number = Math.floor(at / FACTOR ** (up - level) / this.kind.tile);
      if (this.#tiles.get(`${up}/${number}`)?.complete) return true;
    }
    return false;
  }

  #tilesOf(level: number): number {
    return Math.ceil(this.#count / FACTOR ** level / this.kind.tile);
  }

  #next(): void {
    if (this.#closed || this.#flight || this.error) return;
    clearTimeout(this.#timer);
    const absent = ({ level, number }: { level: number; number: number }) =>
      !this.#tiles.has(`${level}/${number}`);
    const unfinished = ({ level, number }: { level: number; number: number }) =>
      !this.#tiles.get(`${level}/${number}`)?.complete;
    // Something of everything first, then what is looked at, then what was not whole yet.
    const open =
      [this.#overview.filter(absent), this.#wanted.filter(absent)].find((one) => one.length) ?? [];
    if (open.length) {
      this.#ask(open);
      return;
    }
    const again = [this.#wanted.filter(unfinished), this.#overview.filter(unfinished)].find(
      (one) => one.length,
    );
    if (again) this.#timer = setTimeout(() => !this.#flight && this.#ask(again), AGAIN);
  }

  #ask(open: { level: number; number: number }[]): void {
    const level = (open[0] as { level: number }).level;
    const numbers = open.filter((one) => one.level === level).map(({ number }) => number);
    const flight = new AbortController();
    this.#flight = flight;
    this.#receive(level, numbers.slice(0, BATCH), flight.signal)
      .catch((error: Error) => {
        if (!flight.signal.aborted) this.error = error;
      })
      .then(() => {
        this.#flight = undefined;
        if (this.#closed) return;
        for (const listener of this.#listeners) listener();
        this.#next();
      });
  }

  async #receive(level: number, tiles: number[], signal: AbortSignal): Promise<void> {
    const { result, buffers } = await this.channel.request<TilesReply>(
      this.kind.method,
      { stream: this.stream, level, tiles },
      { timeout: TIMEOUT, signal },
    );
    for (const [i, buffer] of buffers.entries()) {
      const number = result.tiles[i] as number;
      const data = new Int8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
      const key = `${level}/${number}`;
      this.#tiles.delete(key); // so that it counts as the newest
      this.#tiles.set(key, { level, number, data, complete: result.complete[i] === true });
    }
    this.#forget();
  }

  /** Keep within bounds: what came first goes first, but the overview stays, and what is looked at. */
  #forget(): void {
    for (const [key, tile] of this.#tiles) {
      if (this.#tiles.size <= this.kind.held) return;
      const same = (one: { level: number; number: number }) =>
        one.level === tile.level && one.number === tile.number;
      if (!this.#overview.some(same) && !this.#wanted.some(same)) this.#tiles.delete(key);
    }
  }
}
