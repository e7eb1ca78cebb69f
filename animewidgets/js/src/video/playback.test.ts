import { afterEach, describe, expect, it, vi } from "vitest";
import type { Filmstrip } from "./filmstrip";
import type { Picture, PictureSource } from "./picture_source";
import { Playback } from "./playback";
import { FakeChannel, indexOf, settle } from "./testing";

/** A decoder that gives pictures when the test says so. */
class FakeSource implements PictureSource {
  held = new Map<number, Picture>();
  asked = new Map<number, { resolve(p: Picture): void; reject(e: Error): void }>();
  closed = false;
  constructor(readonly kind: "browser" | "kernel" = "browser") {}

  picture(ordinal: number, signal?: AbortSignal): Promise<Picture> {
    const held = this.held.get(ordinal);
    if (held) return Promise.resolve(held);
    return new Promise((resolve, reject) => {
      this.asked.set(ordinal, { resolve, reject });
      signal?.addEventListener("abort", () => reject(signal.reason));
    });
  }
  peek(ordinal: number) {
    return this.held.get(ordinal);
  }
  travel = vi.fn();
  close() {
    this.closed = true;
  }

  async give(ordinal: number): Promise<void> {
    const picture = { ordinal, image: {} as ImageBitmap, width: 320, height: 180, rotation: 0 };
    this.held.set(ordinal, picture);
    this.asked.get(ordinal)?.resolve(picture);
    await settle();
  }
}

