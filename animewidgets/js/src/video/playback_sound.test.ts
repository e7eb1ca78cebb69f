import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AudioStream } from "../core/wire";
import { answerSamples, FakeContext } from "../sound/testing";
import type { Filmstrip } from "./filmstrip";
import type { Picture, PictureSource } from "./picture_source";
import { Playback } from "./playback";
import { FakeChannel, indexOf } from "./testing";

const FRAMES = 240;
const SECOND = 24;

/** A decoder that has every picture, unless the test takes them away. */
class Decoder implements PictureSource {
  readonly kind = "browser";
  able = (_ordinal: number) => true;
  peek(ordinal: number): Picture | undefined {
    const image = {} as ImageBitmap;
    return this.able(ordinal)
      ? { ordinal, image, width: 320, height: 180, rotation: 0 }
      : undefined;
  }
  picture(ordinal: number, signal?: AbortSignal): Promise<Picture> {
    const held = this.peek(ordinal);
    if (held) return Promise.resolve(held);
    return new Promise((_, reject) =>
      signal?.addEventListener("abort", () => reject(signal.reason)),
    );
  }
  travel(): void {}
  close(): void {}
}

const stream = (number: number): AudioStream => ({
  stream: number,
  codec: "aac",
  rate: 8000,
  channels: 2,
  language: null,
  title: null,
  start_us: 0,
  duration_us: 10_000_000,
});

const filmstrip = { nearest: () => undefined, onArrival: () => () => {} } as unknown as Filmstrip;

let channel: FakeChannel;
let context: FakeContext;
let decoder: Decoder;
let time: number;
let callbacks: (() => void)[];
let opened: Playback[];

beforeEach(() => {
  vi.useFakeTimers();
  channel = new FakeChannel();
  context = new FakeContext();
  decoder = new Decoder();
  time = 0;
  callbacks = [];
  opened = [];
});
afterEach(() => {
  for (const playback of opened) playback.close();
  vi.useRealTimers();
});

async function open(audio = [stream(0), stream(1)]): Promise<Playback> {
  const playback = new Playback({
    index: indexOf(FRAMES),
    channel,
    filmstrip,
    audio,
    context: () => context.as(),
    open: async () => ({ source: decoder, reason: "" }),
    ticker: {
      now: () => time,
      request: (callback) => callbacks.push(callback),
      cancel: () => {
        callbacks = [];
      },
    },
  });
  opened.push(playback);
  await vi.advanceTimersByTimeAsync(0);
  return playback;
}

interface World {
  /** Whether the kernel answers. */
  kernel?: boolean;
  /** Whether the sound device moves on. */
  device?: boolean;
}

/** Let time pass: 60 pictures a second, the device's clock, the kernel's answers. */
async function pass(
  seconds: number,
  { kernel = true, device = context.state === "running" }: World = {},
) {
  for (let left = seconds; left > 1e-9; left -= 1 / 60) {
    if (kernel) while (answerSamples(channel, () => 0.5)) await vi.advanceTimersByTimeAsync(0);
    time += 1000 / 60;
    if (device) context.currentTime += 1 / 60;
    await vi.advanceTimersByTimeAsync(1000 / 60);
    for (const callback of callbacks.splice(0)) callback();
  }
}

/** The frame whose sound leaves the device now. */
function heardFrame(rate = 1): number {
  const first = context.sources[0];
  if (!first) return 0;
  return Math.floor((context.currentTime - first.startTime) * rate * SECOND);
}

