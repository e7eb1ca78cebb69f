import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { release } from "../testing/releases";
import { type Asked, FakeChannel } from "../video/testing";
import { loudnessColours } from "./colour_map";
import { heightOf, paint } from "./spectrogram";
import { drawWaveform, SoundStrip } from "./waveform";

/** Twenty minutes at 24 frames a second, whose first picture stands at 1.0005 s. */
const index = release({
  durations: Array.from({ length: 28_800 }, () => 500),
  start: 12_006,
  timeBase: [1, 12_000],
});

type TilesAsked = Asked & { params: { level: number; tiles: number[] } };

let channel: FakeChannel;
let strip: SoundStrip;

beforeEach(() => {
  vi.useFakeTimers();
  channel = new FakeChannel();
  strip = new SoundStrip(index, channel, 0);
});
afterEach(() => {
  strip.close();
  vi.useRealTimers();
});

/** Answer the newest request: each column holds (-value, value). */
async function answer(value: number, complete = true): Promise<TilesAsked> {
  const asked = channel.asked.at(-1) as TilesAsked;
  const { level, tiles } = asked.params;
  const count = Math.ceil(1_200_001 / 4 ** level);
  const buffers = tiles.map((number) => {
    const columns = Math.min(4096, count - number * 4096);
    const data = new Int8Array(2 * columns).map((_, i) => (i % 2 ? value : -value));
    return new DataView(data.buffer);
  });
  asked.answer({ level, tiles, complete: tiles.map(() => complete) }, buffers);
  await vi.advanceTimersByTimeAsync(0);
  return asked;
}

describe("tiles of a strip", () => {
  it("begins at the millisecond of the first picture", () => {
    expect(strip.origin).toBeCloseTo(12_000); // tick 12006 is 1000.5 ms
    expect(strip.column).toBe(12);
  });

  it("looks at columns no wider than a pixel", () => {
    expect([1, 12, 47, 48, 200, 1e9].map((scale) => strip.levelFor(scale))).toEqual([
      0, 0, 0, 1, 2, 7,
    ]);
  });

  it("asks for something of everything first, then for what is looked at and its neighbours", async () => {
    strip.want(12_000 + 5000 * 12, 12_000 + 9000 * 12, 12);
    const overview = await answer(10);
    expect(overview.params).toMatchObject({ stream: 0, level: 4, tiles: [0, 1] });
    expect((channel.asked.at(-1) as TilesAsked).params).toMatchObject({
      level: 0,
      tiles: [1, 2, 0, 3],
    });
  });

  it("lets coarser columns stand in for finer ones on their way", async () => {
    const range = [12_000, 12_000 + 8192 * 12] as const;
    strip.want(...range, 12);
    expect(strip.between(...range, 0)).toEqual([]);
    await answer(10);
    const coarse = strip.between(...range, 0);
    expect(coarse.map(({ tile, first, stop }) => [tile.level, first, stop])).toEqual([
      [4, 0, 16],
      [4, 16, 32],
    ]);
    await answer(20);
    const fine = strip.between(...range, 0);
    expect(fine.map(({ tile, first, stop }) => [tile.level, tile.number, first, stop])).toEqual([
      [0, 0, 0, 4096],
      [0, 1, 0, 4096],
    ]);
  });

  it("asks again for what was not whole yet, after a while", async () => {
    strip.want(12_000, 12_100, 12);
    await answer(10, false);
    await answer(20);
    const before = channel.asked.length;
    await vi.advanceTimersByTimeAsync(300);
    expect(channel.asked.length).toBe(before);
    await vi.advanceTimersByTimeAsync(200);
    expect((channel.asked.at(-1) as TilesAsked).params).toMatchObject({ level: 4, tiles: [0, 1] });
    await answer(10);
    await vi.advanceTimersByTimeAsync(5000);
    expect(channel.asked.length).toBe(before + 1);
  });

  it("stops asking when the kernel refuses, until something is wanted again", async () => {
    strip.want(12_000, 12_100, 12);
    channel.asked[0]?.refuse(new Error("the file has changed"));
    await vi.advanceTimersByTimeAsync(2000);
    expect([channel.asked.length, strip.error?.message]).toEqual([1, "the file has changed"]);
    strip.want(12_000, 12_100, 12);
    expect(channel.asked.length).toBe(2);
  });

  it("tells of what arrived", async () => {
    const arrived = vi.fn();
    strip.onArrival(arrived);
    strip.want(12_000, 12_100, 12);
    await answer(1);
    expect(arrived).toHaveBeenCalledTimes(1);
  });
});