/** A clock that the test turns. */
class Ticker {
  time = 0;
  callbacks = new Map<number, () => void>();
  #next = 1;
  now = () => this.time;
  request = (callback: () => void) => {
    this.callbacks.set(this.#next, callback);
    return this.#next++;
  };
  cancel = (handle: number) => this.callbacks.delete(handle);
  turn(milliseconds: number): void {
    this.time += milliseconds;
    const due = [...this.callbacks.values()];
    this.callbacks.clear();
    for (const callback of due) callback();
  }
}

const filmstrip = {
  nearest: (n: number) => ({ ordinal: n - (n % 10), image: { width: 160, height: 90 } }),
  onArrival: () => () => {},
} as unknown as Filmstrip;

const FRAME = 1000 / 24;
const playbacks: Playback[] = [];

async function open(source: FakeSource, others: FakeSource[] = []) {
  const ticker = new Ticker();
  const sources = [source, ...others];
  const playback = new Playback({
    index: indexOf(100),
    channel: new FakeChannel(),
    filmstrip,
    ticker,
    open: async () => {
      const next = sources.shift();
      if (!next) throw new Error("the kernel did not answer");
      return { source: next, reason: `decoded in the ${next.kind}` };
    },
  });
  playbacks.push(playback);
  await settle();
  return { playback, ticker };
}

afterEach(() => {
  for (const playback of playbacks.splice(0)) playback.close();
});

describe("going to a frame", () => {
  it("is ready when exactly that picture is there", async () => {
    const source = new FakeSource();
    const { playback } = await open(source);
    const there = playback.seek(42);
    expect([playback.frame, playback.state]).toEqual([42, "seeking"]);
    await source.give(42);
    await there;
    expect([playback.state, playback.shown?.ordinal, playback.approximate]).toEqual([
      "ready",
      42,
      false,
    ]);
  });

  it("shows the nearest small picture, marked, while the exact one takes its time", async () => {
    const source = new FakeSource();
    const { playback } = await open(source);
    playback.seek(42);
    expect(playback.approximate).toBe(false); // no flicker for what comes at once
    await vi.waitFor(() => expect(playback.approximate).toBe(true));
    expect(playback.shown?.ordinal).toBe(40);
    await source.give(42);
    expect([playback.approximate, playback.shown?.ordinal]).toEqual([false, 42]);
  });

  it("lets the newest wish win, and tells the older ones that they are over", async () => {
    const source = new FakeSource();
    const { playback } = await open(source);
    const older = playback.seek(10);
    const newer = playback.seek(20);
    await older;
    await source.give(10); // too late
    expect([playback.frame, playback.state]).toEqual([20, "seeking"]);
    await source.give(20);
    await newer;
    expect([playback.frame, playback.state]).toEqual([20, "ready"]);
  });

  it("stays inside the release", async () => {
    const { playback } = await open(new FakeSource());
    playback.seek(1000);
    expect(playback.frame).toBe(99);
    playback.step(-1000);
    expect(playback.frame).toBe(0);
  });

  it("tells the source which way a step goes, so that it reads ahead", async () => {
    const source = new FakeSource();
    const { playback } = await open(source);
    await source.give(0);
    playback.step(1);
    await source.give(1);
    expect(source.travel).toHaveBeenLastCalledWith(1, 1);
    playback.step(-1);
    expect(source.travel).toHaveBeenLastCalledWith(0, -1);
  });
});

describe("when a decoder fails", () => {
  it("hands over to the kernel and says why", async () => {
    const kernel = new FakeSource("kernel");
    const browser = new FakeSource();
    const { playback } = await open(browser, [kernel]);
    browser.asked.get(0)?.reject(new Error("the decoder crashed"));
    await settle();
    await kernel.give(0);
    expect([playback.state, playback.decoder]).toEqual(["ready", "kernel"]);
    expect(playback.decoderReason).toBe("decoded in the kernel: the decoder crashed");
    expect(browser.closed).toBe(true);
  });

  it("shows the kernel's refusal, and the next seek is a new attempt", async () => {
    const kernel = new FakeSource("kernel");
    const { playback } = await open(kernel);
    kernel.asked.get(0)?.reject(new Error("frame 0 cannot be decoded"));
    await settle();
    expect([playback.state, playback.error?.message]).toEqual([
      "error",
      "frame 0 cannot be decoded",
    ]);
    playback.seek(5);
    await kernel.give(5);
    expect([playback.state, playback.error]).toEqual(["ready", undefined]);
  });

  it("changes over when another decoder is chosen, on the same frame", async () => {
    const browser = new FakeSource();
    const kernel = new FakeSource("kernel");
    const { playback } = await open(browser, [kernel]);
    playback.seek(7);
    await browser.give(7);
    playback.setDecoder("kernel");
    await settle();
    expect(playback.state).toBe("seeking");
    await kernel.give(7);
    expect([playback.frame, playback.state, playback.decoder]).toEqual([7, "ready", "kernel"]);
  });
});

describe("playing", () => {
  it("shows frame after frame, drops none, and stops on the frame that stands there", async () => {
    const source = new FakeSource();
    const { playback, ticker } = await open(source);
    for (let n = 0; n < 100; n++) await source.give(n);
    playback.play();
    const shown: number[] = [];
    playback.onChange(() => shown.push(playback.frame));
    for (let i = 0; i < 25; i++) ticker.turn(FRAME / 2);
    playback.pause();
    const frame = playback.frame;
    for (let i = 0; i < 25; i++) ticker.turn(FRAME / 2);
    expect([playback.frame, playback.playing, playback.dropped]).toEqual([frame, false, 0]);
    expect([...new Set(shown)]).toEqual(Array.from({ length: frame }, (_, n) => n + 1));
  });

  it("pauses at the last frame, and plays from the beginning after that", async () => {
    const source = new FakeSource();
    const { playback, ticker } = await open(source);
    for (let n = 0; n < 100; n++) await source.give(n);
    await playback.seek(97);
    playback.play();
    for (let i = 0; i < 12; i++) ticker.turn(FRAME / 2);
    expect([playback.frame, playback.playing, playback.state]).toEqual([99, false, "ready"]);
    playback.toggle();
    expect([playback.frame, playback.playing]).toEqual([0, true]);
  });

  it("asks for the next picture when none is at hand, and goes on from there", async () => {
    const source = new FakeSource();
    const { playback, ticker } = await open(source);
    await source.give(0);
    playback.play();
    ticker.turn(FRAME * 1.1);
    await settle();
    expect(source.asked.has(1)).toBe(true);
    for (let n = 1; n < 10; n++) await source.give(n);
    ticker.turn(FRAME);
    expect(playback.frame).toBeGreaterThan(0);
    expect([playback.playing, playback.state]).toEqual([true, "ready"]);
  });
});
