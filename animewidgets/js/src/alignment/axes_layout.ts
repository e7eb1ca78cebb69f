import type { SideName } from "./wire";

/** A horizontal strip of the axes, in CSS pixels from their top. */
export interface Strip {
  readonly kind: "overview" | "ruler" | "film" | "sound" | "pieces" | "bands";
  /** `null`: it belongs to both. */
  readonly side: SideName | null;
  readonly top: number;
  readonly bottom: number;
}

export interface AxesLayout {
  readonly all: readonly Strip[];
  readonly height: number;
  readonly bands: Strip;
  readonly pieces: Readonly<Record<SideName, Strip>>;
  /** From the first to the last strip of a side. */
  readonly sides: Readonly<Record<SideName, { readonly top: number; readonly bottom: number }>>;
}

const HEIGHTS = { overview: 12, ruler: 20, film: 38, sound: 28, pieces: 19, bands: 68 } as const;

/** A's strips, the bands, and B's strips in a mirror: what is the same lies nearest to the bands. */
export function layOut(wish: { sound: Readonly<Record<SideName, boolean>> }): AxesLayout {
  const all: Strip[] = [];
  let top = 0;
  const add = (kind: Strip["kind"], side: SideName | null): Strip => {
    const strip = { kind, side, top, bottom: top + HEIGHTS[kind] };
    all.push(strip);
    top = strip.bottom;
    return strip;
  };
  const kinds = (side: SideName): Strip["kind"][] => [
    "ruler",
    "film",
    ...(wish.sound[side] ? (["sound"] as const) : []),
    "pieces",
  ];
  add("overview", null);
  const first = top;
  for (const kind of kinds("a")) add(kind, "a");
  const bands = add("bands", null);
  for (const kind of kinds("b").reverse()) add(kind, "b");
  const of = (side: SideName) =>
    all.find((one) => one.kind === "pieces" && one.side === side) as Strip;
  return {
    all,
    height: top,
    bands,
    pieces: { a: of("a"), b: of("b") },
    sides: { a: { top: first, bottom: bands.top }, b: { top: bands.bottom, bottom: top } },
  };
}

export function stripAt({ all }: AxesLayout, y: number): Strip {
  return all.find((strip) => y < strip.bottom) ?? (all.at(-1) as Strip);
}
