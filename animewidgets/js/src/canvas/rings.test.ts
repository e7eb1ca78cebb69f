import { expect, it } from "vitest";
import type { Polygon, Ring } from "./geometry";
import { ringNear, ringsInWords, withoutRing, withRing } from "./rings";
import { areaOf, holds } from "./shapes";

const square = (x: number, y: number, size: number): Ring => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
];
const plain: Polygon = { parts: [[square(0, 0, 100)]] };
const made = (polygon: Polygon, kind: "hole" | "part", ring: Ring): Polygon => {
  const changed = withRing(polygon, kind, ring);
  if ("refused" in changed) throw new Error(changed.refused);
  return changed.shape;
};

it("a hole is no longer inside, and takes its area away", () => {
  const ring = made(plain, "hole", square(40, 40, 20));
  expect(holds("polygon", ring, [50, 50])).toBe(false);
  expect(holds("polygon", ring, [10, 10])).toBe(true);
  expect(areaOf("polygon", ring)).toBe(10_000 - 400);
  expect(ringsInWords(ring)).toBe("1 hole");
});

it("a hole goes into the part that it lies in, and nowhere else", () => {
  const two = made(plain, "part", square(200, 0, 100));
  expect(ringsInWords(two)).toBe("2 parts");
  expect(made(two, "hole", square(240, 40, 20)).parts.map((rings) => rings.length)).toEqual([1, 2]);
  for (const outside of [square(120, 40, 20), square(90, 40, 20)])
    expect(withRing(two, "hole", outside)).toHaveProperty("refused");
  const holed = made(plain, "hole", square(40, 40, 20));
  expect(withRing(holed, "hole", square(45, 45, 5))).toHaveProperty("refused");
});

it("a part goes with its holes, a hole alone; the last part stays", () => {
  const all = made(made(plain, "part", square(200, 0, 100)), "hole", square(240, 40, 20));
  expect(withoutRing(all, { part: 1, ring: 1 })?.parts.map((rings) => rings.length)).toEqual([
    1, 1,
  ]);
  expect(withoutRing(all, { part: 1, ring: 0 })).toEqual(plain);
  expect(withoutRing(plain, { part: 0, ring: 0 })).toBeNull();
  expect(ringNear(all, [243, 50])).toEqual({ part: 1, ring: 1 });
  expect(ringNear(all, [105, 50])).toEqual({ part: 0, ring: 0 });
});
