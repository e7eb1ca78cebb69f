import fc from "fast-check";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { nearestIn } from "../core/sorted";
import { coarseOrdinals, Filmstrip } from "./filmstrip";
import { type Asked, FakeChannel, indexOf, settle } from "./testing";

beforeEach(() => {
  vi.stubGlobal("createImageBitmap", async () => ({ width: 160, height: 90, close: vi.fn() }));
});

async function answer(asked: Asked | undefined): Promise<void> {
  const { ordinals } = (asked as Asked).params;
  const blobs = ordinals.map(() => new DataView(new ArrayBuffer(1)));
  asked?.answer({ ordinals, width: 160, height: 90, mime: "image/jpeg" }, blobs);
  await settle();
}

describe("the coarse set", () => {
  it("covers a release of any length with few pictures, each once", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50_000 }),
        fc.integer({ min: 1, max: 300 }),
        (count, gop) => {
          const { key } = {
            key: Uint8Array.from({ length: count }, (_, n) => Number(n % gop === 0)),
          };
          const ordinals = coarseOrdinals(count, key);
          expect(ordinals.length).toBeLessThanOrEqual(120);
          expect(new Set(ordinals).size).toBe(ordinals.length);
          expect(ordinals.every((n) => n >= 0 && n < count)).toBe(true);
        },
      ),
    );
  });

  it("begins with pictures from all over", () => {
    const first = coarseOrdinals(12_000, new Uint8Array(12_000)).slice(0, 8);
    expect(Math.max(...first) - Math.min(...first)).toBeGreaterThan(8000);
  });
});

it("finds the nearest of a sorted list", () => {
  const lists = fc.uniqueArray(fc.integer(), { minLength: 1 }).map((l) => l.sort((a, b) => a - b));
  fc.assert(
    fc.property(lists, fc.integer(), (list, value) => {
      const found = list[nearestIn(list, value)] as number;
      expect(Math.abs(found - value)).toBe(Math.min(...list.map((n) => Math.abs(n - value))));
    }),
  );
});

it("has something near as soon as the first batch is there", async () => {
  const channel = new FakeChannel();
  const strip = new Filmstrip(indexOf(1000), channel);
  expect(strip.nearest(500)).toBeUndefined();
  const arrived = vi.fn();
  strip.onArrival(arrived);
  await answer(channel.asked[0]);
  expect(arrived).toHaveBeenCalledOnce();
  expect(Math.abs((strip.nearest(500)?.ordinal ?? Number.NaN) - 500)).toBeLessThan(200);
});

it("asks for what is wished before the rest of the coarse set, and cancels what nobody wishes any more", async () => {
  const channel = new FakeChannel();
  const strip = new Filmstrip(indexOf(1000), channel);
  await answer(channel.asked[0]);
  await answer(channel.asked[1]);
  strip.want([501, 502, 503]);
  await answer(channel.asked[2]); // the coarse batch under way is not wasted
  expect(channel.asked[3]?.params.ordinals).toEqual([501, 502, 503]);
  strip.want([901, 902]);
  expect(channel.asked[3]?.options.signal?.aborted).toBe(true);
  await settle();
  expect(channel.asked[4]?.params.ordinals).toEqual([901, 902]);
  await answer(channel.asked[4]);
  expect(strip.at(901)).toBeDefined();
  expect(strip.at(501)).toBeUndefined();
});

it("does not ask again and again for what the kernel cannot give", async () => {
  const channel = new FakeChannel();
  const strip = new Filmstrip(indexOf(5), channel);
  channel.asked[0]?.refuse(new Error("broken"));
  await settle();
  await settle();
  expect(channel.asked).toHaveLength(1);
  strip.close();
});
