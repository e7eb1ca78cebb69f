import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contract } from "../testing/contract";
import { release } from "../testing/releases";
import type { FrameIndex } from "../video/frame_index";
import {
  clock,
  formatPlace,
  isSteady,
  nextForm,
  parsePlace,
  readPlace,
  shortLength,
  TIMECODE_FORMS,
} from "./timecode";

describe("the clock", () => {
  const { clock: cases } = contract<{
    clock: { ticks: number; time_base: [number, number]; clock: string }[];
  }>("timebase.json");
  it("reads as the kernel's, for every tick of the contract", () => {
    for (const one of cases) expect(clock(one.ticks, one.time_base)).toBe(one.clock);
    expect(cases.length).toBeGreaterThan(20);
  });
});

/** Releases of frames that differ in length, from fractions of a millisecond to seconds. */
const anyRelease = fc
  .record({
    durations: fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 60 }),
    start: fc.integer({ min: -200_000, max: 200_000 }),
    timeBase: fc.constantFrom<[number, number]>(
      [1, 90000],
      [1, 1000],
      [1001, 24000],
      [1, 14112000],
    ),
    frame_rate: fc.constantFrom<[number, number]>(
      ...([
        [24000, 1001],
        [30000, 1001],
        [60000, 1001],
        [25, 1],
        [30, 1],
        [119, 1],
        [13, 2],
        [1, 3],
      ] as [number, number][]),
    ),
  })
  .map(({ frame_rate, ...rest }) => release({ ...rest, info: { frame_rate } }));

describe("what is shown for a frame", () => {
  it.each(TIMECODE_FORMS)("leads back to it when typed in: %s", (form) => {
    fc.assert(
      fc.property(anyRelease, fc.nat(59), (index, which) => {
        const ordinal = which % index.count;
        const shown = formatPlace(ordinal, index, form);
        expect(readPlace(shown, index, 0), shown).toEqual({ ordinal });
      }),
      { numRuns: 500 },
    );
  });

  it("reads like this", () => {
    const index = release({ count: 2000, start: 7 });
    expect(TIMECODE_FORMS.map((form) => formatPlace(1500, index, form))).toEqual([
      "1500",
      "0:01:02.854",
      "00:01:02:12",
      "1507t",
    ]);
    expect(nextForm("time")).toBe("smpte");
    expect(nextForm("ticks")).toBe("frames");
  });

  it("has more digits where frames are shorter than a millisecond", () => {
    const index = release({ durations: [10, 10, 10, 900], timeBase: [1, 90000] });
    expect([0, 1, 2, 3].map((ordinal) => formatPlace(ordinal, index, "time"))).toEqual([
      "0:00:00.000000",
      "0:00:00.000111",
      "0:00:00.000222",
      "0:00:00.000",
    ]);
  });
});

describe("SMPTE", () => {
  const ntsc = (count: number, frame_rate: [number, number] = [30000, 1001]) =>
    release({ count, timeBase: [frame_rate[1], frame_rate[0]], info: { frame_rate } });

  it.each([
    [1799, "00:00:59;29"],
    [1800, "00:01:00;02"],
    [17981, "00:09:59;29"],
    [17982, "00:10:00;00"],
    [107892, "01:00:00;00"],
  ])("29.97 drops numbers, not frames: frame %i is %s", (ordinal, shown) => {
    const index = ntsc(107_900);
    expect(formatPlace(ordinal, index, "smpte")).toBe(shown);
    expect(readPlace(shown, index, 0)).toEqual({ ordinal });
    expect(readPlace(shown.replace(";", ":"), index, 0)).toEqual({ ordinal });
  });

  it("drops four at 59.94 and none at 30 or 23.976", () => {
    expect(formatPlace(3600, ntsc(4000, [60000, 1001]), "smpte")).toBe("00:01:00;04");
    expect(formatPlace(1800, ntsc(4000, [30, 1]), "smpte")).toBe("00:01:00:00");
    expect(formatPlace(1440, ntsc(4000, [24000, 1001]), "smpte")).toBe("00:01:00:00");
  });

  it("says why a timecode is none", () => {
    expect(readPlace("00:01:00;01", ntsc(4000), 0)).toEqual({
      refused:
        "Drop-frame timecode has no frame 01 at the beginning of this minute: its first is 02.",
    });
    expect(readPlace("00:00:01:24", release({ count: 100 }), 0)).toEqual({
      refused: "Frame 24 of a second: this release counts 24 frames a second, 0 to 23.",
    });
  });

  it("of frames of uneven length is nominal, and says so", () => {
    const uneven = release({ durations: [1, 1, 5, 1, 1, 9, 1], timeBase: [1, 24] });
    expect(formatPlace(3, uneven, "smpte")).toBe("~00:00:00:03");
    expect(readPlace("～００：００：００：０３", uneven, 0)).toEqual({ ordinal: 3 });
  });

  it("of a container that counts in milliseconds is even all the same", () => {
    const durations = Array.from({ length: 500 }, (_, i) => {
      const at = (n: number) => Math.round((n * 1001) / 24);
      return at(i + 1) - at(i);
    });
    expect(new Set(durations).size).toBe(2);
    expect(isSteady(release({ durations, timeBase: [1, 1000] }))).toBe(true);
    expect(isSteady(release({ durations: [1, 2, 1, 2, 1, 2], timeBase: [1, 24] }))).toBe(false);
    expect(isSteady(release({ count: 1 }))).toBe(true);
  });
});

