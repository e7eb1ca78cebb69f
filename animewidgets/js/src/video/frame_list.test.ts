import { expect, it } from "vitest";
import { FrameList } from "./frame_list";

it("all frames of a release are where they are", () => {
  const all = new FrameList(10);
  expect([all.count, all.isPart]).toEqual([10, false]);
  expect([-3, 0, 4, 9, 99].map((n) => all.nearest(n))).toEqual([0, 0, 4, 9, 9]);
  expect(all.step(4, 3)).toBe(7);
  expect(all.step(4, 30)).toBe(9);
});

it("of chosen frames one goes from one to the next, and nowhere else", () => {
  const some = new FrameList(100, [7, 20, 21, 90]);
  expect([some.count, some.isPart]).toEqual([4, true]);
  expect([0, 7, 13, 14, 20, 50, 99].map((n) => some.nearest(n))).toEqual([7, 7, 7, 20, 20, 21, 90]);
  expect([20, 50].map((n) => some.has(n))).toEqual([true, false]);
  expect(some.step(20, 1)).toBe(21);
  expect(some.step(21, 1)).toBe(90);
  expect(some.step(90, 1)).toBe(90);
  expect(some.step(90, -10)).toBe(7);
  expect(some.positionOf(21)).toBe(2);
});

it("no frames, no trouble", () => {
  expect(new FrameList(0).nearest(3)).toBeLessThanOrEqual(0);
});