describe("playing with sound", () => {
  it("shows the frame that is heard, even when the device's clock runs slowly", async () => {
    const playback = await open();
    playback.play();
    await pass(0.3);
    for (let i = 0; i < 100; i++) {
      // This device takes a tenth more time than the page thinks.
      context.currentTime -= 1 / 600;
      await pass(1 / 60);
      expect(Math.abs(playback.frame - heardFrame())).toBeLessThanOrEqual(1);
    }
    expect(playback.sound.available).toBe(true);
  });

  it("plays at half and at double speed", async () => {
    for (const rate of [0.5, 2]) {
      const playback = await open();
      playback.play(rate);
      await pass(1.5);
      expect(Math.abs(playback.frame - heardFrame(rate))).toBeLessThanOrEqual(1);
      expect(playback.frame).toBeGreaterThan(rate * 20);
      playback.pause();
      context.sources = [];
    }
  });

  it("changes speed while playing, and goes on from what was heard", async () => {
    const playback = await open();
    playback.play();
    await pass(1);
    const before = playback.frame;
    playback.setRate(0.5);
    expect(playback.playing).toBe(true);
    await pass(1);
    expect(playback.frame - before).toBeGreaterThan(9);
    expect(playback.frame - before).toBeLessThan(14);
  });

  it("stops exactly on the last frame of a passage", async () => {
    const playback = await open();
    playback.play(1, { from: 30, until: 54 });
    expect(playback.passage).toEqual({ from: 30, until: 54, loop: false });
    await pass(2);
    expect([playback.playing, playback.frame, playback.state]).toEqual([false, 53, "ready"]);
    const begins = context.sources[0]?.startTime as number;
    const out = context.render(begins, begins + 2);
    expect(out.subarray(8000).every((value) => value === 0)).toBe(true);
    expect(out.subarray(40, 7960).every((value) => value > 0.4)).toBe(true); // not cut short
  });

  it("comes back to where it was after a passage, when asked to", async () => {
    const playback = await open();
    await playback.seek(100);
    playback.play(1, { from: 30, until: 40, comeBack: true });
    await pass(0.3);
    expect(playback.frame).toBeGreaterThanOrEqual(30);
    expect(playback.frame).toBeLessThan(40);
    await pass(0.6);
    expect([playback.playing, playback.frame]).toEqual([false, 100]);
  });

  it("loops until it is stopped", async () => {
    const playback = await open();
    playback.play(1, { from: 30, until: 36, loop: true });
    const shown = new Set<number>();
    playback.onChange(() => shown.add(playback.frame));
    await pass(2);
    expect(playback.playing).toBe(true);
    playback.pause();
    expect([...shown].sort()).toEqual([30, 31, 32, 33, 34, 35]);
  });

  it("does not run on in sound after a pause", async () => {
    const playback = await open();
    playback.play();
    await pass(1);
    playback.pause();
    const { frame } = playback;
    const now = context.currentTime;
    await pass(1);
    expect(playback.frame).toBe(frame);
    expect(context.render(now + 0.006, now + 1).every((value) => value === 0)).toBe(true);
  });

  it("stops the sound for a decoder that stays away, and goes on together with it", async () => {
    const playback = await open();
    playback.play();
    await pass(1);
    const { frame } = playback;
    decoder.able = (ordinal) => ordinal <= frame;
    await pass(2);
    const silent = context.currentTime;
    await pass(0.5);
    expect(context.render(silent, silent + 0.5).every((value) => value === 0)).toBe(true);
    decoder.able = () => true;
    playback.seek(frame);
    playback.play();
    await pass(1);
    expect(playback.frame).toBeGreaterThan(frame + 15);
  });

  it("takes up with what is heard when the page was hidden", async () => {
    const playback = await open();
    playback.play();
    await pass(0.5);
    const hidden = callbacks.splice(0);
    await pass(4);
    callbacks = hidden;
    await pass(0.2);
    expect(Math.abs(playback.frame - heardFrame())).toBeLessThanOrEqual(1);
  });

  it("changes over to another stream while playing", async () => {
    const playback = await open();
    playback.play();
    await pass(1);
    const { frame } = playback;
    playback.sound.setStream(1);
    await pass(1);
    expect(playback.frame).toBeGreaterThan(frame + 15);
    expect(playback.frame).toBeLessThan(frame + 26);
    expect(() => playback.sound.setStream(7)).toThrow("no audio stream 7");
  });
});

