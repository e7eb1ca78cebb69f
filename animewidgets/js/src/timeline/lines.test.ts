import { describe, expect, it } from "vitest";
import type { SubtitleLine } from "../core/wire";
import { release } from "../testing/releases";
import { Timing } from "../testing/timing";
import {
  isRetimed,
  type Line,
  linesOf,
  moveLine,
  resetLine,
  setLineEnd,
  setLineStart,
  setLineTimes,
  shownText,
} from "./lines";

const SOURCE = "ab".repeat(32);
const said = (line: number, start_pts: number, end_pts: number, text = "Run!"): SubtitleLine => ({
  line,
  start_pts,
  end_pts,
  text,
  style: "Default",
  speaker: "",
});
const index = release({ durations: new Array<number>(100).fill(40) });

class Retiming extends Timing {
  get line(): Line {
    return this.marks.lines[0] as Line;
  }
  get times() {
    return this.marks.lines.map(({ line, startPts, endPts }) => [line, startPts, endPts]);
  }
}

const retiming = (...lines: SubtitleLine[]) => new Retiming(index, [{ source: SOURCE, lines }]);

describe("subtitle lines", () => {
  it("stand where their file puts them, in order of time, until somebody edits them", () => {
    const work = retiming(said(0, 900, 1000), said(1, 100, 250));
    expect(work.times).toEqual([
      [1, 100, 250],
      [0, 900, 1000],
    ]);
    expect(work.take(setLineStart(work.line, index, 123))).toBe("Line 2 retimed");
    work.take(setLineEnd(work.line, index, 260));
    work.take(moveLine(work.line, index, 7));
    expect(work.times[0]).toEqual([1, 130, 267]);
    expect(isRetimed(work.line)).toBe(true);
  });

  it("an edit says which line of which file, and none of its text", () => {
    const work = retiming(said(4, 100, 250, "Secret words"));
    work.take(setLineTimes(work.line, index, 101, 250));
    const [annotation] = work.live.annotations.values();
    expect(annotation).toMatchObject({
      kind: "text",
      start_pts: 101,
      end_pts: 250,
      attributes: { lane: "subtitles", source: SOURCE, line: 4 },
    });
    expect(JSON.stringify(annotation)).not.toMatch(/Secret/);
    expect(shownText(work.line)).toBe("Secret words");
  });

  it("deleting the edit gives the file's times back", () => {
    const work = retiming(said(0, 100, 250));
    expect(work.take(resetLine(work.line))).toMatch(/stands where its file/);
    work.take(moveLine(work.line, index, 50));
    expect(work.take(resetLine(work.line))).toMatch(/as in its file again/);
    expect(work.times).toEqual([[0, 100, 250]]);
    expect(work.live.annotations.size).toBe(0);
  });

  it("cannot be empty, nor lie outside the release", () => {
    const work = retiming(said(0, 100, 250));
    const to = (start: number, end: number) =>
      work.take(setLineTimes(work.line, index, start, end));
    expect(to(100, 100)).toMatch(/ends after it begins/);
    expect(to(-1, 100)).toMatch(/before the first frame/);
    expect(to(100, 4001)).toMatch(/after the release/);
    expect(to(0, 4000)).toMatch(/retimed/);
  });

  it("that somebody edited are shown without their file too, by number", () => {
    const work = retiming(said(6, 100, 250));
    work.take(moveLine(work.line, index, 50));
    const [alone] = linesOf(work.live, []);
    expect(alone).toMatchObject({ source: SOURCE, line: 6, startPts: 150, file: null });
    expect(shownText(alone as Line)).toBe("line 7");
    work.take(resetLine(alone as Line));
    expect(work.live.annotations.size).toBe(0);
  });

  it("that two people edited at once become one edit with the next", () => {
    const work = retiming(said(0, 100, 250));
    const other = retiming(said(0, 100, 250));
    work.take(moveLine(work.line, index, 10));
    other.take(moveLine(other.line, index, 20));
    work.live = {
      annotations: new Map([...work.live.annotations, ...other.live.annotations]),
      versions: new Map([...work.live.versions, ...other.live.versions]),
    };
    expect(work.times).toEqual([[0, 110, 260]]);
    work.take(setLineStart(work.line, index, 90));
    expect(work.live.annotations.size).toBe(1);
    expect(work.times).toEqual([[0, 90, 260]]);
  });
});
