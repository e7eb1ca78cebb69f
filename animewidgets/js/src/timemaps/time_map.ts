import type { Match, Pair, Patch, PictureMap, Piece } from "./patch";
import { isMatch } from "./patch";

/** A map between the time axes of two releases; the same answers as `animewidgets.timemaps.TimeMap`. */
export class TimeMap {
  /** The pieces that both releases have, in the order of the source's time. */
  readonly matches: readonly Match[];
  readonly #onSource: readonly (Piece & { source: Pair })[];

  constructor(readonly patch: Patch) {
    this.#onSource = patch.pieces
      .filter((piece): piece is Piece & { source: Pair } => piece.source !== null)
      .sort((a, b) => a.source[0] - b.source[0]);
    for (const [n, piece] of this.#onSource.entries()) {
      const before = this.#onSource[n - 1];
      if (before && piece.source[0] < before.source[1])
        throw new RangeError(`time map pieces overlap: [${before.source}] and [${piece.source}]`);
    }
    this.matches = this.#onSource.filter(isMatch);
  }

  /** The piece in which a tick of the source lies; `null` where the map says nothing of it. */
  pieceAt(tick: number): Piece | null {
    const piece = this.#onSource[countUpTo(this.#onSource, tick) - 1];
    return piece && tick < piece.source[1] ? piece : null;
  }

  /** The last match that begins at or before a tick of the source, whether or not it lies in it. */
  matchBefore(tick: number): Match | null {
    return this.matches[countUpTo(this.matches, tick) - 1] ?? null;
  }

  /** The target's tick for one of the source; `null` where the target has no such footage. */
  apply(tick: number): number | null {
    const piece = this.pieceAt(tick);
    return piece && isMatch(piece) ? along(piece, tick) : null;
  }

  inverted(): TimeMap {
    const { source_release, target_release, picture, ...patch } = this.patch;
    return new TimeMap({
      ...patch,
      source_time_base: patch.target_time_base,
      target_time_base: patch.source_time_base,
      pieces: patch.pieces.map(invertedPiece),
      ...(target_release === undefined ? {} : { source_release: target_release }),
      ...(source_release === undefined ? {} : { target_release: source_release }),
      ...(picture ? { picture: invertedPicture(picture) } : {}),
    });
  }
}

/** How many pieces, in the order of the source, begin at or before a tick. */
function countUpTo(pieces: readonly { readonly source: Pair | null }[], tick: number): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.source?.[0] ?? 0) <= tick) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Ticks of the target per tick of the source, as `[up, down]`. */
export function slope({ rate, source, target }: Match): [bigint, bigint] {
  const [up, down] = rate ?? [target[1] - target[0], source[1] - source[0]];
  return [BigInt(up), BigInt(down)];
}

/** Where a tick of the source lies on the target's axis, by the line of a match; halves go up. */
export function along(match: Match, tick: number): number {
  const [up, down] = slope(match);
  const since = 2n * BigInt(tick - match.source[0]) * up + down;
  return match.target[0] + Number(floored(since, 2n * down));
}

/** The target's tick an eighth of `lasting` after a tick of the source, rounded down. */
export function instant(match: Match, tick: number, lasting: number): number {
  const [up, down] = slope(match);
  const since = (8n * BigInt(tick - match.source[0]) + BigInt(lasting)) * up;
  return match.target[0] + Number(floored(since, 8n * down));
}

/** Eight times the target's tick of a tick of the source, rounded up. */
export function instantBefore(match: Match, tick: number): number {
  const [up, down] = slope(match);
  const before = 8n * BigInt(match.source[0] - tick) * up;
  return 8 * match.target[0] - Number(floored(before, down));
}

/** `a / b`, rounded down. */
export function floored(a: bigint, b: bigint): bigint {
  const whole = a / b;
  return a % b < 0n ? whole - 1n : whole;
}

export function invertedPiece(piece: Piece): Piece {
  const { source, target, rate, uncertainty, alternatives, source_alternatives, picture, ...rest } =
    piece;
  let turned = uncertainty;
  if (uncertainty && isMatch(piece)) {
    const [up, down] = slope(piece);
    turned = Object.fromEntries(
      Object.entries(uncertainty).map(([name, ticks]) => [
        name,
        Number(-floored(-BigInt(ticks) * down, up)),
      ]),
    );
  }
  return {
    ...rest,
    source: target,
    target: source,
    ...(rate ? { rate: [rate[1], rate[0]] as const } : {}),
    ...(turned ? { uncertainty: turned } : {}),
    ...(source_alternatives ? { alternatives: source_alternatives } : {}),
    ...(alternatives ? { source_alternatives: alternatives } : {}),
    ...(picture ? { picture: invertedPicture(picture) } : {}),
  };
}

export function invertedPicture({ scale_x, scale_y, shift_x, shift_y }: PictureMap): PictureMap {
  return {
    scale_x: 1 / scale_x,
    scale_y: 1 / scale_y,
    shift_x: -shift_x / scale_x,
    shift_y: -shift_y / scale_y,
  };
}
