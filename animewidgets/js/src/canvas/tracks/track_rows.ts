import type { Annotation, Category } from "../../core/wire";
import type { Figures } from "../figures";
import type { LaneMark, LaneRow, LaneSpan } from "../lanes/lane_row";
import { colourOf } from "../pens";
import { objectOf } from "./annotations";
import type { Proposal } from "./propagation";
import type { Tracked } from "./track_figures";

export interface TrackRowsOf {
  readonly figures: Figures;
  readonly categories: ReadonlyMap<string, Category>;
  readonly selected: ReadonlySet<string>;
  readonly proposals: ReadonlyMap<string, Proposal>;
  readonly ordinalOf: (pts: number) => number;
}

/** The tracks as rows of the lanes, in the order in which they begin. */
export function trackRows(of: TrackRowsOf): LaneRow[] {
  const { figures, categories, selected, proposals, ordinalOf } = of;
  return [...figures.tracks.all]
    .sort((a, b) => a.from - b.from)
    .map((track): LaneRow => {
      const { annotation, course } = track;
      const { annotation_id: id, category } = annotation;
      const known = category ? categories.get(category) : undefined;
      const parts = laneParts(track);
      const proposal = proposals.get(id);
      return {
        id,
        name: `${known?.name ?? "No category"}${objectSuffix(annotation, figures)} · ${course.kind}`,
        colour: known ? colourOf(known) : "#999999",
        selected: selected.has(id),
        spans: proposal ? [...parts.spans, proposed(proposal)] : parts.spans,
        marks: proposal
          ? [
              ...parts.marks,
              ...proposal.keys
                .filter(({ source }) => source)
                .map(({ pts }, n): LaneMark => {
                  return { id: `proposed:${n}`, at: ordinalOf(pts), look: "outside" };
                }),
            ].sort((a, b) => a.at - b.at)
          : parts.marks,
      };
    });
}

const KNOWN = new WeakMap<Tracked, Pick<LaneRow, "spans" | "marks">>();

function laneParts(track: Tracked): Pick<LaneRow, "spans" | "marks"> {
  const known = KNOWN.get(track);
  if (known) return known;
  const { course, keys, until } = track;
  const spans = course.keys.map(
    ({ shape, occluded }, n): LaneSpan => ({
      id: `${n}`,
      from: keys[n] as number,
      until: keys[n + 1] ?? until,
      look: shape === null ? "hatched" : occluded ? "faint" : "solid",
    }),
  );
  const marks = course.keys.map(
    ({ shape, interpolation }, n): LaneMark => ({
      id: `${n}`,
      at: keys[n] as number,
      look: shape === null ? "outside" : interpolation === "hold" ? "hold" : "key",
    }),
  );
  const parts = { spans: joined(spans), marks };
  KNOWN.set(track, parts);
  return parts;
}

/** Spans that follow on each other and look alike are one. */
function joined(spans: readonly LaneSpan[]): LaneSpan[] {
  const out: LaneSpan[] = [];
  for (const span of spans) {
    const last = out.at(-1);
    if (last?.look === span.look) out[out.length - 1] = { ...last, until: span.until };
    else out.push(span);
  }
  return out;
}

const proposed = ({ from, to }: Proposal): LaneSpan => ({
  id: "proposed",
  from,
  until: to + 1,
  look: "hatched",
});

/** Short names of the objects that several tracks are of: A, B … in the order in which they come. */
export function objectNames(figures: Figures): ReadonlyMap<string, string> {
  const known = NAMED.get(figures);
  if (known) return known;
  const objects = new Set<string>();
  const inOrder = [...figures.tracks.all].sort((a, b) => a.from - b.from);
  for (const { annotation } of inOrder) {
    const object = objectOf(annotation);
    if (object) objects.add(object);
  }
  const names = new Map([...objects].map((object, n) => [object, letters(n)]));
  NAMED.set(figures, names);
  return names;
}
const NAMED = new WeakMap<Figures, ReadonlyMap<string, string>>();

/** The name of the object that an annotation is of, after what it is called: ` · A`; empty where it is of none. */
export function objectSuffix(annotation: Annotation, figures: Figures): string {
  const name = objectNames(figures).get(objectOf(annotation) ?? "");
  return name ? ` · ${name}` : "";
}

function letters(n: number): string {
  const rest = Math.floor(n / 26);
  return `${rest ? letters(rest - 1) : ""}${String.fromCharCode(65 + (n % 26))}`;
}
