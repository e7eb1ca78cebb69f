import { beforeEach, describe, expect, it } from "vitest";
import { KernelError, type Requester } from "../../core/channel";
import { apply, type Live, liveOf } from "../../core/edits";
import type { Outcome } from "../../core/outcome";
import { release } from "../../testing/releases";
import { Figures } from "../figures";
import type { Bounds, Box, Key } from "../geometry";
import { Propagation } from "./propagation";
import { proposedOn } from "./shown";
import { addTrack } from "./track_edits";

const index = release({ count: 200, info: { width: 640, height: 360 } });
const bounds: Bounds = {
  name: "BD ep01",
  width: 640,
  height: 360,
  pts: index.pts,
  end_pts: index.release.end_pts,
};
const at = (x: number): Box => ({ x, y: 20, width: 100, height: 50 });

let live: Live;
let asked: { method: string; params: Record<string, unknown> }[];
let answer: (params: Record<string, unknown>) => object | Promise<object>;
let propagation: Propagation;
let told: ((data: never) => void) | undefined;

const figures = () => new Figures(live, index);
const id = () => [...live.annotations.keys()][0] as string;
const keys = () => [...live.annotations.values()][0]?.geometry?.keys as unknown as Key[];
const frames = () => keys().map(({ pts }) => index.ordinalAt(pts));
const take = (outcome: Outcome) => {
  if ("refused" in outcome) return outcome.refused;
  live = apply(live, outcome.edits);
  return outcome.said;
};
const key = (ordinal: number, x: number | null, interpolation = "linear") => ({
  ordinal,
  shape: x === null ? null : at(x),
  interpolation,
  score: 0.8,
});
const follow = (direction: -1 | 1 = 1, frame = 10) =>
  propagation.follow(figures().on(frame), figures(), direction);
const seen = (frame: number) =>
  proposedOn({ figures: figures(), propagation, bounds } as never, frame).map(
    ({ shape }) => (shape as Box).x,
  );

beforeEach(() => {
  live = liveOf([]);
  take(addTrack("box", at(0), 10, null, bounds));
  asked = [];
  answer = () => ({
    keys: [key(10, 0), key(20, 100), key(30, 200)],
    reached: 30,
    why: "asked",
  });
  const channel: Requester = {
    request: async <T>(method: string, params: object, options?: { signal?: AbortSignal }) => {
      asked.push({ method, params: params as Record<string, unknown> });
      const aborted = new Promise<never>((_, refuse) =>
        options?.signal?.addEventListener("abort", () => refuse(options.signal?.reason)),
      );
      const result = await Promise.race([
        Promise.resolve(answer(params as Record<string, unknown>)),
        aborted,
      ]);
      return { result: result as T, buffers: [] };
    },
    on: (_event, listener) => {
      told = listener;
      return () => {};
    },
  };
  propagation = new Propagation(channel, index, () => {});
});

describe("what is followed", () => {
  it("is the shape that is seen, up to the frame before the next key", async () => {
    await follow();
    expect(asked[0]).toMatchObject({
      method: "track.propagate",
      params: { kind: "box", shape: at(0), ordinal: 10, to: 130 },
    });
    take(propagation.accept(figures(), 10, new Set(), bounds));
    await follow(1, 25);
    expect(asked[1]?.params).toMatchObject({ ordinal: 25, to: 29, shape: at(150) });
    await follow(-1, 25);
    expect(asked[2]?.params).toMatchObject({ ordinal: 25, to: 21 });
  });

  it("is proposed on every frame on the way, and nothing is an annotation yet", async () => {
    expect(await follow()).toBe("2 keys proposed up to frame 30");
    expect([9, 15, 30, 31].map(seen)).toEqual([[], [50], [200], []]);
    expect(frames()).toEqual([10]);
  });

  it("says how far it is, and can be stopped", async () => {
    answer = () => new Promise(() => {});
    const under = follow();
    told?.({ what: "flow", done: 3, total: 21 } as never);
    expect(propagation.progress).toEqual({ what: "flow", done: 3, total: 21 });
    expect(propagation.reject()).toBe(true);
    expect(await under).toBe("Following is stopped");
    expect(propagation.working).toBe(false);
  });

  it("may come to nothing, and says why", async () => {
    answer = () => Promise.reject(new KernelError("FrameUndecodable", "frame 12 is damaged"));
    expect(await follow()).toBe("frame 12 is damaged");
    answer = () => ({ keys: [key(10, 0)], reached: 10, why: "lost" });
    expect(await follow()).toContain("where it is lost");
    expect(propagation.proposals.size).toBe(0);
  });
});

describe("accepting", () => {
  it("takes the keys up to the frame that is seen, with one there", async () => {
    await follow();
    expect(take(propagation.accept(figures(), 25, new Set(), bounds))).toContain("2 proposed keys");
    expect(frames()).toEqual([10, 20, 25]);
    expect(keys()[2]).toMatchObject({ shape: at(150), source: "flow", score: 0.8 });
    expect(propagation.proposals.size).toBe(0);
  });

  it("takes all of them where following began, and beyond its end", async () => {
    for (const frame of [10, 31]) {
      await follow();
      take(propagation.accept(figures(), frame, new Set([id()]), bounds));
      expect(frames()).toEqual([10, 20, 30]);
      live = liveOf([]);
      take(addTrack("box", at(0), 10, null, bounds));
    }
  });

  it("leaves what a person said as it was, but for how it goes on", async () => {
    answer = () => ({ keys: [key(10, 0, "hold"), key(13, 9)], reached: 13, why: "asked" });
    await follow();
    take(propagation.accept(figures(), 10, new Set(), bounds));
    expect(keys()[0]).toEqual({ pts: index.ptsOf(10), shape: at(0), interpolation: "hold" });
  });

  it("backwards, the track begins where it was followed to", async () => {
    answer = () => ({ keys: [key(4, 60), key(10, 0, "hold")], reached: 4, why: "cut" });
    await follow(-1);
    expect(seen(7)).toEqual([30]);
    take(propagation.accept(figures(), 10, new Set(), bounds));
    expect(frames()).toEqual([4, 10]);
    expect(keys()[1]?.interpolation).toBe("linear");
    expect(live.annotations.get(id())?.start_pts).toBe(index.ptsOf(4));
  });

  it("is out of the picture from where the shot ended", async () => {
    answer = () => ({ keys: [key(10, 0), key(20, 9), key(21, null)], reached: 20, why: "cut" });
    await follow();
    take(propagation.accept(figures(), 10, new Set(), bounds));
    expect(keys()[2]).toMatchObject({ shape: null, outside: true });
  });

  it("of nothing says how to have keys proposed", () => {
    expect(take(propagation.accept(figures(), 10, new Set(), bounds))).toContain("Alt+P");
  });
});