/** The frame that somebody comes to who types this on a frame; `null` where it is refused. */
function frameOf(text: string, index: FrameIndex, here = 0): number | null {
  const read = readPlace(text, index, here);
  return "ordinal" in read ? read.ordinal : null;
}

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
    ["f123", { frame: 123 }],
    ["1h2m3.5s", { seconds: 3723.5 }],
    ["2m", { seconds: 120 }],
    ["-0:00:07.031", { seconds: -7.031 }],
    ["0:00:01.000250", { seconds: 1.00025, digits: 6 }],
    ["00:01:02:12", { smpte: { minutes: 1, seconds: 2, frames: 12 } }],
    ["00:01:02;12", { smpte: { minutes: 1, seconds: 2, frames: 12 } }],
    ["t123456", { ticks: 123456 }],
    ["-512t", { ticks: -512 }],
    ["+24", { byFrames: 24 }],
    ["−24", { byFrames: -24 }],
    ["+2.5s", { bySeconds: 2.5 }],
    ["50%", { percent: 50 }],
    // As typed with a Japanese input method left on.
    ["１２３", { frame: 123 }],
    ["１：０２．５", { seconds: 62.5 }],
    ["１：０２、５", { seconds: 62.5 }],
    ["００：０１：０２；１２", { smpte: { minutes: 1, seconds: 2, frames: 12 } }],
    ["＋２４", { byFrames: 24 }],
    ["ー２４", { byFrames: -24 }],
    ["５０％", { percent: 50 }],
  ])("%s", (text, place) => expect(parsePlace(text)).toEqual(place));

  it.each([
    ...["", "abc", "1:75", "1:60:00", "12 34", "-", "h", "1:2:3:4:5", "0:75:00:01", "1e5"],
    ...["1".repeat(10), "t", "%", ":", "1:", "+", "0x10", "1.2.3", "NaN"],
  ])("%j is no place", (text) => expect(parsePlace(text)).toBeNull());

  it("a frame or a time after the end is refused, not bent", () => {
    const index = release({ count: 24 });
    expect(frameOf("24", index)).toBeNull();
    expect(frameOf("23", index)).toBe(23);
    expect(frameOf("1:00", index)).toBeNull();
    expect(frameOf("-1", index)).toBeNull();
    expect(frameOf("+24", index)).toBeNull();
    expect(frameOf("t24", index)).toBeNull();
    expect(frameOf("100%", index)).toBe(23);
    expect(readPlace("24", index, 0)).toEqual({
      refused: "“24” lies outside the release: it has frames 0 to 23, 0:00:00.000 to 0:00:01.001.",
    });
  });

  it("counts from the frame where one is", () => {
    const index = release({ count: 240, timeBase: [1, 24] });
    expect(frameOf("-24", index, 100)).toBe(76);
    expect(frameOf("+2s", index, 100)).toBe(148);
  });

  it("at 0:00 is the first frame, where that begins a little later", () => {
    expect(frameOf("0:00", release({ count: 24, start: 21, timeBase: [1, 1000] }))).toBe(0);
  });

  it("that is no place is answered with the forms that there are", () => {
    const answer = readPlace("somewhere", release({}), 0);
    expect(answer).toEqual({ refused: expect.stringMatching(/somewhere.*123.*1:02\.5.*SMPTE.*%/) });
  });
});

it("lengths are short", () => {
  expect(shortLength(13, [1, 24])).toBe("0.54 s");
  expect(shortLength(300, [1, 24])).toBe("12.5 s");
  expect(shortLength(24 * 62 + 12, [1, 24])).toBe("1:02.5");
});
