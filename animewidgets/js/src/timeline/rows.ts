import type { Category } from "../core/wire";
import { frameFrom } from "../video/frames";
import { frameOfEvent } from "./audio_events";
import { lineKey, SUBTITLE_LANE, shownText } from "./lines";
import type { Marks } from "./marks";
import { type Marked, remarkOf } from "./remarks";
import { TRANSITION_NAMES } from "./transition_kinds";

export type RowKind = "shot" | "segment" | "line" | "event";

/** One row of the list: a shot, a segment, a line or an audio event, as its cells have it. */
export interface Row {
  /** The same for the same thing while it lives. */
  readonly id: string;
  readonly kind: RowKind;
  /** From 1, within its kind. */
  readonly number: number;
  readonly first: number;
  readonly end: number;
  readonly startPts: number;
  readonly endPts: number;
  /** Frames. */
  readonly length: number;
  /** Category id. */
  readonly category: string | null;
  readonly categoryName: string;
  readonly lane: string;
  /** Who is heard, of an audio event. */
  readonly speaker: string;
  /** How a shot begins; for a line, its text. */
  readonly text: string;
  readonly comment: string;
  readonly uncertain: boolean;
  readonly score: number | null;
  readonly of: Marked;
}

export const COLUMNS = [
  "number",
  "kind",
  "startPts",
  "endPts",
  "first",
  "end",
  "length",
  "categoryName",
  "lane",
  "speaker",
  "text",
  "comment",
  "uncertain",
  "score",
] as const;

export type Column = (typeof COLUMNS)[number];

export type CategoryNames = ReadonlyMap<string, Pick<Category, "name">>;

/** All rows, in order of time; shots before segments before lines before events where they begin together. */
export function rowsOf(marks: Marks, categories: CategoryNames): readonly Row[] {
  return marks.keep("rows", () => {
    const { index } = marks;
    const label = (category: string | null) => ({
      category,
      categoryName: category === null ? "" : (categories.get(category)?.name ?? category),
    });
    const shots = marks.shots.map((shot): Row => {
      const { number, cuts, transition } = shot;
      return {
        id: `shot:${cuts[0]?.annotation_id ?? "first"}`,
        kind: "shot",
        number: number + 1,
        lane: "",
        text: transition ? TRANSITION_NAMES[transition.kind] : "",
        score: cuts[0]?.score ?? null,
        ...placeOf(shot),
        ...label(shot.category),
        ...remarked({ shot }),
      };
    });
    const segments = marks.segments.map((segment, position): Row => {
      const { id, lane, annotation } = segment;
      return {
        id: `segment:${id}`,
        kind: "segment",
        number: position + 1,
        lane,
        text: "",
        score: annotation.score ?? null,
        ...placeOf(segment),
        ...label(segment.category),
        ...remarked({ segment }),
      };
    });
    const lines = marks.lines.map((line): Row => {
      const { source, startPts, endPts, edits } = line;
      const [first, end] = [frameFrom(index, startPts), frameFrom(index, endPts)];
      return {
        id: `line:${lineKey(source, line.line)}`,
        kind: "line",
        number: line.line + 1,
        lane: SUBTITLE_LANE,
        text: shownText(line),
        score: edits[0]?.score ?? null,
        ...placeOf({ first, end, startPts, endPts }),
        ...label(edits[0]?.category ?? null),
        ...remarked({ line }),
      };
    });
    const events = marks.events.map((event, position): Row => {
      const { id, lane, speaker, annotation, startPts, endPts, end } = event;
      return {
        id: `event:${id}`,
        kind: "event",
        number: position + 1,
        lane,
        text: "",
        score: annotation.score ?? null,
        ...placeOf({ first: frameOfEvent(index, event), end, startPts, endPts }),
        ...label(event.category),
        ...remarked({ event }),
        speaker: speaker ?? "",
      };
    });
    return [...shots, ...segments, ...lines, ...events].sort((a, b) => a.startPts - b.startPts);
  });
}

type Place = Pick<Row, "first" | "end" | "startPts" | "endPts">;

const placeOf = ({ first, end, startPts, endPts }: Place) => ({
  first,
  end,
  startPts,
  endPts,
  length: end - first,
});

function remarked(of: Marked): Pick<Row, "of" | "comment" | "uncertain" | "speaker"> {
  const { comment, uncertain } = remarkOf(of);
  return { of, comment: comment ?? "", uncertain, speaker: "" };
}

/** What the list shows; what is absent lets everything through. */
export interface RowFilter {
  /** Every word must be found in some cell, in whatever case. */
  readonly text?: string;
  readonly kinds?: ReadonlySet<RowKind>;
  /** Category ids; `null` stands for none. */
  readonly categories?: ReadonlySet<string | null>;
  readonly lanes?: ReadonlySet<string>;
  readonly uncertain?: boolean;
  readonly commented?: boolean;
}

export function filterRows(rows: readonly Row[], filter: RowFilter): readonly Row[] {
  const words = (filter.text ?? "").toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const { kinds, categories, lanes, uncertain, commented } = filter;
  return rows.filter(
    (row) =>
      (!kinds || kinds.has(row.kind)) &&
      (!categories || categories.has(row.category)) &&
      (!lanes || lanes.has(row.lane)) &&
      (uncertain === undefined || row.uncertain === uncertain) &&
      (commented === undefined || (row.comment !== "") === commented) &&
      (!words.length || has(row, words)),
  );
}

/** The cells of a row that can be searched, folded to one case; made when a row is first searched. */
const FOLDED = new WeakMap<Row, string>();

function has(row: Row, words: readonly string[]): boolean {
  let folded = FOLDED.get(row);
  if (folded === undefined) {
    const { kind, number, first, categoryName, lane, speaker, text, comment } = row;
    folded = [kind, number, first, categoryName, lane, speaker, text, comment]
      .join("\n")
      .toLocaleLowerCase();
    FOLDED.set(row, folded);
  }
  const cells = folded;
  return words.every((word) => cells.includes(word));
}

const IN_ORDER = new Intl.Collator(undefined, { numeric: true });

/** Sorted by a column; rows that are equal there keep their order, and empty cells come last either way. */
export function sortRows(
  rows: readonly Row[],
  column: Column,
  direction: -1 | 1 = 1,
): readonly Row[] {
  return [...rows].sort((a, b) => {
    const [one, other] = [a[column], b[column]];
    const [gone, absent] = [isEmpty(one), isEmpty(other)];
    if (gone || absent) return Number(gone) - Number(absent);
    if (typeof one === "string") return direction * IN_ORDER.compare(one, String(other));
    return direction * (Number(one) - Number(other));
  });
}

const isEmpty = (cell: Row[Column]) => cell === "" || cell === null;
