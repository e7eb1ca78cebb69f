import { expect, it } from "vitest";
import { liveOf } from "../core/edits";
import type { AnnotationState } from "../core/wire";
import { contract } from "../testing/contract";
import { release } from "../testing/releases";
import { frameFrom } from "../video/frames";
import { Marks } from "./marks";
import { remarkOf } from "./remarks";

interface Corpus {
  release: { pts: number[]; end_pts: number };
  cases: {
    name: string;
    annotations: AnnotationState[];
    shots: unknown[][];
    segments: unknown[][];
    lines: unknown[][];
    audio_events?: unknown[][];
  }[];
}

const corpus = contract<Corpus>("marks.json");
const { pts, end_pts } = corpus.release;
const durations = pts.map((tick, i) => (pts[i + 1] ?? end_pts) - tick);
const index = release({ durations, timeBase: [1, 24_000] });

it.each(corpus.cases)("the editor shows what the store's views show: $name", (one) => {
  const live = liveOf(
    one.annotations.map((state, i) => ({ ...state, annotation_id: `a${i}`, version: 1 })),
  );
  const { shots, segments, lines, events } = new Marks(live, index);
  expect(
    shots.map((shot) => {
      const { comment, uncertain } = remarkOf({ shot });
      const begins = shot.cuts.length ? (shot.transition?.kind ?? "cut") : null;
      return [shot.first, shot.end, begins, shot.category, comment, uncertain];
    }),
  ).toEqual(one.shots);
  expect(segments.map(({ lane, first, end, category }) => [lane, first, end, category])).toEqual(
    one.segments,
  );
  expect(
    lines.map(({ line, startPts, endPts }) => [
      line,
      frameFrom(index, startPts),
      frameFrom(index, endPts),
    ]),
  ).toEqual(one.lines);
  const heard = events.map(({ lane, first, end, startPts, endPts, speaker, category }) => [
    lane,
    first,
    end,
    startPts,
    endPts,
    speaker,
    category,
  ]);
  const ordered = (rows: unknown[][]) => rows.map((row) => JSON.stringify(row)).sort();
  expect(ordered(heard)).toEqual(ordered(one.audio_events ?? []));
});
