import fc from "fast-check";
import { expect, it } from "vitest";
import {
  bytesOf,
  capacityOf,
  contiguousDown,
  firstMissing,
  overshootOf,
  windowAround,
} from "./frame_window";

it("keeps decoded frames within a quarter of a gigabyte", () => {
  const capacity = capacityOf(bytesOf(1920, 1080, "I420"));
  expect(capacity * 1920 * 1080 * 1.5).toBeLessThanOrEqual(256 * 2 ** 20);
  expect(capacity).toBeGreaterThan(60);
  expect(capacityOf(bytesOf(1920, 1080, "I420P10"))).toBe(Math.floor(capacity / 2));
});

it("puts the viewer inside a window that never exceeds the budget, with room for what overshoots", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5000 }),
      fc.nat(),
      fc.constantFrom(-1 as const, 0 as const, 1 as const),
      fc.integer({ min: 12, max: 300 }),
      (count, at, direction, capacity) => {
        const center = at % count;
        const { low, high, target } = windowAround(center, direction, capacity, count);
        expect(low).toBeLessThanOrEqual(center);
        expect(target).toBeGreaterThanOrEqual(center);
        expect(high - low + 1).toBeLessThanOrEqual(capacity);
        expect(high).toBe(Math.min(count - 1, target + overshootOf(capacity)));
      },
    ),
  );
});

it("sees where the held frames end, on either side of the viewer", () => {
  const held = new Set([7, 8, 9, 10, 11, 13]);
  expect(contiguousDown(10, 0, (n) => held.has(n))).toBe(7);
  expect(contiguousDown(10, 9, (n) => held.has(n))).toBe(9);
  expect(firstMissing(10, 20, (n) => held.has(n))).toBe(12);
  expect(firstMissing(7, 11, (n) => held.has(n))).toBe(-1);
});
