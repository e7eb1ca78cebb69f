import { expect, test } from "vitest";
import { layStrips, stripAt, stripOf } from "./strips";

const PLAIN = { layers: [], waveform: false, spectrogram: false, lanes: [], lines: false };

test("ruler, film and shots are always there, one under the other", () => {
  const { all, height } = layStrips(PLAIN);
  expect(all.map(({ kind }) => kind)).toEqual(["ruler", "film", "shots"]);
  for (const [i, strip] of all.entries()) expect(strip.top).toBe(all[i - 1]?.bottom ?? 0);
  expect(height).toBeGreaterThanOrEqual(all.at(-1)?.bottom ?? 0);
});

test("each layer and each lane has a strip of its own name", () => {
  const strips = layStrips({
    layers: ["shots", "scxvid"],
    waveform: true,
    spectrogram: true,
    lanes: ["music", "opening"],
    lines: true,
  });
  expect(strips.all.map(({ name }) => name)).toEqual([
    "Time",
    "shots",
    "scxvid",
    "Film",
    "Waveform",
    "Spectrogram",
    "Shots",
    "music",
    "opening",
    "Subtitles",
  ]);
});

test("a height belongs to one strip, and what lies below to the last", () => {
  const strips = layStrips({ ...PLAIN, lanes: ["music"] });
  for (const strip of strips.all) {
    expect(stripAt(strips, strip.top)).toBe(strip);
    expect(stripAt(strips, strip.bottom - 0.5)).toBe(strip);
  }
  expect(stripAt(strips, 10_000).name).toBe("music");
  expect(stripOf(strips, "waveform")).toBeNull();
});