describe("playing when there is no sound to be had", () => {
  const plays = async (playback: Playback, seconds = 3) => {
    playback.play();
    await pass(seconds);
    expect(playback.playing).toBe(true);
    expect(playback.frame).toBeGreaterThan((seconds - 1) * SECOND - 2);
  };

  it("plays a file without sound by the clock on the wall, at once", async () => {
    const playback = await open([]);
    playback.play();
    await pass(1);
    expect(Math.abs(playback.frame - SECOND)).toBeLessThanOrEqual(1);
    expect([playback.sound.available, playback.sound.reason]).toEqual([
      false,
      "the media file has no sound",
    ]);
  });

  it("goes on in silence when the browser holds sound back, and says so", async () => {
    context.state = "suspended";
    context.wakes = false;
    const playback = await open();
    await plays(playback);
    expect(playback.sound.reason).toContain("until a key or click");
  });

  it("joins in once the browser lets sound out", async () => {
    context.state = "suspended";
    context.wakes = false;
    const playback = await open();
    await plays(playback);
    const { frame } = playback;
    context.state = "running";
    await pass(1);
    expect([playback.sound.available, playback.sound.reason]).toEqual([true, ""]);
    expect(playback.frame - frame).toBeGreaterThan(20);
    expect(playback.frame - frame).toBeLessThan(28);
  });

  it("goes on in silence when the kernel gives no samples", async () => {
    const playback = await open();
    playback.play();
    await pass(3, { kernel: false });
    expect(playback.frame).toBeGreaterThan(2 * SECOND);
  });

  it("goes on in silence when samples stop coming", async () => {
    const playback = await open();
    playback.play();
    await pass(1);
    await pass(8.5, { kernel: false });
    expect(playback.frame).toBeGreaterThan(7 * SECOND);
  });

  it("goes on in silence when there is no device at all", async () => {
    const playback = await open();
    context.createGain = () => {
      throw new Error("no device");
    };
    await plays(playback);
    expect(playback.sound.reason).toBe("this browser has no sound: no device");
  });

  it("plays in silence when sound is switched off, or faster than it can be heard", async () => {
    const playback = await open();
    playback.sound.setStream(null);
    playback.play();
    await pass(0.5);
    expect(playback.frame).toBeGreaterThan(10);
    expect(playback.sound.reason).toBe("sound is switched off");
    playback.sound.setStream(0);
    playback.play(8);
    await pass(0.2);
    expect(context.sources).toEqual([]);
  });
});

describe("the keys of an editing table", () => {
  it("L plays, faster each time; K stops", async () => {
    const playback = await open([]);
    const rates: number[] = [];
    for (let i = 0; i < 4; i++) {
      playback.shuttle(1);
      rates.push(playback.rate);
      await pass(0.1);
    }
    expect(rates).toEqual([1, 2, 4, 4]);
    playback.shuttle(0);
    expect(playback.playing).toBe(false);
  });

  it("J plays backwards; against the direction it comes down a step", async () => {
    const playback = await open([]);
    await playback.seek(200);
    playback.shuttle(-1);
    playback.shuttle(-1);
    await pass(1);
    expect(playback.rate).toBe(-2);
    expect(Math.abs(playback.frame - (200 - 2 * SECOND))).toBeLessThanOrEqual(2);
    playback.shuttle(1);
    expect(playback.rate).toBe(-1);
    playback.shuttle(1);
    expect(playback.playing).toBe(false);
    playback.shuttle(1);
    expect([playback.playing, playback.rate]).toEqual([true, 1]);
  });

  it("stops at the beginning when it gets there backwards", async () => {
    const playback = await open([]);
    await playback.seek(10);
    playback.shuttle(-1);
    await pass(1);
    expect([playback.playing, playback.frame]).toEqual([false, 0]);
  });
});

describe("dragging along", () => {
  it("lets each frame be heard for a moment", async () => {
    const playback = await open();
    playback.scrub(48);
    await pass(0.3);
    playback.scrub(72);
    await pass(0.3);
    expect([playback.frame, playback.playing]).toEqual([72, false]);
    const lengths = context.sources.map(({ buffer }) => (buffer?.data[0]?.length ?? 0) / 8000);
    expect(lengths.length).toBe(2);
    for (const length of lengths) expect(length).toBeCloseTo(0.06, 2);
  });

  it("has the sound at hand where one stands", async () => {
    const playback = await open();
    playback.scrub(0);
    await pass(0.5);
    playback.seek(200);
    await vi.advanceTimersByTimeAsync(200);
    expect(channel.asked.some(({ method }) => method === "audio.samples")).toBe(true);
  });
});

it("is as loud as it is told to be", async () => {
  const playback = await open();
  playback.play();
  await pass(0.2);
  const changed = vi.fn();
  playback.onChange(changed);
  playback.sound.volume = 0.3;
  expect(context.gains[0]?.gain.value).toBe(0.3);
  playback.sound.muted = true;
  expect(context.gains[0]?.gain.value).toBe(0);
  expect(changed).toHaveBeenCalledTimes(2);
  playback.sound.volume = 7;
  playback.sound.muted = false;
  expect([playback.sound.volume, context.gains[0]?.gain.value]).toEqual([1, 1]);
});
