import { describe, expect, it } from "vitest";
import { type Columns, soundEdges } from "./sound_edges";
import { PEAKS } from "./waveform";

/** A strip of 1 ms columns, ten ticks each, whose amplitude at a millisecond is given, all of it known. */
function strip(amplitude: (ms: number) => number, known = true): Columns {
  const data = new Int8Array(2 * PEAKS.tile);
  for (let ms = 0; ms < PEAKS.tile; ms++) {
    const peak = Math.round(127 * Math.sqrt(amplitude(ms)));
    data[2 * ms] = known ? -peak : 1;
    data[2 * ms + 1] = known ? peak : -1;
  }
  return {
    origin: 0,
    kind: PEAKS,
    levelFor: (ticksPerPixel) => (ticksPerPixel < 40 ? 0 : ticksPerPixel < 160 ? 1 : 2),
    columnTicks: (level) => 10 * 4 ** level,
    between: (start, end) => [
      {
        tile: { level: 0, number: 0, data, complete: true },
        first: Math.max(0, Math.floor(start / 10)),
        stop: Math.min(PEAKS.tile, Math.ceil(end / 10)),
      },
    ],
  };
}

/** A voice of 120 Hz from one millisecond to another, over the hiss of a recording. */
const voice =
  (from: number, until: number, loud = 0.4) =>
  (ms: number) =>
    0.002 * (1 + Math.sin(ms * 7)) +
    (ms >= from && ms < until ? loud * Math.abs(Math.sin((ms * Math.PI * 120) / 1000)) : 0);

describe("where a sound begins or ends", () => {
  it("is found to a few milliseconds, on either side of it", () => {
    const heard = strip(voice(1000, 1600));
    for (const [near, edge] of [
      [9900, 10_000],
      [10_120, 10_000],
      [15_920, 16_000],
    ] as const) {
      const [found, ...others] = soundEdges(heard, near, 400, 10);
      expect(others).toEqual([]);
      expect(Math.abs((found ?? 0) - edge)).toBeLessThanOrEqual(50);
    }
  });

  it("is nowhere within a sound, in silence, or further than one reaches", () => {
    const heard = strip(voice(1000, 1600));
    expect(soundEdges(heard, 13_000, 400, 10)).toEqual([]);
    expect(soundEdges(heard, 30_000, 400, 10)).toEqual([]);
    expect(soundEdges(heard, 9000, 400, 10)).toEqual([]);
  });

  it("is both ends of something short", () => {
    const clap = strip(voice(1000, 1060, 0.9));
    expect(soundEdges(clap, 10_300, 800, 10)).toHaveLength(2);
  });

  it("is not guessed from too coarse a view, nor where nothing is known", () => {
    expect(soundEdges(strip(voice(1000, 1600)), 10_000, 400, 200)).toEqual([]);
    expect(soundEdges(strip(voice(1000, 1600), false), 10_000, 400, 10)).toEqual([]);
  });
});
