import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { release } from "../testing/releases";
import { Timing } from "../testing/timing";
import { lineKey } from "./lines";
import {
  applyPreset,
  PRESETS,
  readPreset,
  retimeLines,
  retimeSegments,
  type TimingPreset,
} from "./presets";
import { addSegment } from "./segments";

/** 24 frames a second, ticks of a millisecond. */
const index = release({
  durations: Array.from({ length: 240 }, (_, i) => (i % 3 === 2 ? 41 : 42)),
  timeBase: [1, 1000],
});
const bare = readPreset({ name: "own" }) as TimingPreset;
const apply = (
  spans: [number, number][],
  rules: Partial<TimingPreset>,
  keys: number[] = [],
  chosen?: (at: number) => boolean,
) =>
  applyPreset(
    spans.map(([start, end]) => ({ start, end })),
    { ...bare, ...rules },
    chosen ? { index, keys, chosen } : { index, keys },
  ).map(({ start, end }) => [start, end]);

describe("leads", () => {
  it("begin lines earlier and end them later", () => {
    expect(apply([[1000, 2000]], { leadIn: 200, leadOut: 300 })).toEqual([[800, 2300]]);
  });

  it("stop at the neighbours and at the ends of the release", () => {
    const spans: [number, number][] = [
      [100, 1000],
      [1100, 2000],
      [9900, 9990],
    ];
    expect(apply(spans, { leadIn: 300, leadOut: 300 })).toEqual([
      [0, 1000],
      [1000, 2300],
      [9600, 10_000],
    ]);
  });

  it("leave alone what was not chosen", () => {
    const spans: [number, number][] = [
      [1000, 2000],
      [3000, 4000],
    ];
    expect(apply(spans, { leadIn: 100 }, [], (at) => at === 1)).toEqual([
      [1000, 2000],
      [2900, 4000],
    ]);
  });
});

describe("joining", () => {
  const spans: [number, number][] = [
    [1000, 2000],
    [2400, 3000],
    [4000, 5000],
  ];

  it.each([
    [1, 2400],
    [0, 2000],
    [0.5, 2200],
  ])("neighbours with a small gap meet where a bias of %f says", (joinBias, meet) => {
    expect(apply(spans, { joinGap: 500, joinBias })).toEqual([
      [1000, meet],
      [meet, 3000],
      [4000, 5000],
    ]);
  });

  it("takes a small overlap away, and leaves a large one", () => {
    const overlapping: [number, number][] = [
      [1000, 2050],
      [2000, 3000],
      [2500, 4000],
    ];
    expect(apply(overlapping, { joinOverlap: 100, joinBias: 1 })).toEqual([
      [1000, 2000],
      [2000, 3000],
      [2500, 4000],
    ]);
  });
});

describe("putting ends on key frames", () => {
  it("within a threshold before and one after, for beginnings and ends", () => {
    const rules = { startBefore: 100, startAfter: 50, endBefore: 30, endAfter: 200 };
    const one = (start: number, end: number) => apply([[start, end]], rules, [1000, 2000])[0];
    expect(one(900, 1800)).toEqual([1000, 1800]);
    expect(one(899, 2200)).toEqual([899, 2000]);
    expect(one(1050, 1970)).toEqual([1000, 2000]);
    expect(one(1051, 1969)).toEqual([1051, 1969]);
  });

  it("joined lines stay joined", () => {
    const spans: [number, number][] = [
      [1000, 1900],
      [2000, 3000],
    ];
    expect(apply(spans, { joinGap: 200, endBefore: 100 }, [2080])).toEqual([
      [1000, 2080],
      [2080, 3000],
    ]);
  });

  it("never makes a line empty", () => {
    expect(apply([[1990, 2010]], { startBefore: 100, endAfter: 100 }, [2000])).toEqual([
      [1990, 2000],
    ]);
  });
});

