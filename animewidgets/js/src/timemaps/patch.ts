/** Time maps as patch files have them; `animewidgets/timemaps/patch.py` writes and checks them. */

export type Pair = readonly [number, number];

export interface PictureMap {
  scale_x: number;
  scale_y: number;
  shift_x: number;
  shift_y: number;
}

export interface Evidence {
  frames: number;
  informative: number;
  agreeing: number;
  sound: number | null;
}

/** How far off a match may be, in ticks of the target. */
export interface Uncertainty {
  offset?: number;
  start?: number;
  end?: number;
}

export type Flag = "picture_changed" | "repeated" | "still" | "silent";
export type Status = "proposed" | "confirmed" | "edited";

export interface Piece {
  /** Half-open spans in ticks of either release; `null` where it has no such footage. */
  source: Pair | null;
  target: Pair | null;
  role?: string;
  confidence?: number;
  status?: Status;
  /** Ticks of the target per tick of the source; without it as the spans are to one another. */
  rate?: Pair;
  evidence?: Evidence;
  uncertainty?: Uncertainty;
  flags?: Flag[];
  alternatives?: Pair[];
  source_alternatives?: Pair[];
  author?: string;
  picture?: PictureMap;
}

export interface Patch {
  format: "animewidgets-patch";
  version: 1;
  source_release?: string;
  target_release?: string;
  source_time_base: Pair;
  target_time_base: Pair;
  picture?: PictureMap;
  pieces: Piece[];
}

/** A piece that both releases have. */
export type Match = Piece & { source: Pair; target: Pair };

export const isMatch = (piece: Piece): piece is Match =>
  piece.source !== null && piece.target !== null;
