import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Box, Key } from "../geometry";
import {
  type Course,
  insideFrom,
  keyAt,
  merged,
  outsideFrom,
  seenAt,
  splitAt,
  startOf,
  withInterpolation,
  withKeyMoved,
  withOccluded,
  withoutKey,
  withShape,
} from "./course";

const END = 40;
const box = (x: number): Box => ({ x, y: 10, width: 20, height: 10 });
const key = (pts: number, x: number, over: Partial<Key> = {}): Key => ({
  pts,
  shape: box(x),
  interpolation: "linear",
  ...over,
});
const away = (pts: number): Key => ({
  pts,
  shape: null,
  interpolation: "linear",
  outside: true,
});
const course = (...keys: Key[]): Course => ({ kind: "box", keys, end: END });
const xAt = (of: Course, pts: number) => (seenAt(of, pts)?.shape as Box | undefined)?.x ?? null;
const seen = (of: Course) => Array.from({ length: END }, (_, pts) => xAt(of, pts));

/** Any course over 40 frames: keys anywhere, linear or held, some of them outside. */
const courses = fc
  .uniqueArray(
    fc.record({
      pts: fc.nat(END - 1),
      x: fc.nat(100),
      away: fc.boolean(),
      hold: fc.boolean(),
      occluded: fc.boolean(),
    }),
    { minLength: 1, maxLength: 8, selector: ({ pts }) => pts },
  )
  .map((keys) =>
    keys
      .sort((a, b) => a.pts - b.pts)
      .map(
        (one, n): Key => ({
          pts: one.pts,
          shape: one.away && n ? null : box(one.x),
          interpolation: one.hold ? "hold" : "linear",
          ...(one.occluded ? { occluded: true } : {}),
          ...(one.away && n ? { outside: true } : {}),
        }),
      ),
  )
  .map((keys) => course(...keys));

const near = (a: (number | null)[], b: (number | null)[]) => {
  expect(a.map((x) => x === null)).toEqual(b.map((x) => x === null));
  for (const [n, x] of a.entries()) if (x !== null) expect(x).toBeCloseTo(b[n] as number, 9);
};

describe("changing the shape on a frame", () => {
  it("makes a key there, and changes the one that stands there", () => {
    const track = course(key(0, 0), key(10, 100));
    const more = withShape(track, 4, box(10), END);
    expect([xAt(more, 2), xAt(more, 4), xAt(more, 7), xAt(more, 10)]).toEqual([5, 10, 55, 100]);
    expect(withShape(more, 4, box(40), END).keys).toHaveLength(3);
  });

  it("goes on as the key before did, and says no longer who proposed it", () => {
    const held = course(key(0, 0, { interpolation: "hold", occluded: true }), key(10, 100));
    expect(keyAt(withShape(held, 4, box(9), END), 4)).toEqual(
      key(4, 9, { interpolation: "hold", occluded: true }),
    );
  });

  it("before the beginning or beyond the end takes them along", () => {
    const track: Course = { ...course(key(10, 0), key(20, 100)), end: 25 };
    expect(startOf(withShape(track, 4, box(9), 40))).toBe(4);
    expect(withShape(track, 30, box(9), 40).end).toBe(40);
    expect(withShape(track, 24, box(9), 40).end).toBe(25);
  });
});

describe("keys", () => {
  it("can be taken away while another is left", () => {
    const track = course(key(0, 0), key(10, 100));
    expect(startOf(withoutKey(track, 0) as Course)).toBe(10);
    expect(withoutKey(course(key(0, 0)), 0)).toBeNull();
    expect(withoutKey(course(key(0, 0), away(5)), 0)).toBeNull();
  });

  it("can be moved in time", () => {
    const track = course(key(0, 0), key(10, 100), key(20, 0));
    expect(withKeyMoved(track, 10, 15, END).keys.map(({ pts }) => pts)).toEqual([0, 15, 20]);
    expect(startOf(withKeyMoved(track, 0, 5, END))).toBe(5);
  });

  it("hold the shape or go to the next evenly", () => {
    const track = withInterpolation(course(key(0, 0), key(10, 100)), 4, "hold");
    expect(xAt(track, 9)).toBe(0);
    expect(xAt(withInterpolation(track, 4, "linear"), 5)).toBe(50);
  });
});

describe("out of view", () => {
  it("from a frame on until the next key, and back", () => {
    const track = course(key(0, 0), key(10, 100));
    const out = outsideFrom(track, 4);
    expect([xAt(out, 3), xAt(out, 4), xAt(out, 9), xAt(out, 10)]).toEqual([0, null, null, 100]);
    expect(insideFrom(out, 4, END)).toEqual(track);
    const back = insideFrom(out, 6, END);
    expect([xAt(back, 5), xAt(back, 6)]).toEqual([null, 0]);
  });

  it("is not the same as covered, which still has a shape", () => {
    const track = withOccluded(course(key(0, 0), key(10, 100)), 5, true);
    expect(seenAt(track, 5)).toMatchObject({ occluded: true, source: "key", shape: { x: 50 } });
    expect(seenAt(track, 7)).toMatchObject({ occluded: true });
    expect(seenAt(withOccluded(track, 5, false), 7)).toMatchObject({ occluded: false });
  });
});

describe("splitting and merging", () => {
  it("a split changes no frame, and a merge takes it back", () => {
    fc.assert(
      fc.property(courses, fc.integer({ min: 1, max: END - 1 }), (track, at) => {
        const parts = splitAt(track, at, at - 1);
        if (!parts) return;
        const [early, late] = parts;
        expect(early.end).toBe(at);
        expect(startOf(late)).toBeGreaterThanOrEqual(at);
        near(
          seen(early).map((x, n) => x ?? seen(late)[n] ?? null),
          seen(track),
        );
        near(seen(merged(late, early)), seen(track));
      }),
    );
  });

  it("between two tracks that are merged the thing is away", () => {
    const one: Course = { ...course(key(0, 0)), end: 10 };
    const both = merged(course(key(20, 50)), one);
    expect([xAt(both, 9), xAt(both, 10), xAt(both, 19), xAt(both, 20)]).toEqual([
      0,
      null,
      null,
      50,
    ]);
    expect(both.end).toBe(END);
  });

  it("where they lie over each other the keys of both count", () => {
    const both = merged(course(key(0, 0), key(10, 100)), course(key(10, 7), key(20, 0)));
    expect([xAt(both, 5), xAt(both, 10), xAt(both, 15)]).toEqual([50, 100, 50]);
  });

  it("nothing to see makes no track", () => {
    expect(splitAt(course(key(5, 0)), 5, 4)).toBeNull();
    expect(splitAt(course(key(0, 0), away(10)), 20, 19)).toBeNull();
  });
});