it("no preset empties a line, makes two overlap that did not, or touches what was not chosen", () => {
  const span = fc
    .tuple(fc.integer({ min: 0, max: 9900 }), fc.integer({ min: 1, max: 1500 }))
    .map(([start, length]): [number, number] => [start, Math.min(10_000, start + length)]);
  const length = fc.integer({ min: 0, max: 900 });
  const rules = fc.record({
    leadIn: length,
    leadOut: length,
    joinGap: length,
    joinOverlap: length,
    joinBias: fc.constantFrom(0, 0.3, 0.5, 1),
    startBefore: length,
    startAfter: length,
    endBefore: length,
    endAfter: length,
  });
  const keys = fc.uniqueArray(fc.nat(10_000), { maxLength: 12 });
  fc.assert(
    fc.property(
      fc.array(span, { maxLength: 10 }),
      rules,
      keys,
      fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }),
      (spans, preset, at, chosen) => {
        const sorted = at.sort((a, b) => a - b);
        const out = apply(spans, preset, sorted, (position) => chosen[position] as boolean);
        const apart = (a: number[] = [], b: number[] = []) =>
          (a[1] as number) <= (b[0] as number) || (b[1] as number) <= (a[0] as number);
        for (const [i, [start = 0, end = 0]] of out.entries()) {
          expect(start).toBeLessThan(end);
          expect(start >= 0 && end <= 10_000).toBe(true);
          if (!chosen[i]) expect([start, end]).toEqual(spans[i]);
          for (let j = 0; j < i; j++)
            if (apart(spans[i], spans[j])) expect(apart(out[i], out[j])).toBe(true);
        }
      },
    ),
    { numRuns: 300 },
  );
});

describe("presets", () => {
  it("that are ready can be read back as one's own", () => {
    for (const preset of PRESETS)
      expect(readPreset(JSON.parse(JSON.stringify(preset)))).toEqual(preset);
  });

  it("that make no sense are refused in words", () => {
    const refused = (value: unknown) => (readPreset(value) as { refused: string }).refused;
    expect(refused({ name: " " })).toMatch(/needs a name/);
    expect(refused({ name: "x", leadIn: -1 })).toMatch(/leadIn .* from 0 to 60000, not -1/);
    expect(refused({ name: "x", joinBias: 2 })).toMatch(/joinBias .* from 0 to 1/);
    expect(refused({ name: "x", leadOut: "much" })).toMatch(/leadOut/);
    expect(refused(null)).toMatch(/no preset/);
  });

  it("retime subtitle lines in one commit, all or the chosen ones", () => {
    const text = { text: "", style: "", speaker: "" };
    const lines = [
      { line: 0, start_pts: 1000, end_pts: 2000, ...text },
      { line: 1, start_pts: 4000, end_pts: 5000, ...text },
    ];
    const source = "01".repeat(32);
    const work = new Timing(index, [{ source, lines }]);
    const lead = { ...bare, name: "Lead", leadIn: 100 };
    const take = (chosen?: Set<string>) =>
      work.take(retimeLines(work.marks.lines, lead, { index, keys: [] }, chosen));
    expect(take(new Set([lineKey(source, 1)]))).toBe("Lead: 1 line retimed");
    expect(take()).toBe("Lead: 2 lines retimed");
    expect(work.marks.lines.map(({ startPts }) => startPts)).toEqual([900, 3800]);
    expect(work.take(retimeLines(work.marks.lines, bare, { index, keys: [] }))).toMatch(
      /changes none/,
    );
  });

  it("retime segments lane by lane, on frames", () => {
    const work = new Timing(index);
    const add = (lane: string, first: number, end: number) =>
      work.take(addSegment(work.marks.segments, index, { lane, first, end }));
    add("voices", 24, 48);
    add("voices", 60, 72);
    add("music", 0, 240);
    const preset = { ...bare, name: "Join", joinGap: 600, leadOut: 110 };
    expect(work.take(retimeSegments(work.marks.segments, preset, { index, keys: [] }))).toBe(
      "Join: 2 segments retimed",
    );
    expect(work.lanes).toEqual({
      music: [[0, 240]],
      voices: [
        [24, 60],
        [60, 75],
      ],
    });
  });
});
