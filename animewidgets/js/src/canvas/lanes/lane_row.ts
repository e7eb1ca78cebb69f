/** One row under the canvas: a thing with spans of frames, and marks on some of them. Ordinals, half-open. */
export interface LaneRow {
  readonly id: string;
  readonly name: string;
  /** `#rrggbb`. */
  readonly colour: string;
  readonly selected: boolean;
  /** Whether its marks stay where they are, whoever drags them. */
  readonly fixed?: boolean;
  readonly spans: readonly LaneSpan[];
  readonly marks: readonly LaneMark[];
}

export interface LaneSpan {
  readonly id: string;
  readonly from: number;
  readonly until: number;
  /** Solid: it is there; faint: there, but covered; hatched: not there, or only proposed. */
  readonly look: "solid" | "faint" | "hatched";
}

export interface LaneMark {
  readonly id: string;
  readonly at: number;
  /** A diamond, a square (the shape is held from here), an open one (not in the picture from here on). */
  readonly look: "key" | "hold" | "outside";
}
