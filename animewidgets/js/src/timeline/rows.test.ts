import { describe, expect, it } from "vitest";
import { hello, release } from "../testing/releases";
import { Timing } from "../testing/timing";
import { setCategory } from "./cuts";
import { setRemark } from "./remarks";
import { filterRows, type RowFilter, rowsOf, sortRows } from "./rows";
import { addSegment } from "./segments";
import { setTransition } from "./transitions";

const index = release({ count: 240 });
const categories = new Map(hello().categories.map((one) => [one.category_id, one]));
const line = {
  line: 3,
  start_pts: 33,
  end_pts: 44,
  text: "Run,\nSato!",
  style: "",
  speaker: "",
};

function episode() {
  const work = new Timing(index, [{ source: "ef".repeat(32), lines: [line] }]).cut(50, 100);
  work.take(setCategory(work.shots, 60, { category_id: "long", name: "Long" }));
  work.take(setTransition(work.shots, index, 100, "fade-in"));
  work.take(addSegment(work.marks.segments, index, { lane: "music", first: 20, end: 240 }));
  const segment = work.segment("music", 20);
  work.take(setRemark({ segment }, index, { comment: "Opening theme?", uncertain: true }));
  return work.marks;
}

describe("the rows of the list", () => {
  const rows = rowsOf(episode(), categories);
  const shown = (filter: RowFilter) =>
    filterRows(rows, filter).map(({ kind, number }) => `${kind} ${number}`);

  it("hold shots, segments and lines in order of time", () => {
    expect(
      rows.map(({ kind, number, first, end, length, categoryName, lane, text, comment }) =>
        [kind, number, first, end, length, categoryName, lane, text, comment].join("|"),
      ),
    ).toEqual([
      "shot|1|0|50|50||||",
      "segment|1|20|240|220||music||Opening theme?",
      "line|4|33|44|11||subtitles|Run, / Sato!|",
      "shot|2|50|100|50|Long|||",
      "shot|3|100|240|140|||fade in|",
    ]);
  });

  it("are filtered by words, kind, category, lane and flags", () => {
    expect(shown({ text: "THEME opening" })).toEqual(["segment 1"]);
    expect(shown({ text: "sato" })).toEqual(["line 4"]);
    expect(shown({ text: "fade" })).toEqual(["shot 3"]);
    expect(shown({ kinds: new Set(["shot"]) })).toEqual(["shot 1", "shot 2", "shot 3"]);
    expect(shown({ kinds: new Set(["shot"]), categories: new Set([null]) })).toEqual([
      "shot 1",
      "shot 3",
    ]);
    expect(shown({ categories: new Set(["long"]) })).toEqual(["shot 2"]);
    expect(shown({ lanes: new Set(["music"]) })).toEqual(["segment 1"]);
    expect(shown({ uncertain: true })).toEqual(["segment 1"]);
    expect(shown({ commented: false, kinds: new Set(["segment"]) })).toEqual([]);
    expect(shown({})).toHaveLength(5);
  });

  it("are sorted by any column; ties keep their order, empty cells come last both ways", () => {
    const by = (column: Parameters<typeof sortRows>[1], direction?: -1 | 1) =>
      sortRows(rows, column, direction).map(({ kind, number }) => `${kind} ${number}`);
    expect(by("length")).toEqual(["line 4", "shot 1", "shot 2", "shot 3", "segment 1"]);
    expect(by("length", -1)).toEqual(["segment 1", "shot 3", "shot 1", "shot 2", "line 4"]);
    expect(by("categoryName").slice(0, 2)).toEqual(["shot 2", "shot 1"]);
    expect(by("categoryName", -1).slice(0, 2)).toEqual(["shot 2", "shot 1"]);
    expect(by("uncertain", -1)[0]).toBe("segment 1");
    expect(by("first", -1)[0]).toBe("shot 3");
  });
});
