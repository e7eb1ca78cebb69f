import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contract } from "../testing/contract";
import { release } from "../testing/releases";
import { clock, frameAt, parsePlace, shortLength } from "./timecode";

describe("the clock", () => {
  const { clock: cases } = contract<{
    clock: { ticks: number; time_base: [number, number]; clock: string }[];
  }>("timebase.json");
  it("reads as the kernel's, for every tick of the contract", () => {
    for (const one of cases) expect(clock(one.ticks, one.time_base)).toBe(one.clock);
    expect(cases.length).toBeGreaterThan(20);
  });

  it("what it shows for a frame, typed in, leads back to that frame", () => {
    const durations = fc.array(fc.integer({ min: 200, max: 9000 }), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(durations, fc.nat(100_000), fc.nat(59), (lengths, start, which) => {
        const index = release({ durations: lengths, timeBase: [1, 90000], start });
        const frame = which % index.count;
        const shown = clock(index.ptsOf(frame), index.release.time_base);
        const place = parsePlace(shown);
        expect(place && frameAt(place, index)).toBe(frame);
      }),
    );
  });
});

describe("what a person types", () => {
  it.each([
    ["123", { frame: 123 }],
    [" 0 ", { frame: 0 }],
    ["62.5", { seconds: 62.5 }],
    ["1:02.5", { seconds: 62.5 }],
    ["1:02,5", { seconds: 62.5 }],
    ["0:01:02.500", { seconds: 62.5 }],
    ["24:00", { seconds: 1440 }],
    ["12s", { seconds: 12 }],
  ])("%s", (text, place) => expect(parsePlace(text)).toEqual(place));

  it.each(["", "abc", "1:75", "-4", "1:2:3:4", "1:60:00", "12 34"])("%j is no place", (text) =>
    expect(parsePlace(text)).toBeNull(),
  );

  it("a frame or a time after the end is refused, not bent", () => {
    const index = release({ count: 24 });
    expect(frameAt({ frame: 24 }, index)).toBeNull();
    expect(frameAt({ frame: 23 }, index)).toBe(23);
    expect(frameAt({ seconds: 60 }, index)).toBeNull();
  });
});

it("lengths are short", () => {
  expect(shortLength(13, [1, 24])).toBe("0.54 s");
  expect(shortLength(300, [1, 24])).toBe("12.5 s");
  expect(shortLength(24 * 62 + 12, [1, 24])).toBe("1:02.5");
});