describe("the waveform", () => {
  function recorder() {
    const bars: { colour: string; left: number; top: number; width: number; height: number }[] = [];
    const context = {
      fillStyle: "",
      fillRect(left: number, top: number, width: number, height: number) {
        bars.push({ colour: this.fillStyle, left, top, width, height });
      },
    };
    return { bars, context: context as unknown as CanvasRenderingContext2D };
  }
  const colours = { wave: "wave", clipped: "clipped", silence: "silence" };
  const view = { left: 12_000, ticksPerPixel: 24, width: 100 };

  it("is as tall as the sound is loud, and gain makes it taller", async () => {
    strip.want(12_000, 14_400, 24);
    await answer(0);
    await answer(90); // (90 / 127) ** 2 is about a half
    for (const [gain, height] of [
      [1, 50.2],
      [1.5, 75.3],
    ] as const) {
      const { bars, context } = recorder();
      drawWaveform(context, { strip, view, top: 0, bottom: 100, gain, colours });
      const wave = bars.filter(({ colour }) => colour === "wave");
      expect(wave.length).toBe(100);
      for (const [i, bar] of wave.entries()) {
        expect([bar.left, bar.width]).toEqual([i, 1]);
        expect(bar.height).toBeCloseTo(height, 0);
        expect(bar.top + bar.height / 2).toBeCloseTo(50);
      }
      expect(bars.some(({ colour }) => colour === "clipped")).toBe(false);
    }
    const { bars, context } = recorder();
    drawWaveform(context, { strip, view, top: 0, bottom: 100, gain: 3, colours });
    expect(bars.filter(({ colour }) => colour === "clipped").length).toBe(200);
    expect(Math.max(...bars.map(({ height }) => height))).toBe(100);
  });

  it("draws nothing where nothing is known, and a line where there is silence", async () => {
    const { bars, context } = recorder();
    drawWaveform(context, { strip, view, top: 0, bottom: 100, gain: 1, colours });
    expect(bars).toEqual([]);
    strip.want(12_000, 14_400, 24);
    await answer(0);
    drawWaveform(context, { strip, view, top: 0, bottom: 100, gain: 1, colours });
    expect(bars.map(({ colour }) => colour)).toEqual(["silence"]);
  });

  it("draws columns wider than pixels as wide as they are", async () => {
    strip.want(12_000, 12_100, 2);
    await answer(0);
    await answer(127);
    const { bars, context } = recorder();
    const close = { left: 12_000, ticksPerPixel: 2, width: 60 };
    drawWaveform(context, { strip, view: close, top: 0, bottom: 10, gain: 1, colours });
    const wave = bars.filter(({ colour }) => colour === "wave");
    expect(wave.map(({ left, width }) => [left, width])).toEqual(
      Array.from({ length: 10 }, (_, i) => [6 * i, 6]),
    );
  });
});

describe("the spectrogram", () => {
  const lightness = (rgba: number) => {
    const [r, g, b] = [rgba & 255, (rgba >> 8) & 255, (rgba >> 16) & 255];
    return 0.2126 * (r / 255) ** 2.2 + 0.7152 * (g / 255) ** 2.2 + 0.0722 * (b / 255) ** 2.2;
  };

  it("can be read without seeing colours: louder is lighter in the dark, darker in the light", () => {
    for (const dark of [true, false]) {
      const colours = loudnessColours({ dark, gain: 0 });
      const light = [...colours].map(lightness);
      const ordered = dark ? light : light.map((one) => -one);
      for (let i = 1; i < 256; i++)
        expect(ordered[i]).toBeGreaterThanOrEqual((ordered[i - 1] as number) - 0.002);
      expect(Math.abs((light[255] as number) - (light[0] as number))).toBeGreaterThan(0.7);
      expect(loudnessColours({ dark, gain: 0 })).toBe(colours);
    }
  });

  it("has low frequencies at the bottom", () => {
    const colours = Uint32Array.from({ length: 256 }, (_, i) => i);
    const pixels = new Uint32Array(paint(new Int8Array([1, 2, 3, -6, -5, -4]), 3, colours).buffer);
    expect([...pixels]).toEqual([3, 252, 2, 251, 1, 250]);
    expect([heightOf(80), heightOf(14_500)]).toEqual([0, 1]);
  });
});
